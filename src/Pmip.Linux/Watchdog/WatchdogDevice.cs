using System;
using System.Buffers.Binary;
using System.Text;

namespace Pmip.Linux.Watchdog;

/// <summary>
/// A watchdog of the kernel (Documentation/watchdog/watchdog-api.rst). It is armed from the moment that it is open, and stays so when
/// it is closed without the magic character. Every call but the pet itself is optional: drivers differ, and a plain file or a FIFO
/// may stand in for one.
/// </summary>
public sealed unsafe class WatchdogDevice : IDisposable
{
    private const int InformationLength = 40;
    private const int IdentityAt = 8;
    private const byte Alive = 0;
    private const byte MagicClose = (byte)'V';
    private readonly LinuxDescriptor _device;

    private WatchdogDevice(LinuxDescriptor device)
    {
        _device = device;
        byte* information = stackalloc byte[InformationLength];
        IsKernelDriver = LibC.Control(device, LinuxAbi.WDIOC_GETSUPPORT, information) >= 0;
        if (IsKernelDriver)
        {
            ReadOnlySpan<byte> octets = new(information, InformationLength);
            Features = (WatchdogFeatures)BinaryPrimitives.ReadUInt32LittleEndian(octets);
            ReadOnlySpan<byte> identity = octets[IdentityAt..];
            int end = identity.IndexOf((byte)0);
            Identity = Encoding.ASCII.GetString(end < 0 ? identity : identity[..end]);
        }
    }

    /// <summary>True when a driver of the kernel answers; false for a file that stands in for one.</summary>
    public bool IsKernelDriver { get; }

    /// <summary>What the driver can do; none when it does not say.</summary>
    public WatchdogFeatures Features { get; }

    /// <summary>What the driver calls itself; empty when it does not say.</summary>
    public string Identity { get; } = "";

    /// <summary>Opens the device, which arms it. EBUSY when somebody else has it open.</summary>
    public static LinuxStatus TryOpen(string path, out WatchdogDevice? device)
    {
        device = null;
        // Not blocking: a FIFO that nobody reads must not hold the supervisor. Reading too: a FIFO opens without a reader then.
        int descriptor = LibC.Open(path, LinuxAbi.O_RDWR | LinuxAbi.O_NONBLOCK | LinuxAbi.O_CLOEXEC, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (status.IsOk)
        {
            device = new WatchdogDevice(new LinuxDescriptor(descriptor));
        }

        return status;
    }

    /// <summary>Pets it.</summary>
    public LinuxStatus Pet() => Write(Alive);

    /// <summary>Asks for a time-out and gives the one that holds, which drivers round; zero when the driver tells none.</summary>
    public int SetTimeout(int seconds)
    {
        int value = seconds;
        if (LibC.Control(_device, LinuxAbi.WDIOC_SETTIMEOUT, &value) >= 0 && value > 0)
        {
            return value;
        }

        return TryGet(LinuxAbi.WDIOC_GETTIMEOUT, out value) ? value : 0;
    }

    /// <summary>Asks for a warning of the kernel so long before it bites; false when the driver has none.</summary>
    public bool TrySetPretimeout(int seconds)
    {
        int value = seconds;
        return (Features & WatchdogFeatures.Pretimeout) != 0 && LibC.Control(_device, LinuxAbi.WDIOC_SETPRETIMEOUT, &value) >= 0;
    }

    /// <summary>Seconds until it bites; false when the driver does not tell.</summary>
    public bool TryGetTimeLeft(out int seconds) => TryGet(LinuxAbi.WDIOC_GETTIMELEFT, out seconds);

    /// <summary>Why the machine started; false when the driver does not tell.</summary>
    public bool TryGetBootStatus(out WatchdogBootStatus status)
    {
        bool isTold = TryGet(LinuxAbi.WDIOC_GETBOOTSTATUS, out int value);
        status = (WatchdogBootStatus)value;
        return isTold;
    }

    /// <summary>Writes the magic character: closing it afterwards calls it off, where the driver lets itself be called off.</summary>
    public LinuxStatus AllowClose() => Write(MagicClose);

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();

    private LinuxStatus Write(byte octet) => LinuxStatus.From(LibC.Write(_device, &octet, 1));

    private bool TryGet(nuint request, out int value)
    {
        int told = 0;
        bool isTold = LibC.Control(_device, request, &told) >= 0;
        value = isTold ? told : 0;
        return isTold;
    }
}
