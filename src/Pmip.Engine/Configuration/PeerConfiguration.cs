using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Configuration;

/// <summary>
/// A node that we talk PMIPv6 with. Either its own addresses are given, or a prefix from which nodes are taken as they come
/// (RFC 5213 4: an LMA holds an explicit list of who may register). Messages from anybody else are counted and dropped.
/// </summary>
public sealed record PeerConfiguration
{
    /// <summary>Name for the operator, unique in the list.</summary>
    public required string Name { get; init; }

    /// <summary>The peer's IPv6 address, or unspecified.</summary>
    public IpAddress Ipv6 { get; init; }

    /// <summary>The peer's IPv4 address in mapped form, or unspecified.</summary>
    public IpAddress Ipv4 { get; init; }

    /// <summary>Trusted prefix instead of addresses; null for a peer with addresses.</summary>
    public IpPrefix? Prefix { get; init; }

    /// <summary>The form in which we send requests to it (R9). Answers take the form of the request.</summary>
    public SignallingForm Form { get; init; } = SignallingForm.Ipv6;

    /// <summary>Departures from the RFCs that are tolerated of it; each use has a counter.</summary>
    public PeerQuirks Quirks { get; init; }

    /// <summary>At the MAG: offer the LMA the TLV header, so that GRE may go in UDP (RFC 5845 4.1).</summary>
    public bool TlvHeader { get; init; }

    /// <summary>At the MAG: force UDP, which needs the TLV header too (ForceIPv4UDPEncapsulationSupport, RFC 5844 4.4.2).</summary>
    public bool ForceUdp { get; init; }

    /// <summary>
    /// At the MAG: do as the LMA wishes with refreshes and heartbeats (Binding Refresh Advice, RFC 6275 6.2.4; LMA-Controlled MAG
    /// Parameters, RFC 8127). False passes its wishes over.
    /// </summary>
    public bool AcceptParameters { get; init; }

    /// <summary>True when tunnels to this LMA may go in UDP: only an IPv4 transport has that.</summary>
    public bool OffersUdp => (TlvHeader || ForceUdp) && Form != SignallingForm.Ipv6;
}
