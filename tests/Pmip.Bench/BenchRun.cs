using System.Collections.Generic;
using System.Threading;

namespace Pmip.Bench;

/// <summary>What a benchmark is given, and where its results go.</summary>
/// <param name="Transactions">How many steps of each kind to measure.</param>
/// <param name="Binary">The pmipd to measure, or null when none was named.</param>
/// <param name="Ending">Set when the run is interrupted: what was made is then removed.</param>
internal sealed record BenchRun(int Transactions, string? Binary, CancellationToken Ending)
{
    /// <summary>The program that measures in the lab, or null when none was named.</summary>
    public string? Lab { get; init; }

    /// <summary>Steps that were timed.</summary>
    public List<Measurement> Measurements { get; } = [];

    /// <summary>Single numbers.</summary>
    public List<Figure> Figures { get; } = [];

    /// <summary>Adds a number.</summary>
    public void Add(string name, double value, string unit, int digits = 0) => Figures.Add(new Figure(name, value, unit, digits));
}
