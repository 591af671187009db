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

    public RateLimit Answers;
    public Instant NextAdvertisement;
    public IpPrefixList Retired;
    public int RetiredRepeats;
    public int HeldDhcpLength;
}
