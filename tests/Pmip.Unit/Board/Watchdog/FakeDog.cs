using System.Threading;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Unit.Board.Watchdog;

/// <summary>A dog that counts, and refuses when it is told to.</summary>
internal sealed class FakeDog(WatchdogKind kind, Duration timeout) : IWatchdog
{
    private int _pets;

    public WatchdogKind Kind => kind;

    public string Name => "fake";

    public Duration Timeout => timeout;

    public Duration PetInterval => new(timeout.Microseconds / 4);

    public int Pets => Volatile.Read(ref _pets);

    public bool IsDisarmed { get; private set; }

    public volatile bool Refuses;

    public LinuxStatus Pet()
    {
        Interlocked.Increment(ref _pets);
        return Refuses ? new LinuxStatus(5) : LinuxStatus.Ok;
    }

    public bool TryDisarm()
    {
        IsDisarmed = true;
        return true;
    }

    public void Dispose()
    {
        // Nothing was opened.
    }
}
