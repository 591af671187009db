namespace Pmip.Bench;

/// <summary>One number about the whole program.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Digits">Digits after the point.</param>
internal sealed record Figure(string Name, double Value, string Unit, int Digits);
