using Pmip.Engine.Configuration;

namespace Pmip.Simulation.Worlds;

/// <summary>A PDN connection that a device wants.</summary>
public readonly record struct WantedConnection(int AccessPoint, byte PdnConnectionId, int Lma, PdnType Type);

/// <summary>A device: who it says it is, what it wants, and at which MAG it really is.</summary>
public sealed class Device
{
    public const int ConnectionsMax = 4;

    public required int Number { get; init; }

    public required byte[] Identifier { get; init; }

    public required int Identity { get; init; }

    public required ulong LinkLayerAddress { get; init; }

    public required WantedConnection[] Connections { get; init; }

    /// <summary>Number of the MAG among the MAGs; -1 while it is nowhere.</summary>
    public int Mag { get; set; } = -1;

    public int AccessNodeOf(int connection) => (Number * ConnectionsMax) + connection;
}
