using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Mag;

/// <summary>A PDN connection of the MAG as the host and the console read it. Valid until the engine's next step.</summary>
public ref struct BindingUpdateListEntryView
{
    /// <summary>Where the connection stands.</summary>
    public BindingUpdateState State;

    /// <summary>The node's identifier, UTF-8.</summary>
    public ReadOnlySpan<byte> Identifier;

    /// <summary>The access point name, dotted, UTF-8.</summary>
    public ReadOnlySpan<byte> AccessPoint;

    /// <summary>Index of the access point in the configuration.</summary>
    public int AccessPointIndex;

    /// <summary>The prefixes that the LMA assigned.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>The IPv4 home address, or unspecified.</summary>
    public IpAddress HomeAddress4;

    /// <summary>Prefix length of the IPv4 home address' subnet.</summary>
    public byte HomeAddress4PrefixLength;

    /// <summary>The IPv4 default router, or unspecified.</summary>
    public IpAddress DefaultRouter4;

    /// <summary>True when the LMA lets the MAG be the DHCPv4 server (RFC 5844 3.3.4).</summary>
    public bool IsDhcpServer;

    /// <summary>True when the IPv4 home address comes only when the node asks for it by DHCP (TS 23.402 4.7.1).</summary>
    public bool IsIpv4Deferred;

    /// <summary>Name servers that the LMA named.</summary>
    public IpAddressList NameServers;

    /// <summary>Whether the LMA gave a charging identifier.</summary>
    public bool HasChargingId;

    /// <summary>The charging identifier (TS 29.275 12.1.1.7).</summary>
    public uint ChargingId;

    /// <summary>The 3GPP error code that came with the last answer, or zero.</summary>
    public PmipErrorCode PmipErrorCode;

    /// <summary>The MAG's link-local address on the node's access link.</summary>
    public IpAddress LinkLocalAddress;

    /// <summary>How we talk with the LMA.</summary>
    public SignallingPath Path;

    /// <summary>Slot of the LMA in the peer table.</summary>
    public int Peer;

    /// <summary>Key of what we send.</summary>
    public GreKey UplinkKey;

    /// <summary>Key of what we receive.</summary>
    public GreKey DownlinkKey;

    /// <summary>Time until the lifetime ends; zero while nothing is registered.</summary>
    public Duration LifetimeRemaining;

    /// <summary>The lifetime that the LMA granted last.</summary>
    public Duration LifetimeGranted;

    /// <summary>Place of the session in the data path.</summary>
    public int SessionIndex;

    /// <summary>Access technology of the link.</summary>
    public AccessTechnologyType AccessTechnology;

    /// <summary>Link-layer address of the node, zero when unknown.</summary>
    public MacAddress LinkLayerAddress;

    /// <summary>Tells connections of one node to one APN apart; zero when not used.</summary>
    public byte PdnConnectionId;

    /// <summary>The host's number for the node on the access link.</summary>
    public int AccessNode;

    /// <summary>Transmissions of the registration that waits for its answer.</summary>
    public int Transmissions;
}
