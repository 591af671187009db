using System;
using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Board.Watchdog;

/// <summary>Who watches the process from outside.</summary>
public enum WatchdogKind : byte
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>A watchdog of the kernel, <c>/dev/watchdog</c>.</summary>
    Device,

    /// <summary>The service manager, by <c>sd_notify</c>.</summary>
    ServiceManager,
}

/// <summary>A dog that bites when it is not petted. It is armed from the moment that it was had.</summary>
public interface IWatchdog : IDisposable
{
    /// <summary>Who it is.</summary>
    WatchdogKind Kind { get; }

    /// <summary>Its name for a person.</summary>
    string Name { get; }

    /// <summary>Time without a pet after which it bites, as it was granted, not as it was asked for; zero when it never does.</summary>
    Duration Timeout { get; }

    /// <summary>Time between two pets.</summary>
    Duration PetInterval { get; }

    /// <summary>Pets it. Waits for nobody and allocates nothing.</summary>
    LinuxStatus Pet();

    /// <summary>
    /// The operator ordered the end: it shall not bite any more. False when it cannot be called off. To dispose without this leaves
    /// it armed.
    /// </summary>
    bool TryDisarm();
}
