namespace Pmip.Engine.Peers;

/// <summary>What the supervision of an engine's peers counts.</summary>
public enum SupervisionCounter : byte
{
    /// <summary>Heartbeat requests sent.</summary>
    HeartbeatRequestsSent,

    /// <summary>Heartbeat requests answered.</summary>
    HeartbeatRequestsAnswered,

    /// <summary>Responses that were waited for.</summary>
    HeartbeatResponsesMatched,

    /// <summary>Responses dropped because no request with that sequence number waits.</summary>
    HeartbeatResponsesUnmatched,

    /// <summary>Requests that got no response before the next one was due.</summary>
    HeartbeatsMissed,

    /// <summary>Heartbeats dropped because an option contradicts its format.</summary>
    HeartbeatsMalformed,

    /// <summary>Unsolicited responses sent after our own restart.</summary>
    RestartsAnnounced,

    /// <summary>Unsolicited responses received.</summary>
    UnsolicitedResponsesReceived,

    /// <summary>Unsolicited responses without a restart counter, which say nothing.</summary>
    UnsolicitedResponsesWithoutCounter,

    /// <summary>Peers whose restart counter changed.</summary>
    PeersRestarted,

    /// <summary>Peers that became unreachable.</summary>
    PeersUnreachable,

    /// <summary>Peers that were unreachable and were heard again.</summary>
    PeersReachableAgain,

    /// <summary>Peers that turned out not to know a kind of message (Binding Error 2).</summary>
    FeaturesTurnedOff,

    /// <summary>Binding Errors 2 when nothing was asked that they could be about.</summary>
    BindingErrorsUnexplained,

    /// <summary>Registrations one of whose FQ-CSIDs is malformed or found no place, and was not kept.</summary>
    ComponentsNotKept,

    /// <summary>Messages sent to say that a component of ours failed, retransmissions among them.</summary>
    ComponentFailuresSent,

    /// <summary>Peers that took note of it.</summary>
    ComponentFailuresAnswered,

    /// <summary>Peers that refused to.</summary>
    ComponentFailuresRefused,

    /// <summary>Peers that did not answer.</summary>
    ComponentFailuresUnanswered,

    /// <summary>Messages received that say that components of a peer failed.</summary>
    ComponentFailuresReceived,

    /// <summary>Of these, messages about components that no binding depends on (status 128).</summary>
    ComponentFailuresUnmatched,

    /// <summary>Sweeps begun because a component failed.</summary>
    ComponentSweepsBegun,

    /// <summary>Such sweeps that found no place.</summary>
    ComponentSweepsRefused,
}
