using Pmip.Foundation.Addressing;

namespace Pmip.Simulation.Worlds;

/// <summary>An IP packet on its way, and what only the simulator knows of it.</summary>
public sealed class Packet
{
    public required long Number { get; init; }

    /// <summary>The node that really sent it; -1 for an attacker.</summary>
    public required int From { get; init; }

    public required int To { get; init; }

    public required byte[] Octets { get; init; }

    /// <summary>The source that it shows.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>It came from whom its source names, and nobody changed it.</summary>
    public required bool IsAuthentic { get; init; }

    /// <summary>It has been delivered before, or it is a copy of what has been.</summary>
    public bool IsCopy { get; init; }
}
