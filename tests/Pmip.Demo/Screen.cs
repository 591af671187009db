using System;
using System.Diagnostics;
using System.Globalization;

namespace Pmip.Demo;

/// <summary>What the spectator sees: a line for each step with what was measured, and a verdict.</summary>
internal static class Screen
{
    private static readonly Stopwatch Watch = Stopwatch.StartNew();

    internal static int Shown { get; private set; }

    internal static double Seconds => Watch.Elapsed.TotalSeconds;

    internal static void Picture(string text) => Console.WriteLine(text);

    internal static void Chapter(string title) => Console.WriteLine($"\n   {title}");

    /// <summary>Runs a step and shows its measurement; a step that fails ends the story.</summary>
    internal static void Step(string what, Func<string> act)
    {
        string measured;
        try
        {
            measured = act();
        }
        catch
        {
            Line('\u2718', what, "failed");
            throw;
        }

        Shown++;
        Line('\u2714', what, measured);
    }

    internal static string Milliseconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms");

    internal static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.00} ms");

    internal static string Rate(double megabitsPerSecond) => megabitsPerSecond >= 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{megabitsPerSecond / 1000:0.00} Gbit/s")
        : string.Create(CultureInfo.InvariantCulture, $"{megabitsPerSecond:0} Mbit/s");

    private static void Line(char mark, string what, string measured) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {mark} {Seconds,5:0.0} s  {what,-46} {measured}"));
}
