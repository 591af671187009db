using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Watchdog;

namespace Pmip.Board.Watchdog;

/// <summary>A watchdog of the kernel.</summary>
public sealed class DeviceDog : IWatchdog
{
    private readonly WatchdogDevice _device;
    private readonly bool _isNoWayOut;

    private DeviceDog(WatchdogDevice device, string path, int timeoutSeconds, WatchdogListing? listing)
    {
        _device = device;
        _isNoWayOut = listing?.IsNoWayOut == true;
        BootStatus = device.TryGetBootStatus(out WatchdogBootStatus status) ? status : WatchdogBootStatus.None;
        int granted = device.SetTimeout(timeoutSeconds);
        Timeout = Duration.FromSeconds(granted > 0 ? granted : timeoutSeconds);
        string driver = device.Identity.Length > 0 ? device.Identity : listing?.Identity ?? "";
        Name = driver.Length == 0 ? path : $"{path} ({driver})";
        HasPretimeout = device.TrySetPretimeout((int)System.Math.Max(Timeout.Seconds / 4, 1));
    }

    /// <inheritdoc/>
    public WatchdogKind Kind => WatchdogKind.Device;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Duration Timeout { get; }

    /// <summary>A quarter of the time-out, so that three looks may be late before it bites.</summary>
    public Duration PetInterval => new(Timeout.Microseconds / 4);

    /// <summary>True when the kernel warns before it bites.</summary>
    public bool HasPretimeout { get; }

    /// <summary>Opens and arms it; what was told of it before is <paramref name="listing"/>, null for nothing.</summary>
    public static LinuxStatus TryOpen(string path, int timeoutSeconds, WatchdogListing? listing, out DeviceDog? dog)
    {
        LinuxStatus status = WatchdogDevice.TryOpen(path, out WatchdogDevice? device);
        dog = device is null ? null : new DeviceDog(device, path, timeoutSeconds, listing);
        return status;
    }

    /// <summary>Why the machine started, as far as the driver knows.</summary>
    public WatchdogBootStatus BootStatus { get; }

    /// <summary>Seconds until it bites, or -1 when the driver does not tell.</summary>
    public int TimeLeftSeconds => _device.TryGetTimeLeft(out int seconds) ? seconds : -1;

    /// <inheritdoc/>
    public LinuxStatus Pet() => _device.Pet();

    /// <inheritdoc/>
    public bool TryDisarm()
    {
        bool canBe = !_isNoWayOut && (!_device.IsKernelDriver || (_device.Features & WatchdogFeatures.MagicClose) != 0);
        canBe = canBe && _device.AllowClose().IsOk;
        Dispose();
        return canBe;
    }

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();
}
