using System.Collections.Generic;
using Pmip.DataPath;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;

namespace Pmip.Appliance.Control;

/// <summary>Everything that answers are made of.</summary>
internal sealed record ConsoleSources
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public IReadOnlyList<IBindingSource> Bindings { get; init; } = [];

    public IReadOnlyList<(string Role, PeerTable Peers)> Peers { get; init; } = [];

    public IReadOnlyList<ICounterSource> Counters { get; init; } = [];

    public IGreDataPath? DataPath { get; init; }

    public INodeSource? Nodes { get; init; }

    public ITunnelSource? Tunnels { get; init; }

    public LocalMobilityAnchor? Anchor { get; init; }

    public MobileAccessGateway? Gateway { get; init; }
}
