using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <content>The options that this message usually has, under their own names; all of them are in <see cref="OptionSet"/>.</content>
public ref partial struct ProxyBindingUpdate
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

    /// <summary>Number of IPv4 Home Address Request options (RFC 5844); any but zero writes one.</summary>
    public int Ipv4HomeAddressRequestCount
    {
        readonly get => OptionSet.Ipv4HomeAddressRequestCount;
        set => OptionSet.Ipv4HomeAddressRequestCount = value;
    }

    /// <summary>The first request for an IPv4 home address.</summary>
    public Ipv4HomeAddress Ipv4HomeAddressRequest
    {
        readonly get => OptionSet.Ipv4HomeAddressRequest;
        set => OptionSet.Ipv4HomeAddressRequest = value;
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

    /// <summary>Whether an Alternate Care-of Address option is there (RFC 6275).</summary>
    public bool HasAlternateCareOfAddress
    {
        readonly get => OptionSet.HasAlternateCareOfAddress;
        set => OptionSet.HasAlternateCareOfAddress = value;
    }

    /// <summary>The Proxy-CoA when it is not the source of the message.</summary>
    public IpAddress AlternateCareOfAddress
    {
        readonly get => OptionSet.AlternateCareOfAddress;
        set => OptionSet.AlternateCareOfAddress = value;
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
