using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;

namespace Pmip.Board.Resets;

/// <summary>What a run knows when it begins, read once and before the watchdog is armed.</summary>
public readonly record struct RunFacts
{
    /// <summary>Which run of the machine this is.</summary>
    public BootIdentity Boot { get; init; }

    /// <summary>Now, since the machine booted.</summary>
    public Instant Now { get; init; }

    /// <summary>Now by the time of day, in microseconds since 1970.</summary>
    public long UnixMicroseconds { get; init; }

    /// <summary>Why the machine started, by the watchdog's driver.</summary>
    public WatchdogBootStatus BootStatus { get; init; }

    /// <summary>Check over what the kernel's store of panics holds; zero when it is empty or absent.</summary>
    public ulong PanicsCheck { get; init; }

    /// <summary>Version and build of the process.</summary>
    public RecordText Build { get; init; }
}
