using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <content>The options that this message usually has, under their own names; all of them are in <see cref="OptionSet"/>.</content>
public ref partial struct ProxyBindingAcknowledgement
{
    /// <summary>Whether a Mobile Node Identifier option is there (RFC 4283).</summary>
    public bool HasIdentifier
    {
        readonly get => OptionSet.HasIdentifier;
        set => OptionSet.HasIdentifier = value;
    }

    /// <summary>The kind of <see cref="Identifier"/>.</summary>
    public MobileNodeIdentifierSubtype IdentifierSubtype
    {
        readonly get => OptionSet.IdentifierSubtype;
        set => OptionSet.IdentifierSubtype = value;
    }

    /// <summary>The mobile node's identifier.</summary>
    public ReadOnlySpan<byte> Identifier
    {
        readonly get => OptionSet.Identifier;
        set => OptionSet.Identifier = value;
    }

    /// <summary>Whether a Service Selection option is there (RFC 5149).</summary>
    public bool HasServiceSelection
    {
        readonly get => OptionSet.HasServiceSelection;
        set => OptionSet.HasServiceSelection = value;
    }

    /// <summary>The service as on the wire, see <see cref="AccessPointName"/>.</summary>
    public ReadOnlySpan<byte> ServiceSelection
    {
        readonly get => OptionSet.ServiceSelection;
        set => OptionSet.ServiceSelection = value;
    }

    /// <summary>Whether an IPv4 Home Address Reply option is there (RFC 5844).</summary>
    public bool HasIpv4HomeAddressReply
    {
        readonly get => OptionSet.HasIpv4HomeAddressReply;
        set => OptionSet.HasIpv4HomeAddressReply = value;
    }

    /// <summary>What became of the request for an IPv4 home address.</summary>
    public Ipv4HomeAddressReply Ipv4HomeAddressReply
    {
        readonly get => OptionSet.Ipv4HomeAddressReply;
        set => OptionSet.Ipv4HomeAddressReply = value;
    }

    /// <summary>Whether an IPv4 Default-Router Address option is there (RFC 5844).</summary>
    public bool HasIpv4DefaultRouter
    {
        readonly get => OptionSet.HasIpv4DefaultRouter;
        set => OptionSet.HasIpv4DefaultRouter = value;
    }

    /// <summary>The node's IPv4 default router.</summary>
    public IpAddress Ipv4DefaultRouter
    {
        readonly get => OptionSet.Ipv4DefaultRouter;
        set => OptionSet.Ipv4DefaultRouter = value;
    }

    /// <summary>Whether an IPv4 DHCP Support Mode option is there (RFC 5844).</summary>
    public bool HasDhcpSupportMode
    {
        readonly get => OptionSet.HasDhcpSupportMode;
        set => OptionSet.HasDhcpSupportMode = value;
    }

    /// <summary>S: the MAG is DHCP server; false: relay.</summary>
    public bool DhcpServerMode
    {
        readonly get => OptionSet.DhcpServerMode;
        set => OptionSet.DhcpServerMode = value;
    }

    /// <summary>Whether a Handoff Indicator option is there (RFC 5213).</summary>
    public bool HasHandoffIndicator
    {
        readonly get => OptionSet.HasHandoffIndicator;
        set => OptionSet.HasHandoffIndicator = value;
    }

    /// <summary>The handoff indicator.</summary>
    public HandoffIndicator HandoffIndicator
    {
        readonly get => OptionSet.HandoffIndicator;
        set => OptionSet.HandoffIndicator = value;
    }

    /// <summary>Whether an Access Technology Type option is there (RFC 5213).</summary>
    public bool HasAccessTechnologyType
    {
        readonly get => OptionSet.HasAccessTechnologyType;
        set => OptionSet.HasAccessTechnologyType = value;
    }

    /// <summary>The access technology type.</summary>
    public AccessTechnologyType AccessTechnologyType
    {
        readonly get => OptionSet.AccessTechnologyType;
        set => OptionSet.AccessTechnologyType = value;
    }

    /// <summary>Whether a Mobile Node Link-layer Identifier option is there (RFC 5213).</summary>
    public bool HasLinkLayerIdentifier
    {
        readonly get => OptionSet.HasLinkLayerIdentifier;
        set => OptionSet.HasLinkLayerIdentifier = value;
    }

    /// <summary>The mobile node's link-layer identifier.</summary>
    public ReadOnlySpan<byte> LinkLayerIdentifier
    {
        readonly get => OptionSet.LinkLayerIdentifier;
        set => OptionSet.LinkLayerIdentifier = value;
    }

    /// <summary>Whether a Timestamp option is there (RFC 5213).</summary>
    public bool HasTimestamp
    {
        readonly get => OptionSet.HasTimestamp;
        set => OptionSet.HasTimestamp = value;
    }

    /// <summary>Seconds since 1970 in the upper 48 bits, 1/65536 s in the lower 16.</summary>
    public ulong Timestamp
    {
        readonly get => OptionSet.Timestamp;
        set => OptionSet.Timestamp = value;
    }

    /// <summary>Whether a Link-local Address option is there (RFC 5213).</summary>
    public bool HasLinkLocalAddress
    {
        readonly get => OptionSet.HasLinkLocalAddress;
        set => OptionSet.HasLinkLocalAddress = value;
    }

    /// <summary>The MAG's link-local address; <c>::</c> asks for one.</summary>
    public IpAddress LinkLocalAddress
    {
        readonly get => OptionSet.LinkLocalAddress;
        set => OptionSet.LinkLocalAddress = value;
    }

    /// <summary>Whether a GRE Key option is there, with or without a key (RFC 5845).</summary>
    public bool HasGreKeyOption
    {
        readonly get => OptionSet.HasGreKeyOption;
        set => OptionSet.HasGreKeyOption = value;
    }

    /// <summary>Whether the GRE Key option has a key.</summary>
    public bool HasGreKey
    {
        readonly get => OptionSet.HasGreKey;
        set => OptionSet.HasGreKey = value;
    }

    /// <summary>The downlink key in an update, the uplink key in an acknowledgement.</summary>
    public GreKey GreKey
    {
        readonly get => OptionSet.GreKey;
        set => OptionSet.GreKey = value;
    }

    /// <summary>Whether a Binding Refresh Advice option is there (RFC 6275).</summary>
    public bool HasRefreshAdvice
    {
        readonly get => OptionSet.HasRefreshAdvice;
        set => OptionSet.HasRefreshAdvice = value;
    }

    /// <summary>When to refresh, in units of four seconds.</summary>
    public ushort RefreshIntervalUnits
    {
        readonly get => OptionSet.RefreshIntervalUnits;
        set => OptionSet.RefreshIntervalUnits = value;
    }

    /// <summary>Whether a NAT Detection option is there (RFC 5555).</summary>
    public bool HasNatDetection
    {
        readonly get => OptionSet.HasNatDetection;
        set => OptionSet.HasNatDetection = value;
    }

    /// <summary>F: UDP encapsulation is mandatory.</summary>
    public bool NatForceUdp
    {
        readonly get => OptionSet.NatForceUdp;
        set => OptionSet.NatForceUdp = value;
    }

    /// <summary>Keepalive interval; zero: ignore, all ones: none needed.</summary>
    public uint NatRefreshSeconds
    {
        readonly get => OptionSet.NatRefreshSeconds;
        set => OptionSet.NatRefreshSeconds = value;
    }

    /// <summary>Whether a 3GPP Specific PMIPv6 Error Code is there (sub-option 2).</summary>
    public bool HasPmipErrorCode
    {
        readonly get => OptionSet.ThreeGpp.HasPmipErrorCode;
        set => OptionSet.ThreeGpp.HasPmipErrorCode = value;
    }

    /// <summary>The 3GPP error code.</summary>
    public PmipErrorCode PmipErrorCode
    {
        readonly get => OptionSet.ThreeGpp.PmipErrorCode;
        set => OptionSet.ThreeGpp.PmipErrorCode = value;
    }

    /// <summary>Whether a PDN Connection ID is there (3GPP sub-option 17).</summary>
    public bool HasPdnConnectionId
    {
        readonly get => OptionSet.ThreeGpp.HasPdnConnectionId;
        set => OptionSet.ThreeGpp.HasPdnConnectionId = value;
    }

    /// <summary>Tells apart connections of one node to one APN.</summary>
    public byte PdnConnectionId
    {
        readonly get => OptionSet.ThreeGpp.PdnConnectionId;
        set => OptionSet.ThreeGpp.PdnConnectionId = value;
    }

    /// <summary>3GPP sub-option 1; when read its first fragment, see <see cref="ThreeGppFragments"/>.</summary>
    public ReadOnlySpan<byte> ProtocolConfigurationOptions
    {
        readonly get => OptionSet.ThreeGpp.ProtocolConfigurationOptions;
        set => OptionSet.ThreeGpp.ProtocolConfigurationOptions = value;
    }

    /// <summary>Encoded options to write behind the typed ones; reading leaves it empty.</summary>
    public ReadOnlySpan<byte> AdditionalOptions
    {
        readonly get => OptionSet.AdditionalOptions;
        set => OptionSet.AdditionalOptions = value;
    }
}
