using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>What the LMA gave a node for one PDN connection.</summary>
public struct ConnectionGrant
{
    /// <summary>Home network prefixes; none for an IPv4-only connection.</summary>
    public IpPrefixList Prefixes;

    /// <summary>IPv4 home address; unspecified for an IPv6-only connection.</summary>
    public IpAddress HomeAddress4;

    /// <summary>Length of the subnet of <see cref="HomeAddress4"/>.</summary>
    public byte HomeAddress4PrefixLength;

    /// <summary>Default router of that subnet; it is also the identity of the DHCP server, so renewals survive a handover.</summary>
    public IpAddress DefaultRouter4;

    /// <summary>Largest packet that the tunnel carries.</summary>
    public int TunnelMtu;

    /// <summary>How long the grant holds if nobody refreshes it.</summary>
    public Duration Lifetime;

    /// <summary>Interface identifier that the LMA chose for the node, zero when it chose none (TS 29.275 5.1.1).</summary>
    public ulong InterfaceIdentifier;

    /// <summary>The node gets an IPv4 home address when it asks by DHCP, not before.</summary>
    public bool IsIpv4Deferred;

    /// <summary>The LMA lets us answer DHCP ourselves; else it is relayed where a relay is configured (RFC 5844 3.3.4).</summary>
    public bool IsDhcpServer;

    /// <summary>Name servers that the LMA named for this connection; none: those of the configuration.</summary>
    public IpAddressList NameServers;

    /// <summary>True when there is an IPv4 home address.</summary>
    public readonly bool HasIpv4 => HomeAddress4.IsIPv4 && !HomeAddress4.IsUnspecified;

    /// <summary>True when there is a DHCP server for the home address: its identity is the router, which an LMA may leave out.</summary>
    public readonly bool HasDhcpServer => HasIpv4 && DefaultRouter4.IsIPv4 && !DefaultRouter4.IsUnspecified;

    /// <summary>True when <paramref name="address"/> lies in the subnet of the home address.</summary>
    public readonly bool IsInHomeSubnet(IpAddress address) =>
        HasIpv4 && new IpPrefix(HomeAddress4, HomeAddress4PrefixLength).Contains(address);
}
