using System;
using System.Globalization;
using Pmip.Lab.Processes;

namespace Pmip.LabBench.Results;

/// <summary>How many times were measured, what half and all but a hundredth of them did not exceed, the longest, and how many had no end.</summary>
internal readonly record struct Spread(int Count, double Median, double Percentile99, double Longest, int Missing)
{
    private const string Word = "spread";

    /// <summary>Of <paramref name="microseconds"/>, which it sorts.</summary>
    internal static Spread Of(Span<long> microseconds, int missing)
    {
        microseconds.Sort();
        int last = microseconds.Length - 1;
        return last < 0
            ? new Spread(0, 0, 0, 0, missing)
            : new Spread(
                microseconds.Length,
                microseconds[last / 2] / 1000.0,
                microseconds[(int)Math.Ceiling(last * 0.99)] / 1000.0,
                microseconds[last] / 1000.0,
                missing);
    }

    /// <summary>A line from one of the processes of the bench to the other.</summary>
    internal void Print(string name) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{Word} {name} {Count} {Median:R} {Percentile99:R} {Longest:R} {Missing}"));

    /// <summary>What <paramref name="process"/> printed under the name.</summary>
    internal static Spread Read(LabProcess process, string name)
    {
        string[] words = process.AwaitLine(line => line.StartsWith($"{Word} {name} ", StringComparison.Ordinal), name).Split(' ');
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return new Spread(
            int.Parse(words[2], invariant), double.Parse(words[3], invariant), double.Parse(words[4], invariant), double.Parse(words[5], invariant),
            int.Parse(words[6], invariant));
    }

    /// <summary>Three figures in milliseconds, and a fourth when not all came to an end.</summary>
    internal void Write(string what)
    {
        Line.Write($"{what}, median of {Count.ToString(CultureInfo.InvariantCulture)}", Median, "ms", 2);
        Line.Write($"{what}, 99 %", Percentile99, "ms", 2);
        Line.Write($"{what}, longest", Longest, "ms", 2);
        if (Missing > 0)
        {
            Line.Write($"{what}, without an end", Missing, "times", 0);
        }
    }
}
