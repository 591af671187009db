using Pmip.Foundation.Time;

namespace Pmip.Board.Watchdog;

/// <summary>Which watchdog is wanted.</summary>
public enum WatchdogBackend : byte
{
    /// <summary>The service manager when it watches us, else the device when there is one, else none.</summary>
    Auto,

    /// <summary>The device.</summary>
    Device,

    /// <summary>The service manager.</summary>
    Systemd,

    /// <summary>None.</summary>
    None,
}

/// <summary>What the configuration says of the watchdog.</summary>
public sealed record WatchdogWish
{
    /// <summary>Which one.</summary>
    public WatchdogBackend Backend { get; init; } = WatchdogBackend.Auto;

    /// <summary>Path of the device.</summary>
    public string Device { get; init; } = "/dev/watchdog";

    /// <summary>Time without a pet after which the device shall bite; drivers round it.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>How long the process may take to come up.</summary>
    public Duration StartGrace { get; init; } = Duration.FromSeconds(120);

    /// <summary>True: where nobody else would, the supervisor ends a process that hangs.</summary>
    public bool AbortsWithoutWatchdog { get; init; } = true;
}
