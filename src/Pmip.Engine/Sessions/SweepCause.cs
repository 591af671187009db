namespace Pmip.Engine.Sessions;

/// <summary>Why bindings are swept. A later cause outweighs an earlier one when both concern the same peer.</summary>
public enum SweepCause : byte
{
    /// <summary>The peer's restart counter changed: it has lost its bindings (RFC 5847 3.4).</summary>
    PeerRestarted,

    /// <summary>The peer does not answer heartbeats any more (RFC 5847 3.3).</summary>
    PeerUnreachable,

    /// <summary>A component of the peer failed (TS 23.007, FQ-CSID).</summary>
    ComponentFailed,

    /// <summary>The peer revoked the bindings of a realm (RFC 5846, trigger 129).</summary>
    GlobalRevocationRealm,

    /// <summary>The peer revoked all bindings (RFC 5846, trigger 128).</summary>
    GlobalRevocationPeer,

    /// <summary>The operator wants it.</summary>
    OperatorRequest,
}
