namespace Pmip.Engine.Configuration;

/// <summary>
/// What an LMA does with a Proxy Binding Update with handoff indicator 4 when the node has one binding, at another MAG: the
/// node may have moved there, or may have a second interface (RFC 5213 5.4.1.2, RFC 5846 7.1).
/// </summary>
public enum UnknownHandoffRule : byte
{
    /// <summary>
    /// <see cref="Move"/> in 3GPP mode, where APN and PDN connection identifier say that it is the same connection, and
    /// <see cref="Wait"/> in IETF mode.
    /// </summary>
    ByMode,

    /// <summary>The binding moves at once.</summary>
    Move,

    /// <summary>
    /// Wait MaxDelayBeforeNewBCEAssign for the old MAG's de-registration, with which the binding moves. Without it a new
    /// binding is made; in 3GPP mode, where a connection has one binding only, it moves all the same.
    /// </summary>
    Wait,

    /// <summary>
    /// Ask the old MAG by a revocation with trigger 4. Success: the binding moves. The node is there (132): a new binding is
    /// made, or in 3GPP mode the update refused with 129. No answer: a new binding is made; in 3GPP mode it moves.
    /// </summary>
    Revoke,
}
