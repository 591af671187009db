using System;

namespace Pmip.DataPath.Ladder;

/// <summary>One rung for one pair of ports: whether it is taken there, and if not, why.</summary>
public readonly ref struct RungView
{
    /// <summary>Name of the access or service port, UTF-8.</summary>
    public required ReadOnlySpan<byte> Port { get; init; }

    /// <summary>Name of the transport port, UTF-8.</summary>
    public required ReadOnlySpan<byte> Transport { get; init; }

    /// <summary>The rung.</summary>
    public required Rung Rung { get; init; }

    /// <summary>True when sessions between the two ports go this way.</summary>
    public required bool IsTaken { get; init; }

    /// <summary>Why it is not taken; where it is, what it cannot do, or nothing. UTF-8.</summary>
    public required ReadOnlySpan<byte> Reason { get; init; }
}
