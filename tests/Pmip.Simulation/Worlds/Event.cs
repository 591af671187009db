namespace Pmip.Simulation.Worlds;

/// <summary>What is planned for a moment of the virtual time.</summary>
public enum EventKind
{
    Happening,
    Delivery,
    Retry,
    Departure,
    PresenceAnswer,
    Restart,
    GoOn,
    Complete,
    Resume,
    Reappear,
    KernelCatchesUp,
    TunnelArrival,
    Heal,
    Freeze,
    Probe,
}

/// <summary>Something planned; the numbers mean what its kind says.</summary>
public readonly record struct Event
{
    public EventKind Kind { get; init; }

    public int A { get; init; }

    public int B { get; init; }

    public int C { get; init; }

    public Packet? Packet { get; init; }

    public TunnelledPacket? Tunnelled { get; init; }
}
