using System;

namespace Pmip.Conformance.Running;

/// <summary>What a case asks of the node's configuration or of the tester's place. Over the network a need that is not met skips the case.</summary>
[Flags]
public enum Needs
{
    /// <summary>A node in 3GPP or IETF mode, IPv6 transport, one address of the tester.</summary>
    None = 0,

    /// <summary>The rules of the IETF: APN as text and optional, bindings told apart by RFC 5213 5.4.1.</summary>
    Ietf = 1,

    /// <summary>The rules of 3GPP.</summary>
    ThreeGpp = 1 << 1,

    /// <summary>The LMA serves known subscribers only, and one identifier is unknown to it.</summary>
    UnknownSubscriber = 1 << 2,

    /// <summary>A subscriber that is barred.</summary>
    BarredSubscriber = 1 << 3,

    /// <summary>A subscriber that may use IPv4 only.</summary>
    Ipv4Subscriber = 1 << 4,

    /// <summary>A subscriber that may use IPv6 only.</summary>
    Ipv6Subscriber = 1 << 5,

    /// <summary>Pools with one address each.</summary>
    TinyPools = 1 << 6,

    /// <summary>A second address of the tester, from which it plays another MAG.</summary>
    SecondAddress = 1 << 7,

    /// <summary>IPv4 between tester and node.</summary>
    Ipv4Transport = 1 << 8,

    /// <summary>Waits of ten seconds and more.</summary>
    LongWait = 1 << 9,

    /// <summary>Sight of the inside: tunnels and what became of an attachment.</summary>
    Inside = 1 << 10,

    /// <summary>The MAG orders messages by sequence number, not by time.</summary>
    SequenceNumbers = 1 << 11,

    /// <summary>The MAG asks the LMA for the link-local address of the access link.</summary>
    LinkLocalFromLma = 1 << 12,

    /// <summary>A verb that only the operator of the node has; the tester calls it in process.</summary>
    Operator = 1 << 13,

    /// <summary>The LMA lets no MAG revoke all its bindings at once.</summary>
    NoGlobalRevocation = 1 << 14,

    /// <summary>The node starts after a restart that lost its sessions.</summary>
    Restarted = 1 << 15,

    /// <summary>The LMA takes user traffic in UDP, the MAG forces it.</summary>
    Udp = 1 << 16,

    /// <summary>An LMA that asks the old MAG when the handoff state is unknown.</summary>
    AsksOldMag = 1 << 17,
}
