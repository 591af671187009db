using Pmip.Foundation.Time;

namespace Pmip.Engine.Sessions;

/// <summary>What a group of timers of an engine is for.</summary>
public enum TimerGroup : byte
{
    /// <summary>Lifetimes, refreshes, retransmissions and grace times of bindings.</summary>
    Bindings,

    /// <summary>Retransmissions of revocations.</summary>
    Revocations,

    /// <summary>Updates that wait for an old MAG.</summary>
    WaitingUpdates,

    /// <summary>Heartbeats, and reports of partial failures.</summary>
    Supervision,

    /// <summary>The rest of a sweep over many bindings.</summary>
    Sweep,
}

/// <summary>A group of timers, for the console.</summary>
/// <param name="Armed">Timers that run; -1 where only the next deadline is known.</param>
/// <param name="Next">The earliest deadline; never when there is none, and where it is another group's.</param>
public readonly record struct TimerGroupView(int Armed, Instant Next);
