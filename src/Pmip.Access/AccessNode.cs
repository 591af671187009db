using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>The row of a node. Overwritten whole when the slot is taken, so nothing of an earlier node survives.</summary>
internal struct AccessNode
{
    public MacAddress Address;
    public int Link;
    public int Profile;
    public AccessNodeState State;
    public AttachTrigger Trigger;
    public LeaveReason Reason;

    /// <summary>A node that is leaving showed itself again.</summary>
    public bool CameBack;

    // Each connection is in at most one of these sets.
    public byte Pending;
    public byte Up;
    public byte Releasing;

    public IpAddress LinkLocal;
    public IpAddress Global;
    public Instant LastHeard;
    public int ProbesUnanswered;
    public Instant QuietUntil;
    public Duration BackOff;

    /// <summary>A registration failed for no reason of the node's: it is tried again while the node is present.</summary>
    public bool RetriesAlone;

    /// <summary>The engine waits for a sign of life.</summary>
    public bool IsPresenceWanted;

    /// <summary>The host was asked for the IPv4 home address that the LMA put off, and has not answered yet.</summary>
    public bool IsIpv4Asked;

    /// <summary>The host was asked for traffic that the data path may have seen.</summary>
    public bool IsTrafficAsked;

    /// <summary>Another configuration came into force, and what follows for the node is still to be done.</summary>
    public bool IsChanged;

    /// <summary>Connections that are no more what they were: they are released next.</summary>
    public byte Lost;

    /// <summary>The node is to learn other name servers.</summary>
    public bool IsAdvertisementDue;

    public RateLimit Answers;
    public Instant NextAdvertisement;
    public IpPrefixList Retired;
    public int RetiredRepeats;
    public int HeldDhcpLength;
}
