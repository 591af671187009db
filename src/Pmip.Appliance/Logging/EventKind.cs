namespace Pmip.Appliance.Logging;

/// <summary>
/// What happened. <see cref="EventSentences"/> holds the sentence, the level and the meaning of a record's fields for each.
/// </summary>
public enum EventKind : byte
{
    /// <summary>The process has read its configuration; the text is the node's name.</summary>
    Started,

    /// <summary>Everything is open and traffic can flow.</summary>
    Ready,

    /// <summary>The process ends in order; the number is the <c>ProcessSignal</c>, or zero.</summary>
    Stopping,

    /// <summary>A node was noticed on an access link: MAC, text = its identifier, number = interface index.</summary>
    NodeArrived,

    /// <summary>A node left: MAC, text = its identifier, number = interface index.</summary>
    NodeLeft,

    /// <summary>A node has no profile and was not served: MAC.</summary>
    NodeRefused,

    /// <summary>A node could not be attached: text = identifier, code = <c>AttachStatus</c>.</summary>
    AttachRefused,

    /// <summary>A new binding: text = identifier, address = the other node.</summary>
    BindingCreated,

    /// <summary>A binding moved: text = identifier, address = the new MAG.</summary>
    BindingHandedOver,

    /// <summary>A binding lives on: text = identifier.</summary>
    BindingRefreshed,

    /// <summary>A binding was de-registered by its MAG: text = identifier.</summary>
    BindingDeregistered,

    /// <summary>A binding's lifetime ended: text = identifier.</summary>
    BindingExpired,

    /// <summary>The operator removed a binding: text = identifier.</summary>
    BindingRemoved,

    /// <summary>A binding ended together with others of its peer: text = identifier.</summary>
    BindingSwept,

    /// <summary>A binding ended by revocation.</summary>
    BindingRevoked,

    /// <summary>A binding lost its IPv4 home address by revocation.</summary>
    Ipv4AddressRevoked,

    /// <summary>No acknowledgement came to a revocation.</summary>
    RevocationUnanswered,

    /// <summary>A revocation was refused; the code is the status.</summary>
    RevocationRefused,

    /// <summary>A peer revoked many bindings at once.</summary>
    PeerRevokedBindings,

    /// <summary>A reservation of a key was made or given up.</summary>
    ReservationChanged,

    /// <summary>A binding ended since its node attached anew.</summary>
    BindingReplaced,

    /// <summary>A MAG's PDN connection serves its node: text = identifier.</summary>
    ConnectionUp,

    /// <summary>A MAG's PDN connection ended: text = identifier, code = <c>ConnectionEnd</c>.</summary>
    ConnectionDown,

    /// <summary>A registration was refused: text = identifier, code = binding status.</summary>
    RegistrationRefused,

    /// <summary>No answer within the retransmissions: text = identifier, address = the peer.</summary>
    RegistrationUnanswered,

    /// <summary>A table is full: text = identifier of who did not fit.</summary>
    TableFull,

    /// <summary>An address pool is exhausted: text = identifier of who got none.</summary>
    PoolExhausted,

    /// <summary>The data path refused a session: text = identifier, code = <c>DataPathStatus</c>, number = session.</summary>
    SessionRefused,

    /// <summary>A message came from a node that is no peer: address.</summary>
    UnknownPeer,

    /// <summary>A peer does not know a message: text = its name, address, number = <c>PeerFeatures</c>.</summary>
    PeerLacksFeature,

    /// <summary>A peer restarted and lost its bindings: text = its name.</summary>
    PeerRestarted,

    /// <summary>A peer does not answer heartbeats any more: text = its name.</summary>
    PeerUnreachable,

    /// <summary>An unreachable peer was heard: text = its name.</summary>
    PeerReachable,

    /// <summary>A static tunnel carries packets: text = its name.</summary>
    TunnelUp,

    /// <summary>A tunnel carried nothing for its supervision time and was torn down: text = its name, or the identifier of its node.</summary>
    TunnelIdle,

    /// <summary>An interface came up: text = its name.</summary>
    InterfaceUp,

    /// <summary>An interface went down or away: text = its name.</summary>
    InterfaceDown,

    /// <summary>A request on the control socket changed something: text = the request, number = what it touched.</summary>
    ControlRequest,

    /// <summary>A call to the kernel failed: text = what was tried, number = errno.</summary>
    KernelRefused,

    /// <summary>State cannot be kept or was damaged: text = what and why.</summary>
    StateTrouble,

    /// <summary>A received datagram could not be read: address, code = <c>WireStatus</c>.</summary>
    MessageMalformed,

    /// <summary>Something that has no kind of its own: text = the sentence.</summary>
    Remark,
}
