namespace Pmip.Engine;

/// <summary>Moments worth a log line. The host renders them off the control loop.</summary>
public enum EngineNotice : byte
{
    /// <summary>A new binding exists.</summary>
    BindingCreated,

    /// <summary>A binding moved to another MAG.</summary>
    BindingHandedOver,

    /// <summary>A binding was de-registered by its MAG.</summary>
    BindingDeregistered,

    /// <summary>A binding's lifetime ended without a refresh.</summary>
    BindingExpired,

    /// <summary>A binding was removed by the operator.</summary>
    BindingRemoved,

    /// <summary>A registration was refused; the slot of the effect is the status of the acknowledgement.</summary>
    RegistrationRefused,

    /// <summary>No answer came to a registration within the retransmissions.</summary>
    RegistrationUnanswered,

    /// <summary>The binding table is full.</summary>
    TableFull,

    /// <summary>An address pool is exhausted.</summary>
    PoolExhausted,

    /// <summary>The data path refused a session.</summary>
    SessionRefused,

    /// <summary>A message came from a node that is not in the peer list.</summary>
    UnknownPeer,

    /// <summary>
    /// The peer answered that it does not know a message type (Binding Error 2); the text is its name, the slot of the effect a
    /// <see cref="Peers.PeerFeatures"/>.
    /// </summary>
    PeerLacksFeature,

    /// <summary>The peer has restarted and lost its bindings; the text is its name.</summary>
    PeerRestarted,

    /// <summary>The peer does not answer any more; the text is its name.</summary>
    PeerUnreachable,

    /// <summary>A peer that was unreachable was heard; the text is its name.</summary>
    PeerReachable,

    /// <summary>A binding ended together with others, because of what its peer said or because it is silent; the text is the node's identifier.</summary>
    BindingSwept,

    /// <summary>A binding ended by revocation.</summary>
    BindingRevoked,

    /// <summary>A binding lost its IPv4 home address by revocation.</summary>
    Ipv4AddressRevoked,

    /// <summary>No acknowledgement came to a revocation.</summary>
    RevocationUnanswered,

    /// <summary>A revocation was refused; the slot of the effect is the status of the acknowledgement.</summary>
    RevocationRefused,

    /// <summary>A peer revoked many bindings at once; the slot of the effect is that of the peer, the text what it called them by.</summary>
    PeerRevokedBindings,

    /// <summary>A reservation of a key was made or given up; the slot of the effect is its place.</summary>
    ReservationChanged,

    /// <summary>A binding ended since its node attached anew.</summary>
    BindingReplaced,
}
