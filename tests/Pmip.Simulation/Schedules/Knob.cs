namespace Pmip.Simulation.Schedules;

/// <summary>What a run is made of: sizes, configuration, and one knob for each class of faults (0 is off).</summary>
public enum Knob
{
    Lmas,
    Mags,
    Devices,
    Seconds,
    Ietf,
    Timestamps,

    /// <summary>0 to 3 a signalling form, 4 every pair another.</summary>
    Form,
    KeysPerLma,
    LifetimeSeconds,
    LifetimeMaxSeconds,
    GraceMilliseconds,
    QuarantineSeconds,
    Bindings,
    PeerSharePercent,
    SmallPools,
    AccessPoints,
    PdnConnections,

    /// <summary>Messages from a peer's address that did not come from the peer unaltered are dropped before the engine, as IPsec does.</summary>
    Protected,

    /// <summary>A message that was taken once is not taken again, as ESP's window does.</summary>
    AntiReplay,
    DelayMicroseconds,
    MovesPerMinute,
    VerifyEvery,

    /// <summary>Seconds between heartbeats (RFC 5847); 0 for none.</summary>
    HeartbeatSeconds,

    LossPermille,
    BurstMessages,
    DuplicatePermille,
    ReplayPermille,
    JitterMilliseconds,
    SpikePermille,
    CorruptPermille,
    CorruptionPasses,
    TruncatePermille,
    Partitions,
    Crashes,
    Pauses,
    ClockSteps,
    DriftPpm,
    KernelRefusals,
    KernelLagMilliseconds,
    KernelSessions,
    StrangerAttacks,
    SpoofingAttacks,
    InsiderAttacks,
    OperatorActions,
    SilentPercent,
    PingPongs,
    Storms,
    Twins,

    /// <summary>Changes of a node's configuration while it runs.</summary>
    Reconfigurations,

    /// <summary>Processes that end and are followed by others with what they kept.</summary>
    Replacements,
}
