using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Configuration;

/// <summary>A tunnel that is there without signalling: both keys, both ends and the node's addresses stand in the file (R7).</summary>
public sealed record StaticTunnelConfiguration
{
    /// <summary>Its name, unique in the list.</summary>
    public required string Name { get; init; }

    /// <summary>True: our end is an LMA's. False: a MAG's, with the node on one of our access links.</summary>
    public required bool AtLma { get; init; }

    /// <summary>Our end, one of our transport addresses.</summary>
    public required IpAddress Local { get; init; }

    /// <summary>The other end.</summary>
    public required IpAddress Remote { get; init; }

    /// <summary>Key of what we send.</summary>
    public required GreKey SendKey { get; init; }

    /// <summary>Key of what we receive.</summary>
    public required GreKey ReceiveKey { get; init; }

    /// <summary>What is between the outer IP header and GRE.</summary>
    public GreEncapsulation Encapsulation { get; init; }

    /// <summary>The node's prefixes.</summary>
    public IpPrefixList Prefixes { get; init; }

    /// <summary>The node's IPv4 address, or unspecified.</summary>
    public IpAddress Ipv4 { get; init; }

    /// <summary>MAG: interface of the access link where the node is.</summary>
    public string? Interface { get; init; }

    /// <summary>MAG: the node's link-layer address.</summary>
    public MacAddress LinkLayerAddress { get; init; }

    /// <summary>Time without traffic after which the tunnel is torn down (R6); zero for never.</summary>
    public Duration Supervision { get; init; }
}
