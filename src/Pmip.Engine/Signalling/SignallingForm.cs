namespace Pmip.Engine.Signalling;

/// <summary>How a mobility header travels between two nodes (R8 to R11).</summary>
public enum SignallingForm : byte
{
    /// <summary>IPv6, next header 135 (R8).</summary>
    Ipv6,

    /// <summary>IPv4, UDP 5436, then the bare mobility header with checksum zero (RFC 5844 4.1).</summary>
    UdpBare,

    /// <summary>IPv4, UDP 5436, then an IPv6 header with mapped addresses, then the mobility header (TS 29.275 6.1, R9).</summary>
    UdpMapped,

    /// <summary>IPv4, protocol 41, then an IPv6 header with mapped addresses, then the mobility header (TS 29.275 6.1, R9).</summary>
    Ipv4Mapped,
}
