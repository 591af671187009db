namespace Pmip.Appliance.Host;

/// <summary>What happened to mobility headers before and behind the engines.</summary>
public enum SignallingCounter : byte
{
    /// <summary>Received over IPv6, protocol 135 (R8).</summary>
    ReceivedIpv6,

    /// <summary>Received bare in UDP 5436 (RFC 5844).</summary>
    ReceivedUdpBare,

    /// <summary>Received behind an inner IPv6 header in UDP 5436 (TS 29.275 6.1).</summary>
    ReceivedUdpMapped,

    /// <summary>Received behind an inner IPv6 header in protocol 41 (TS 29.275 6.1).</summary>
    ReceivedIpv4Mapped,

    /// <summary>Sent, in whichever form.</summary>
    Sent,

    /// <summary>The kernel did not take what we sent: no route, or its queue was full.</summary>
    SendRefused,

    /// <summary>Longer than any mobility header.</summary>
    TooLong,

    /// <summary>The checksum does not match (RFC 6275 9.2: silently dropped).</summary>
    BadChecksum,

    /// <summary>Not a mobility header in any of the forms.</summary>
    Malformed,

    /// <summary>The inner destination is not ours, or the inner IPv4-mapped source is not the outer one.</summary>
    WrongInnerAddress,
}
