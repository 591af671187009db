using System.Collections.Generic;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Configuration;

/// <summary>Everything that the file of one node says, checked whole and never changed afterwards.</summary>
public sealed record ApplianceConfiguration
{
    /// <summary>Name of the node for its operator.</summary>
    public required string Name { get; init; }

    /// <summary>MAG, LMA or both.</summary>
    public required ApplianceRole Role { get; init; }

    /// <summary>Whose rules hold.</summary>
    public SpecificationMode Specification { get; init; } = SpecificationMode.ThreeGpp;

    /// <summary>Sizes of the engines' tables.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>Nodes on the access links at once (<c>limits.nodes</c>).</summary>
    public int NodesMax { get; init; } = 1024;

    /// <summary>The side towards the other nodes of the domain.</summary>
    public required TransportConfiguration Transport { get; init; }

    /// <summary>The LMA's engine; null when the role has none.</summary>
    public LmaConfiguration? Lma { get; init; }

    /// <summary>Interfaces of the LMA towards the packet data networks.</summary>
    public IReadOnlyList<string> ServiceInterfaces { get; init; } = [];

    /// <summary>True: uplink packets are taken from any outer source with the right key. False: from trusted peers (R18).</summary>
    public bool AcceptAnyUplinkSource { get; init; }

    /// <summary>The MAG's engine; null when the role has none.</summary>
    public MagConfiguration? Mag { get; init; }

    /// <summary>The MAG's access side; null when the role has none.</summary>
    public AccessConfiguration? Access { get; init; }

    /// <summary>Tunnels without signalling (R7).</summary>
    public IReadOnlyList<StaticTunnelConfiguration> Tunnels { get; init; } = [];

    /// <summary>Static tunnels that a node which starts with this has room for: more of them may come while it runs.</summary>
    public int TunnelRoom => Tunnels.Count + System.Math.Max(32, Tunnels.Count / 4);

    /// <summary>Time without traffic after which a connection is ended (R6, edition A); zero for never.</summary>
    public Duration GreSupervision { get; init; }

    /// <summary>Who may log in.</summary>
    internal IReadOnlyList<OperatorConfiguration> Operators { get; init; } = [];

    /// <summary>Path of the control socket.</summary>
    public string ControlSocket { get; init; } = DefaultControlSocket;

    /// <summary>Steps of niceness by which the thread of the control plane goes before other programs.</summary>
    public int ControlPriority { get; init; }

    /// <summary>Folder for what survives a restart.</summary>
    public string StateFolder { get; init; } = DefaultStateFolder;

    /// <summary>How the packets of users are carried.</summary>
    internal DataPathSettings DataPath { get; init; } = new();

    /// <summary>What is logged, and where.</summary>
    public LogConfiguration Log { get; init; } = new();

    /// <summary>Where the figures of this node can be fetched.</summary>
    public MetricsConfiguration Metrics { get; init; } = MetricsConfiguration.Off;

    /// <summary>The board that the node runs on.</summary>
    public BoardConfiguration Board { get; init; } = new();

    /// <summary>The console on a serial line (<c>console</c>).</summary>
    public ConsoleConfiguration Console { get; init; } = new();

    /// <summary>The file as it was read and found right, for comparing one configuration with another; null for one made by hand.</summary>
    internal ConfigurationNode? Source { get; init; }

    /// <summary>Where the control socket is unless the file says otherwise.</summary>
    public const string DefaultControlSocket = "/run/pmip/pmipd.sock";

    /// <summary>Where state is kept unless the file says otherwise.</summary>
    public const string DefaultStateFolder = "/var/lib/pmip";
}
