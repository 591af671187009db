namespace Pmip.Simulation.Schedules;

/// <summary>What a change of configuration is about (<see cref="HappeningKind.Reconfigure"/>). Each starts from what the node began with.</summary>
public static class ReconfigurationWays
{
    public const int Origin = 0;

    /// <summary>An LMA loses one of its MAGs.</summary>
    public const int PeerRemoved = 1;

    /// <summary>An LMA's pools are half of what they were.</summary>
    public const int PoolsHalved = 2;

    /// <summary>Shorter lifetimes, a longer quarantine, rarer heartbeats.</summary>
    public const int Timers = 3;
    public const int Count = 4;
}
