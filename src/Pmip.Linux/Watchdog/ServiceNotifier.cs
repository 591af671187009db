using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Pmip.Linux.Watchdog;

/// <summary>
/// Tells the service manager how we are: datagrams to the socket that it named in <c>NOTIFY_SOCKET</c> (sd_notify(3)). Telling
/// allocates nothing and waits for nobody.
/// </summary>
public sealed unsafe class ServiceNotifier : IDisposable
{
    private const int StatusLengthMax = 256;
    private readonly LinuxDescriptor _socket;
    private readonly byte[] _address;

    private ServiceNotifier(LinuxDescriptor socket, byte[] address)
    {
        _socket = socket;
        _address = address;
    }

    /// <summary>
    /// Opens the way to the socket <paramref name="name"/>: a path, or <c>@</c> and an abstract name. EINVAL when it is neither. That
    /// somebody listens shows when something is told.
    /// </summary>
    public static LinuxStatus TryOpen(string name, out ServiceNotifier? notifier)
    {
        notifier = null;
        byte[] octets = Encoding.UTF8.GetBytes(name);
        if (octets.Length < 2 || octets[0] is not ((byte)'/' or (byte)'@') || octets.Length > LinuxAbi.SocketAddressPathMax)
        {
            return new LinuxStatus(LinuxAbi.EINVAL);
        }

        // An abstract name begins with an octet of zero and has no end but the length of the address; a path ends with one.
        bool isAbstract = octets[0] == (byte)'@';
        byte[] address = new byte[LinuxAbi.SocketAddressPathOffset + octets.Length + (isAbstract ? 0 : 1)];
        BinaryPrimitives.WriteUInt16LittleEndian(address, LinuxAbi.AF_UNIX);
        octets.CopyTo(address, LinuxAbi.SocketAddressPathOffset);
        if (isAbstract)
        {
            address[LinuxAbi.SocketAddressPathOffset] = 0;
        }

        int descriptor = LibC.Socket(LinuxAbi.AF_UNIX, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_CLOEXEC | LinuxAbi.SOCK_NONBLOCK, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (status.IsOk)
        {
            notifier = new ServiceNotifier(new LinuxDescriptor(descriptor), address);
        }

        return status;
    }

    /// <summary>The whole time-out that the environment tells for our process; zero when the service manager does not watch us.</summary>
    public static long WatchdogMicroseconds(string? timeout, string? process, int ownProcess)
    {
        bool isOurs = string.IsNullOrEmpty(process)
            || (int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number == ownProcess);
        return isOurs && long.TryParse(timeout, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) ? microseconds : 0;
    }

    /// <summary>We can serve.</summary>
    public LinuxStatus Ready() => Tell("READY=1"u8);

    /// <summary>We are ending.</summary>
    public LinuxStatus Stopping() => Tell("STOPPING=1"u8);

    /// <summary>We are alive.</summary>
    public LinuxStatus Alive() => Tell("WATCHDOG=1"u8);

    /// <summary>Shall not watch us any more.</summary>
    public LinuxStatus EndWatch() => Tell("WATCHDOG_USEC=0"u8);

    /// <summary>A line on how we are.</summary>
    public LinuxStatus Status(ReadOnlySpan<byte> line)
    {
        Span<byte> told = stackalloc byte[StatusLengthMax];
        ReadOnlySpan<byte> key = "STATUS="u8;
        key.CopyTo(told);
        line = line[..Math.Min(line.Length, StatusLengthMax - key.Length)];
        line.CopyTo(told[key.Length..]);
        return Tell(told[..(key.Length + line.Length)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // Connected each time: a service manager that was started anew has another socket by the same name.
    private LinuxStatus Tell(ReadOnlySpan<byte> state)
    {
        LinuxStatus status;
        fixed (byte* address = _address)
        {
            status = LinuxStatus.From(LibC.Connect(_socket, address, (uint)_address.Length));
        }

        if (!status.IsOk)
        {
            return status;
        }

        fixed (byte* first = state)
        {
            return LinuxStatus.From(LibC.Send(_socket, first, (nuint)state.Length, LinuxAbi.MSG_NOSIGNAL | LinuxAbi.MSG_DONTWAIT));
        }
    }
}
