using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Wire.Options;

/// <summary>
/// The typed options of one message, home network prefixes apart; spans point into the message. It serves reading and
/// writing, and every message that carries options: who may send which option is the engine's judgement.
/// </summary>
/// <remarks>
/// The RFCs do not say what a receiver does with an option that comes twice. Here:
/// <list type="table">
/// <listheader><term>Option</term><description>Second and further instances</description></listheader>
/// <item><term>Home Network Prefix (22)</term><description>the first
/// <see cref="IpPrefixList.Capacity"/> kept in order, more counted in <see cref="ExcessPrefixCount"/>: the message can be
/// answered, but not with what it asks for</description></item>
/// <item><term>IPv4 Home Address Request (36)</term><description>first kept, all counted in
/// <see cref="Ipv4HomeAddressRequestCount"/>: status 173 depends on it</description></item>
/// <item><term>Vendor Specific (19), 3GPP</term><description>by subtype: FQ-CSID two kept, fragments belong together, else the
/// first kept</description></item>
/// <item><term>Vendor Specific (19), others, and unknown types</term><description>passed over, any number</description></item>
/// <item><term>every other</term><description>first kept, the rest counted in <see cref="DuplicateCount"/></description></item>
/// </list>
/// An option whose length contradicts its format refuses the whole message with <see cref="WireStatus.BadLength"/>, also the
/// second instance of one. 3GPP sub-options may be longer than known, which 3GPP uses to extend them; the octets after the
/// known ones are passed over.
/// </remarks>
public ref struct MobilityOptionSet
{
    /// <summary>Whether a Mobile Node Identifier option is there (RFC 4283).</summary>
    public bool HasIdentifier;

    /// <summary>The kind of <see cref="Identifier"/>.</summary>
    public MobileNodeIdentifierSubtype IdentifierSubtype;

    /// <summary>The identifier; empty is legal in an acknowledgement that refuses a request without one.</summary>
    public ReadOnlySpan<byte> Identifier;

    /// <summary>Whether a Service Selection option is there (RFC 5149).</summary>
    public bool HasServiceSelection;

    /// <summary>The service as on the wire: labels (3GPP) or text (IETF), see <see cref="AccessPointName"/>.</summary>
    public ReadOnlySpan<byte> ServiceSelection;

    /// <summary>Number of IPv4 Home Address Request options read; any number but zero writes one (RFC 5844).</summary>
    public int Ipv4HomeAddressRequestCount;

    /// <summary>The first request for an IPv4 home address.</summary>
    public Ipv4HomeAddress Ipv4HomeAddressRequest;

    /// <summary>Whether an IPv4 Home Address Reply option is there (RFC 5844).</summary>
    public bool HasIpv4HomeAddressReply;

    /// <summary>What became of the request.</summary>
    public Ipv4HomeAddressReply Ipv4HomeAddressReply;

    /// <summary>Whether an IPv4 Default-Router Address option is there (RFC 5844).</summary>
    public bool HasIpv4DefaultRouter;

    /// <summary>The node's IPv4 default router.</summary>
    public IpAddress Ipv4DefaultRouter;

    /// <summary>Whether an IPv4 DHCP Support Mode option is there (RFC 5844).</summary>
    public bool HasDhcpSupportMode;

    /// <summary>S: the MAG is DHCP server; false: relay.</summary>
    public bool DhcpServerMode;

    /// <summary>Whether a Handoff Indicator option is there (RFC 5213).</summary>
    public bool HasHandoffIndicator;

    /// <summary>The handoff indicator.</summary>
    public HandoffIndicator HandoffIndicator;

    /// <summary>Whether an Access Technology Type option is there (RFC 5213).</summary>
    public bool HasAccessTechnologyType;

    /// <summary>The access technology type.</summary>
    public AccessTechnologyType AccessTechnologyType;

    /// <summary>Whether a Mobile Node Link-layer Identifier option is there (RFC 5213).</summary>
    public bool HasLinkLayerIdentifier;

    /// <summary>The link-layer identifier.</summary>
    public ReadOnlySpan<byte> LinkLayerIdentifier;

    /// <summary>Whether a Timestamp option is there (RFC 5213).</summary>
    public bool HasTimestamp;

    /// <summary>Seconds since 1970 in the upper 48 bits, 1/65536 s in the lower 16.</summary>
    public ulong Timestamp;

    /// <summary>Whether a Link-local Address option is there (RFC 5213).</summary>
    public bool HasLinkLocalAddress;

    /// <summary>The MAG's link-local address; <c>::</c> asks the LMA for one.</summary>
    public IpAddress LinkLocalAddress;

    /// <summary>Whether a GRE Key option is there, with or without a key (RFC 5845).</summary>
    public bool HasGreKeyOption;

    /// <summary>Whether the GRE Key option has a key.</summary>
    public bool HasGreKey;

    /// <summary>The key.</summary>
    public GreKey GreKey;

    /// <summary>Whether an Alternate Care-of Address option is there (RFC 6275).</summary>
    public bool HasAlternateCareOfAddress;

    /// <summary>The Proxy-CoA when it is not the source of the message.</summary>
    public IpAddress AlternateCareOfAddress;

    /// <summary>Whether a Binding Refresh Advice option is there (RFC 6275).</summary>
    public bool HasRefreshAdvice;

    /// <summary>When to refresh, in units of four seconds.</summary>
    public ushort RefreshIntervalUnits;

    /// <summary>Whether a NAT Detection option is there (RFC 5555).</summary>
    public bool HasNatDetection;

    /// <summary>F: UDP encapsulation is mandatory.</summary>
    public bool NatForceUdp;

    /// <summary>Keepalive interval in seconds; zero: ignore, all ones: none needed.</summary>
    public uint NatRefreshSeconds;

    /// <summary>Whether a Restart Counter option is there (RFC 5847).</summary>
    public bool HasRestartCounter;

    /// <summary>The sender's restart counter.</summary>
    public uint RestartCounter;

    /// <summary>Whether an LMA-Controlled MAG Parameters option is there (RFC 8127).</summary>
    public bool HasLmaControlledParameters;

    /// <summary>How the LMA wishes the MAG to refresh and to send heartbeats.</summary>
    public LmaControlledMagParameters LmaControlledParameters;

    /// <summary>Options of RFC 3963, 5555, 5648 and 6463 that older equipment sends.</summary>
    public LegacyOptionSet Legacy;

    /// <summary>The vendor-specific options of 3GPP (TS 29.282).</summary>
    public ThreeGppOptionSet ThreeGpp;

    /// <summary>
    /// Encoded options to write behind the typed ones, in their order: those that have no field here. Reading leaves it empty;
    /// the region that was read is the message's <c>Options</c>.
    /// </summary>
    public ReadOnlySpan<byte> AdditionalOptions;

    /// <summary>Second and further instances that reading passed over.</summary>
    public int DuplicateCount;

    /// <summary>Home Network Prefix options that reading did not keep because the list was full.</summary>
    public int ExcessPrefixCount;
}
