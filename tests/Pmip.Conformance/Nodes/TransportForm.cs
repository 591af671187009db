namespace Pmip.Conformance.Nodes;

/// <summary>What a parcel travels in.</summary>
public enum TransportForm
{
    /// <summary>IPv6, next header 135: the octets are the mobility header.</summary>
    Ipv6,

    /// <summary>IPv4, UDP port 5436: the octets are the mobility header (RFC 5844 4.1) or an IPv6 packet with it (TS 29.275 6.1).</summary>
    Udp,

    /// <summary>IPv4, protocol 41: the octets are an IPv6 packet with the mobility header.</summary>
    Protocol41,
}
