using System;

namespace Pmip.Board.Health;

/// <summary>Why the health is not "serving". Each reason has one owner, who raises and clears it.</summary>
[Flags]
public enum HealthReasons
{
    /// <summary>None: all is well.</summary>
    None = 0,

    /// <summary>The process has not come up yet.</summary>
    Starting = 1 << 0,

    /// <summary>The process ends by order.</summary>
    Stopping = 1 << 1,

    /// <summary>A new image is being written or tried.</summary>
    Updating = 1 << 2,

    /// <summary>Safe mode.</summary>
    SafeMode = 1 << 3,

    /// <summary>A required loop got on with nothing for its whole deadline: the reset is on its way.</summary>
    LoopSilent = 1 << 4,

    /// <summary>The control plane could not be started, or ended by itself.</summary>
    NodeFailed = 1 << 5,

    /// <summary>No configured peer answers.</summary>
    NoPeer = 1 << 6,

    /// <summary>Some configured peers do not answer.</summary>
    PeerMissing = 1 << 7,

    /// <summary>A loop got on with nothing for half its deadline.</summary>
    LoopLate = 1 << 8,

    /// <summary>The watchdog that is configured cannot be had: a process that hangs is ended by itself at best.</summary>
    WatchdogMissing = 1 << 9,

    /// <summary>State or configuration cannot be kept: the disk is full, broken or read-only.</summary>
    StorageFailing = 1 << 10,

    /// <summary>Another configuration runs than the one in the file: that one is wrong, or was given up.</summary>
    ConfigurationFallback = 1 << 11,

    /// <summary>A configuration waits to be confirmed.</summary>
    ConfigurationPending = 1 << 12,

    /// <summary>The board lacks something that its profile names.</summary>
    BoardIncomplete = 1 << 13,

    /// <summary>It is too hot.</summary>
    TooHot = 1 << 14,

    /// <summary>An interface that is configured is down or absent.</summary>
    InterfaceDown = 1 << 15,

    /// <summary>The time of day is not known to be right, and something needs it.</summary>
    ClockUnknown = 1 << 16,

    /// <summary>Events were not logged, or a place where they should go does not take them.</summary>
    LogFailing = 1 << 17,
}
