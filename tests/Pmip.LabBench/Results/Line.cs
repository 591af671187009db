using System;
using System.Collections.Generic;
using System.Globalization;

namespace Pmip.LabBench.Results;

/// <summary>One result, as the line by which pmip-bench takes it into its table: name, value, least, greatest, digits, unit.</summary>
internal static class Line
{
    internal static void Write(string name, double value, string unit, int digits) => Write(name, value, double.NaN, double.NaN, unit, digits);

    /// <summary>The median of what several rounds gave, between the least and the greatest.</summary>
    internal static void WriteMedian(string name, IReadOnlyList<double> rounds, string unit, int digits)
    {
        List<double> sorted = [.. rounds];
        sorted.Sort();
        Write(name, sorted[sorted.Count / 2], sorted[0], sorted[^1], unit, digits);
    }

    private static void Write(string name, double value, double least, double greatest, string unit, int digits) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure\t{name}\t{value:R}\t{least:R}\t{greatest:R}\t{digits}\t{unit}"));
}
