using System;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Linux.Sockets;

/// <summary>
/// Listens on a Unix stream socket that owner and group may use (mode 0660). A socket that a crash left behind is taken over
/// when nobody answers at it; one that answers, or a file that is no socket, is left alone and refused.
/// </summary>
public sealed unsafe class LocalStreamListener : IDisposable
{
    private const uint OwnerAndGroup = 0b110_110_000;
    private const int Backlog = 16;
    private readonly LinuxDescriptor _socket;
    private readonly string _path;

    private LocalStreamListener(LinuxDescriptor socket, string path)
    {
        _socket = socket;
        _path = path;
    }

    /// <summary>The number to watch for reading.</summary>
    public int Descriptor => _socket.Number;

    /// <summary>Listens at <paramref name="path"/>; EADDRINUSE when another process listens there.</summary>
    public static LinuxStatus TryListen(string path, out LocalStreamListener? listener)
    {
        listener = null;
        byte* address = stackalloc byte[LinuxAbi.SocketAddressUnixLength];
        LinuxStatus status = LocalSocketPath.TryWrite(path, new Span<byte>(address, LinuxAbi.SocketAddressUnixLength), out uint length);
        if (!status.IsOk)
        {
            return status;
        }

        int type = LinuxAbi.SOCK_STREAM | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC;
        int descriptor = LibC.Socket(LinuxAbi.AF_UNIX, type, 0);
        status = LinuxStatus.From(descriptor);
        LinuxDescriptor socket = new(descriptor);
        if (status.IsOk)
        {
            // The mode of the descriptor is the most that the path will get, so there is no moment of wider access.
            status = LinuxStatus.From(LibC.ChangeMode(socket, OwnerAndGroup));
        }

        if (status.IsOk)
        {
            status = Bind(socket, path, address, length);
        }

        if (!status.IsOk)
        {
            socket.Dispose();
            return status;
        }

        status = LinuxStatus.From(LibC.ChangeMode(path, OwnerAndGroup));
        status = status.IsOk ? LinuxStatus.From(LibC.Listen(socket, Backlog)) : status;
        listener = new LocalStreamListener(socket, path);
        if (!status.IsOk)
        {
            listener.Dispose();
            listener = null;
        }

        return status;
    }

    /// <summary>
    /// Takes the next connection, non-blocking, into <paramref name="connection"/>, which must not be open;
    /// <see cref="LinuxStatus.IsWouldBlock"/> when there is none. Allocates nothing.
    /// </summary>
    public LinuxStatus TryAccept(LocalStreamConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Invariant.Require(!connection.IsOpen);
        int descriptor = LibC.Accept(_socket, null, null, LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (status.IsOk)
        {
            connection.Take(descriptor);
        }

        return status;
    }

    /// <summary>Waits for the next connection, or until <paramref name="wake"/> is raised; true when there is one to accept.</summary>
    public bool Wait(EventDescriptor wake, Duration patience)
    {
        ArgumentNullException.ThrowIfNull(wake);
        LibC.PollDescriptor* entries = stackalloc LibC.PollDescriptor[2];
        entries[0] = new LibC.PollDescriptor { Descriptor = _socket.Number, Events = LinuxAbi.POLLIN };
        entries[1] = new LibC.PollDescriptor { Descriptor = wake.Descriptor, Events = LinuxAbi.POLLIN };
        long milliseconds = Math.Min((patience.Microseconds + 999) / 1000, int.MaxValue);
        return LibC.Poll(entries, 2, (int)milliseconds) > 0 && entries[0].Returned != 0;
    }

    /// <summary>Stops listening and removes the socket from the file system.</summary>
    public void Dispose()
    {
        if (!_socket.IsClosed)
        {
            LibC.Unlink(_path); // Already gone is as good.
            _socket.Dispose();
        }
    }

    private static LinuxStatus Bind(LinuxDescriptor socket, string path, byte* address, uint length)
    {
        LinuxStatus status = LinuxStatus.From(LibC.Bind(socket, address, length));
        if (status.Errno != LinuxAbi.EADDRINUSE || !LocalSocketPath.IsSocket(path))
        {
            return status;
        }

        LinuxStatus answer = LocalStreamConnection.TryConnect(path, out LocalStreamConnection? other);
        other?.Dispose();
        if (answer.Errno != LinuxAbi.ECONNREFUSED)
        {
            return status;
        }

        LinuxStatus removed = LinuxStatus.From(LibC.Unlink(path));
        return removed.IsOk ? LinuxStatus.From(LibC.Bind(socket, address, length)) : removed;
    }
}
