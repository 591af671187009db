using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Board.Watchdog;

/// <summary>Nobody watches: a process that hangs is ended by its own supervisor, as long as that one runs.</summary>
/// <param name="name">Why there is none.</param>
public sealed class NoDog(string name) : IWatchdog
{
    /// <inheritdoc/>
    public WatchdogKind Kind => WatchdogKind.None;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public Duration Timeout => default;

    /// <inheritdoc/>
    public Duration PetInterval => default;

    /// <inheritdoc/>
    public LinuxStatus Pet() => LinuxStatus.Ok;

    /// <inheritdoc/>
    public bool TryDisarm() => true;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing was opened.
    }
}
