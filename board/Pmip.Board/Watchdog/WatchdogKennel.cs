using System.IO;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Watchdog;

namespace Pmip.Board.Watchdog;

/// <summary>Gets the dog that is wished for, and says plainly when that one cannot be had.</summary>
/// <param name="notifier">The way to the service manager; null when it told none.</param>
/// <param name="serviceTimeout">The time-out of the service manager; zero when it does not watch us.</param>
public sealed class WatchdogKennel(ServiceNotifier? notifier, Duration serviceTimeout)
{
    /// <summary>
    /// Gets a dog, which is armed from then on. <paramref name="listing"/> is what was told of the device before.
    /// <paramref name="complaint"/> is empty when it is the one that was wished for.
    /// </summary>
    public IWatchdog Fetch(WatchdogWish wish, WatchdogListing? listing, out string complaint)
    {
        complaint = "";
        bool hasService = notifier is not null && serviceTimeout > default(Duration);
        if (hasService && wish.Backend is WatchdogBackend.Auto or WatchdogBackend.Systemd)
        {
            return new ServiceDog(notifier!, serviceTimeout);
        }

        if (wish.Backend == WatchdogBackend.Systemd)
        {
            complaint = "the service manager does not watch this process: its unit has no WatchdogSec (no NOTIFY_SOCKET and WATCHDOG_USEC)";
            return new NoDog("none: the service manager does not watch");
        }

        if (wish.Backend == WatchdogBackend.Device || (wish.Backend == WatchdogBackend.Auto && (listing is not null || File.Exists(wish.Device))))
        {
            return FetchDevice(wish, listing, out complaint);
        }

        return new NoDog(wish.Backend == WatchdogBackend.None ? "none, as configured"
            : wish.Device.Length == 0 ? "none: the profile of the board names none" : $"none: there is no {wish.Device}");
    }

    private static IWatchdog FetchDevice(WatchdogWish wish, WatchdogListing? listing, out string complaint)
    {
        LinuxStatus status = DeviceDog.TryOpen(wish.Device, wish.TimeoutSeconds, listing, out DeviceDog? dog);
        if (dog is not null)
        {
            complaint = "";
            return dog;
        }

        string holder = status.IsBusy ? WatchdogListing.HolderOf(wish.Device) : "";
        complaint = status.IsBusy && holder.Length > 0
            ? $"{wish.Device} is held by {holder}: let it go there, or let that one watch this process (board.watchdog.backend systemd)"
            : $"{wish.Device}: {status.Message}";
        return new NoDog($"none: {complaint}");
    }
}
