using System.Collections.Generic;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Our addresses and interfaces towards the other nodes of the domain.</summary>
public sealed record TransportConfiguration
{
    /// <summary>Our IPv6 address, or unspecified.</summary>
    public IpAddress Ipv6 { get; init; }

    /// <summary>Our IPv4 address in mapped form, or unspecified.</summary>
    public IpAddress Ipv4 { get; init; }

    /// <summary>Interfaces on which tunnelled packets arrive.</summary>
    public required IReadOnlyList<string> Interfaces { get; init; }

    /// <summary>Octets of an IP packet that the transport network carries.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>Name of the TUN device that takes what the fast path cannot carry.</summary>
    public string TunnelInterface { get; init; } = "pmip0";
}
