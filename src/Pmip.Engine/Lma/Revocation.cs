using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>What a revocation is about, and so what its end brings.</summary>
internal enum RevocationSubject : byte
{
    /// <summary>One binding, or its IPv4 home address.</summary>
    Binding,

    /// <summary>The bindings of one node with one MAG.</summary>
    Node,

    /// <summary>What a MAG has revoked of one node; nothing is sent, the bindings end one a step.</summary>
    ByMag,

    /// <summary>Every binding of one MAG (G, trigger 128).</summary>
    Peer,

    /// <summary>The bindings of one realm with one MAG (G, trigger 129).</summary>
    Realm,

    /// <summary>What the old MAG still has of a binding that has moved. The binding itself is out of reach of the outcome.</summary>
    OldMag,

    /// <summary>A binding that ended without its MAG, which may believe in it; dropped once its addresses are in use again.</summary>
    OutOfSync,

    /// <summary>Whether a node with handoff indicator 4 has left the old MAG; a waiting update hangs on the outcome.</summary>
    Departure,
}

/// <summary>
/// A Binding Revocation Indication that awaits its acknowledgement. It keeps all that the message says, so that a
/// retransmission is the same message whatever became of the binding (RFC 5846 9.1). The identifier stands beside it.
/// </summary>
internal struct Revocation
{
    public RevocationSubject Subject;
    public RevocationTrigger Trigger;
    public RevocationFlags Flags;
    public RevokedPart Part;
    public MobileNodeIdentifierSubtype IdentifierSubtype;
    public bool HasPdnConnectionId;
    public byte PdnConnectionId;

    /// <summary>The answer is there, or will not come: what is left is to end the bindings, one a step.</summary>
    public bool IsConcluded;
    public byte Transmissions;
    public ushort Sequence;

    /// <summary>
    /// Slot of the binding (<see cref="RevocationSubject.Binding"/>), place of the waiting update (<see cref="RevocationSubject.Departure"/>).
    /// </summary>
    public int Target;
    public int Peer;

    /// <summary>APN that the message names, or -1.</summary>
    public int AccessPoint;
    public Duration Delay;
    public IpAddress CareOfAddress;
    public IpAddress HomeAddress4;
    public IpPrefixList HomeNetworkPrefixes;
    public SignallingPath Path;

    public readonly bool IsGlobal => (Flags & RevocationFlags.Global) != 0;
}
