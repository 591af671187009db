using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <summary>A PDN connection that the access side wants for a node.</summary>
public ref struct AttachRequest
{
    /// <summary>Network access identifier of the node, UTF-8.</summary>
    public ReadOnlySpan<byte> Identifier;

    /// <summary>Index into <see cref="MagConfiguration.AccessPoints"/>.</summary>
    public int AccessPoint;

    /// <summary>Index into <see cref="MagConfiguration.Lmas"/>.</summary>
    public int Lma;

    /// <summary>Families wanted.</summary>
    public PdnType Type;

    /// <summary>Tells connections of one node to one APN apart (R2); zero for "not used".</summary>
    public byte PdnConnectionId;

    /// <summary>Access technology of the link.</summary>
    public AccessTechnologyType AccessTechnology;

    /// <summary>What is known of a handover; <see cref="HandoffIndicator.Unknown"/> unless it is sure (RFC 5213 6.9.1.1).</summary>
    public HandoffIndicator HandoffIndicator;

    /// <summary>Link-layer address of the node, zero when unknown.</summary>
    public MacAddress LinkLayerAddress;

    /// <summary>
    /// The uplink key when another source than the acknowledgement gave it, such as the MME at a relocation (R16); none
    /// otherwise. With it the node's traffic flows before the update is sent; it needs an address that is known as well.
    /// </summary>
    public GreKey UplinkKey;

    /// <summary>Prefixes that the node is known to have, to be asked for; none asks for any.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>IPv4 home address that the node is known to have, to be asked for; unspecified asks for any.</summary>
    public IpAddress HomeAddress4;

    /// <summary>Prefix length of the subnet of <see cref="HomeAddress4"/>.</summary>
    public byte HomeAddress4PrefixLength;

    /// <summary>Default router of that subnet, or unspecified.</summary>
    public IpAddress DefaultRouter4;

    /// <summary>Ask the LMA for name servers in the Protocol Configuration Options (TS 24.008 10.5.6.3).</summary>
    public bool AsksForNameServers;

    /// <summary>The host's number for the node on the access link, handed back in effects.</summary>
    public int AccessNode;
}
