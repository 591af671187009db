namespace Pmip.DataPath;

/// <summary>Why a packet of a user was dropped. The numbers are those of <c>bpf/drops.h</c>.</summary>
public enum DropReason : byte
{
    /// <summary>The frame ends before what its headers announce, or the outer packet before them.</summary>
    Truncated = 0,

    /// <summary>The outer packet is a fragment, of nobody that we know.</summary>
    OuterFragment = 1,

    /// <summary>The outer header has options other than a tunnel encapsulation limit.</summary>
    OuterOptions = 2,

    /// <summary>LMA: the outer source is not trusted.</summary>
    OuterSourceUntrusted = 3,

    /// <summary>MAG: the outer source is not the LMA of the session (and no session of that LMA has the key).</summary>
    OuterSourceWrong = 4,

    /// <summary>GRE flags or version that RFC 2890 does not have, or a checksum.</summary>
    GreFlags = 5,

    /// <summary>GRE without a key.</summary>
    GreKeyAbsent = 6,

    /// <summary>GRE with a sequence number, which was not negotiated.</summary>
    GreSequence = 7,

    /// <summary>GRE that carries neither IPv4 nor IPv6.</summary>
    GreProtocol = 8,

    /// <summary>No session has the key.</summary>
    GreKeyUnknown = 9,

    /// <summary>The session does not forward now.</summary>
    NotForwarding = 10,

    /// <summary>The inner header is malformed or is not what GRE announced.</summary>
    InnerHeader = 11,

    /// <summary>The inner source is not an address of the session (LMA), or of no session (MAG, from the access link).</summary>
    InnerSourceWrong = 12,

    /// <summary>The inner destination is not an address of the session.</summary>
    InnerDestinationWrong = 13,

    /// <summary>The outer packet says congestion experienced, the inner flow cannot be told (RFC 6040).</summary>
    CongestionNotEct = 14,

    /// <summary>The inner source belongs to another node's link-layer address.</summary>
    LinkLayerSourceWrong = 15,

    /// <summary>The node's packet came in on another interface than the session's.</summary>
    AccessInterfaceWrong = 16,

    /// <summary>The packet does not fit into the transport and cannot be answered any more.</summary>
    TooBig = 17,

    /// <summary>There is no route to the remote end.</summary>
    NoRoute = 18,

    /// <summary>A packet was routed to the tunnel interface and no session has its address.</summary>
    NoSession = 19,

    /// <summary>The kernel could not make or change the packet's headers.</summary>
    RewriteFailed = 20,

    /// <summary>The TLV header or the lengths behind UDP are not those of one GRE packet (RFC 5845 4).</summary>
    TlvHeader = 21,

    /// <summary>The packet came in UDP and the session's go without, or the other way round.</summary>
    EncapsulationWrong = 22,

    /// <summary>Several segments in one buffer for a tunnel in UDP, whose TLV header has a length for each: receive offload must be off.</summary>
    NotSegmented = 23,

    /// <summary>The session is faster than its aggregate maximum bit rate.</summary>
    Policed = 24,

    /// <summary>The checksum of GRE is wrong.</summary>
    GreChecksum = 25,

    /// <summary>The sequence number is behind one that was taken already (RFC 2890 2.2).</summary>
    SequenceOld = 26,

    /// <summary>More fragments, checksums or answers than the slow path takes.</summary>
    SlowPathLimited = 27,

    /// <summary>No packet of a user: an ICMP message said that the path is narrower, and quoted what no session of ours has sent.</summary>
    PathMtuUnbelieved = 28,

    /// <summary>Version, header length or checksum of the outer header are wrong.</summary>
    OuterHeader = 29,
}
