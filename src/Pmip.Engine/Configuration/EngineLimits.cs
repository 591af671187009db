namespace Pmip.Engine.Configuration;

/// <summary>Sizes of the tables, fixed at start. Nothing grows later: a full table is an answer.</summary>
public sealed record EngineLimits
{
    /// <summary>Bindings (PDN connections) at once, 1 to 1,048,576.</summary>
    public int Bindings { get; init; } = 4096;

    /// <summary>Peers at once, configured and learned from trusted prefixes, 1 to 65,536.</summary>
    public int Peers { get; init; } = 16;

    /// <summary>Octets of a mobile node identifier, 16 to 254. A longer one is refused and counted.</summary>
    public int IdentifierOctets { get; init; } = 72;

    /// <summary>Share of <see cref="Bindings"/> that one peer may hold, in percent (RFC 5213 gives no rule; T6).</summary>
    public int PeerSharePercent { get; init; } = 100;

    /// <summary>Revocations that this node may have begun and that have not ended, 1 to 32,768.</summary>
    public int Revocations { get; init; } = 1024;

    /// <summary>Proxy Binding Updates that may wait for the old MAG at once, from 1.</summary>
    public int WaitingUpdates { get; init; } = 64;

    /// <summary>Octets of a Proxy Binding Update that can wait; a longer one does not, 64 to 2048.</summary>
    public int WaitingUpdateOctets { get; init; } = 512;

    /// <summary>Uplink keys that may be reserved at once (R19), 0 to 512.</summary>
    public int Reservations { get; init; } = 64;

    /// <summary>
    /// Octets of received 3GPP options that an LMA keeps, on average of all bindings, 0 to 1024: one binding may have more of them while
    /// another has fewer. What does not fit is counted and not kept.
    /// </summary>
    public int OptionOctets { get; init; } = 64;

    /// <summary>Engines of this node that share the data path's table of sessions: 1, or 2 where a node is MAG and LMA at once.</summary>
    public int SessionSpaces { get; init; } = 1;

    /// <summary>Which of these spaces is the engine's own, from zero. It stands in every key between the place and the random bits.</summary>
    public int SessionSpace { get; init; }
}
