using System.Collections.Generic;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Configuration;

/// <summary>The access side of a MAG: links, who may attach, and how leaving is noticed.</summary>
public sealed record AccessConfiguration
{
    /// <summary>The access links.</summary>
    public IReadOnlyList<AccessLinkConfiguration> Links { get; init; } = [];

    /// <summary>Name servers that the nodes are told, both families.</summary>
    public IReadOnlyList<IpAddress> NameServers { get; init; } = [];

    /// <summary>DHCP server to relay to for connections whose LMA does not let the MAG answer; unspecified for none.</summary>
    public IpAddress DhcpServer { get; init; }

    /// <summary>How a silent node is probed.</summary>
    public PresenceConfiguration Presence { get; init; } = new();

    /// <summary>How many registrations each link may cause.</summary>
    public AttachConfiguration Attaches { get; init; } = new();

    /// <summary>Nodes known by link-layer address.</summary>
    public IReadOnlyList<NodeProfileConfiguration> Profiles { get; init; } = [];

    /// <summary>Profile of every other node; null refuses them.</summary>
    public NodeProfileConfiguration? DefaultProfile { get; init; }
}

/// <summary>One access link.</summary>
public sealed record AccessLinkConfiguration
{
    /// <summary>Name of the interface.</summary>
    public required string Interface { get; init; }

    /// <summary>What the LMA is told of the link.</summary>
    public AccessTechnologyType Technology { get; init; } = AccessTechnologyType.Ethernet;

    /// <summary>True: the link answers with 00-00-5E-00-52-13 (RFC 6543), so that a handover changes no neighbour entry.</summary>
    public bool HasFixedLinkLayerAddress { get; init; } = true;
}

/// <summary>How long a node may be silent, and how it is asked then.</summary>
public sealed record PresenceConfiguration
{
    /// <summary>Silence after which a node is probed.</summary>
    public Duration ProbeAfter { get; init; } = Duration.FromSeconds(10);

    /// <summary>Time between two probes.</summary>
    public Duration ProbeInterval { get; init; } = Duration.FromMilliseconds(1000);

    /// <summary>Probes without answer after which the node has left.</summary>
    public int Probes { get; init; } = 3;
}

/// <summary>Who a node on the access link is and which PDN connections it gets.</summary>
public sealed record NodeProfileConfiguration
{
    /// <summary>Link-layer address of the node; zero in the default profile.</summary>
    public MacAddress LinkLayerAddress { get; init; }

    /// <summary>Its network access identifier.</summary>
    public required IdentifierTemplate Identifier { get; init; }

    /// <summary>Its PDN connections, at least one.</summary>
    public required IReadOnlyList<ConnectionConfiguration> Connections { get; init; }
}

/// <summary>One PDN connection of a profile.</summary>
public sealed record ConnectionConfiguration
{
    /// <summary>Index into <see cref="MagConfiguration.AccessPoints"/>.</summary>
    public required int AccessPoint { get; init; }

    /// <summary>Index into <see cref="MagConfiguration.Lmas"/>.</summary>
    public required int Lma { get; init; }

    /// <summary>Families wanted.</summary>
    public PdnType Type { get; init; } = PdnType.Ipv4v6;

    /// <summary>Tells connections to one APN apart (R2); zero for "not used".</summary>
    public byte PdnConnectionId { get; init; }

    /// <summary>Ask the LMA for name servers in the Protocol Configuration Options.</summary>
    public bool AsksForNameServers { get; init; }
}
