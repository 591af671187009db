using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Configuration;

/// <summary>A subscriber that the LMA knows by name: what it may use, and the addresses that are always its own.</summary>
public sealed record SubscriberConfiguration
{
    /// <summary>Network access identifier, exactly as the MAG sends it.</summary>
    public required string Identifier { get; init; }

    /// <summary>The APN that this entry is for; one subscriber may have several entries.</summary>
    public required string AccessPoint { get; init; }

    /// <summary>False bars the subscriber (status 152).</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Families it may use, within those of the APN (170, 172).</summary>
    public PdnType Type { get; init; } = PdnType.Ipv4v6;

    /// <summary>Static /64, or null for one from the pool.</summary>
    public IpPrefix? Ipv6Prefix { get; init; }

    /// <summary>Static IPv4 home address, or unspecified for one from the pool.</summary>
    public IpAddress Ipv4Address { get; init; }
}
