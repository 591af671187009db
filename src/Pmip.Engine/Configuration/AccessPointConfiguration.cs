using System.Collections.Generic;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Engine.Configuration;

/// <summary>An access point name (APN) that an LMA serves, with the pools of its addresses.</summary>
public sealed record AccessPointConfiguration
{
    /// <summary>Network identifier or full APN in dotted text, in lower case, for example <c>internet</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Address families that this APN gives.</summary>
    public PdnType Type { get; init; } = PdnType.Ipv4v6;

    /// <summary>Pool from which /64 home network prefixes are taken; null when the APN has none.</summary>
    public IpPrefix? Ipv6Pool { get; init; }

    /// <summary>Pool from which IPv4 home addresses are taken; null when the APN has none. First and last address are not given out.</summary>
    public IpPrefix? Ipv4Pool { get; init; }

    /// <summary>Default router of the IPv4 pool, an address inside it that is not given out (RFC 5844 3.3.2).</summary>
    public IpAddress Ipv4Router { get; init; }

    /// <summary>When a node gets its IPv4 home address.</summary>
    public Ipv4Allocation Ipv4Allocation { get; init; }

    /// <summary>False: MAGs relay DHCP instead of answering it themselves (RFC 5844 3.3.4, the S bit).</summary>
    public bool MagServesDhcp { get; init; } = true;

    /// <summary>DNS servers of both families, which a node is told that asks for them in its PCO.</summary>
    public IReadOnlyList<IpAddress> DnsServers { get; init; } = [];

    /// <summary>
    /// PGW back-off time (sub-option 18) that a MAG is told with "APN congestion" when the pool is empty; null for neither.
    /// </summary>
    public BackOffTime? BackOffTime { get; init; }

    /// <summary>What the data path does with the packets of its connections.</summary>
    public SessionTreatment Treatment { get; init; }
}
