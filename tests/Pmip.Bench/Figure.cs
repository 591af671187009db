namespace Pmip.Bench;

/// <summary>One number about the whole program.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Digits">Digits after the point.</param>
internal sealed record Figure(string Name, double Value, string Unit, int Digits)
{
    /// <summary>The least of what several rounds gave, of which <see cref="Value"/> is the median; null when there was one.</summary>
    public double? Least { get; init; }

    /// <summary>The greatest of them.</summary>
    public double? Greatest { get; init; }
}
