using System;
using Pmip.Board.Watchdog;

namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>board.watchdog</c> out of one that has passed the checks.</summary>
internal static class WatchdogReader
{
    public static WatchdogWish Read(ConfigurationCursor watchdog) => new()
    {
        Backend = Enum.Parse<WatchdogBackend>(watchdog.Text("backend"), ignoreCase: true),
        Device = watchdog.Text("device"),
        TimeoutSeconds = watchdog.Integer("timeoutSeconds"),
        StartGrace = watchdog.Seconds("startGraceSeconds"),
        AbortsWithoutWatchdog = watchdog.Boolean("abortAlone"),
    };
}
