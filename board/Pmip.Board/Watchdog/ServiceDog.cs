using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Watchdog;

namespace Pmip.Board.Watchdog;

/// <summary>The service manager as a watchdog (systemd's <c>WatchdogSec</c>): it ends the process and starts it anew.</summary>
/// <param name="notifier">The way to it; belongs to somebody else.</param>
/// <param name="timeout">The time-out that it told.</param>
public sealed class ServiceDog(ServiceNotifier notifier, Duration timeout) : IWatchdog
{
    /// <inheritdoc/>
    public WatchdogKind Kind => WatchdogKind.ServiceManager;

    /// <inheritdoc/>
    public string Name => "the service manager";

    /// <inheritdoc/>
    public Duration Timeout { get; } = timeout;

    /// <summary>Half the time-out, as sd_watchdog_enabled(3) recommends.</summary>
    public Duration PetInterval => new(Timeout.Microseconds / 2);

    /// <inheritdoc/>
    public LinuxStatus Pet() => notifier.Alive();

    /// <summary>An end that was announced needs no calling off: the service manager waits for it with another time-out.</summary>
    public bool TryDisarm() => true;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The notifier has an owner, who still has to say that we are ending.
    }
}
