namespace Pmip.Access;

/// <summary>What the host must do after a step of <see cref="AccessLinks"/>.</summary>
public enum AccessEffectKind : byte
{
    /// <summary>Send the octets as a frame on the link.</summary>
    TransmitFrame,

    /// <summary>Send the octets to the DHCP server.</summary>
    RelayDhcp,

    /// <summary>A node wants the connections in the mask: register them.</summary>
    NodeArrived,

    /// <summary>A served node appeared anew and may have been elsewhere meanwhile: register the connections in the mask again.</summary>
    NodeReaffirmed,

    /// <summary>A node is gone: de-register the connections in the mask.</summary>
    NodeLeft,

    /// <summary>A node that stays gave the connections in the mask back: de-register them.</summary>
    ConnectionsReleased,

    /// <summary>The data path carries the node's traffic from now on; its packets need not be shown here.</summary>
    NodeServed,

    /// <summary>A node whose presence was asked for has shown itself.</summary>
    NodePresent,

    /// <summary>
    /// Nothing was heard of a served node: it is probed next, unless <see cref="AccessLinks.NoteTraffic"/> says before the next step
    /// that the data path has seen packets of it.
    /// </summary>
    NodeSilent,

    /// <summary>A node asks by DHCP for the IPv4 home address that the LMA put off: ask the LMA for it now (TS 23.402 4.7.1).</summary>
    Ipv4Wanted,

    /// <summary>The data path does not carry the node's traffic any more.</summary>
    NodeForgotten,
}

/// <summary>How a node was noticed.</summary>
public enum AttachTrigger : byte
{
    /// <summary>A router solicitation.</summary>
    RouterSolicitation,

    /// <summary>A probe for the uniqueness of an IPv6 address.</summary>
    AddressDetection,

    /// <summary>Another neighbor solicitation or advertisement.</summary>
    NeighborDiscovery,

    /// <summary>An ARP packet.</summary>
    Arp,

    /// <summary>A DHCPv4 message.</summary>
    Dhcp,

    /// <summary>An access point announced that the station has associated with it.</summary>
    Association,

    /// <summary>Any other IP packet: the node did not notice that it moved.</summary>
    Traffic,

    /// <summary>The operator asked for it.</summary>
    Operator,

    /// <summary>Nothing new from the node: the last registration failed, and it is still there.</summary>
    Retry,
}

/// <summary>Why a node left.</summary>
public enum LeaveReason : byte
{
    /// <summary>It answered no probe.</summary>
    Unreachable,

    /// <summary>Its link went down.</summary>
    LinkDown,

    /// <summary>It gave its address back by DHCP.</summary>
    DhcpRelease,

    /// <summary>The operator asked for it.</summary>
    Operator,

    /// <summary>It appeared on another link of ours.</summary>
    Moved,

    /// <summary>Its profile is another one now, or there is none for it.</summary>
    Reconfigured,
}

/// <summary>Whether a connection that is not there is tried for again while its node is present.</summary>
public enum AfterLoss : byte
{
    /// <summary>Only when the node asks.</summary>
    Wait,

    /// <summary>After a while that grows, whether the node asks or not.</summary>
    Retry,
}

/// <summary>One effect: plain data of fixed size.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Link">The access link.</param>
/// <param name="Node">The node, or -1.</param>
/// <param name="Profile">The node's profile.</param>
/// <param name="Connections">Bit n stands for connection n of the profile.</param>
/// <param name="Code">An <see cref="AttachTrigger"/> or a <see cref="LeaveReason"/>, by kind.</param>
/// <param name="Offset">Where its octets start in the outbox.</param>
/// <param name="Length">How many octets it has.</param>
public readonly record struct AccessEffect(
    AccessEffectKind Kind, int Link, int Node, int Profile, byte Connections, byte Code, int Offset, int Length)
{
    /// <summary>How the node of a <see cref="AccessEffectKind.NodeArrived"/> or <see cref="AccessEffectKind.NodeReaffirmed"/> was noticed.</summary>
    public AttachTrigger Trigger => (AttachTrigger)Code;

    /// <summary>Why the node of a <see cref="AccessEffectKind.NodeLeft"/> is gone.</summary>
    public LeaveReason Reason => (LeaveReason)Code;
}
