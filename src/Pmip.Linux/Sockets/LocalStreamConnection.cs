using System;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Linux.Sockets;

/// <summary>One end of a Unix stream connection. The object outlives a connection and can hold the next one.</summary>
public sealed unsafe class LocalStreamConnection : IDisposable
{
    private readonly LinuxDescriptor _socket;

    /// <summary>Makes one that is not connected.</summary>
    public LocalStreamConnection()
        : this(new LinuxDescriptor(-1))
    {
    }

    private LocalStreamConnection(LinuxDescriptor socket) => _socket = socket;

    /// <summary>True from accepting or connecting until <see cref="Close"/>.</summary>
    public bool IsOpen => !_socket.IsInvalid;

    /// <summary>The number to watch.</summary>
    public int Descriptor => _socket.Number;

    /// <summary>Connects to the listener at <paramref name="path"/>. This end blocks: it is for the command line, not for the loop.</summary>
    public static LinuxStatus TryConnect(string path, out LocalStreamConnection? connection)
    {
        connection = null;
        byte* address = stackalloc byte[LinuxAbi.SocketAddressUnixLength];
        LinuxStatus status = LocalSocketPath.TryWrite(path, new Span<byte>(address, LinuxAbi.SocketAddressUnixLength), out uint length);
        if (!status.IsOk)
        {
            return status;
        }

        int descriptor = LibC.Socket(LinuxAbi.AF_UNIX, LinuxAbi.SOCK_STREAM | LinuxAbi.SOCK_CLOEXEC, 0);
        status = LinuxStatus.From(descriptor);
        LinuxDescriptor socket = new(descriptor);
        status = status.IsOk ? LinuxStatus.From(LibC.Connect(socket, address, length)) : status;
        if (!status.IsOk)
        {
            socket.Dispose();
            return status;
        }

        connection = new LocalStreamConnection(socket);
        return status;
    }

    /// <summary>Makes a connection within the process: two ends, of which neither blocks.</summary>
    public static LinuxStatus TryPair(out LocalStreamConnection? one, out LocalStreamConnection? other)
    {
        int* ends = stackalloc int[2];
        int type = LinuxAbi.SOCK_STREAM | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC;
        LinuxStatus status = LinuxStatus.From(LibC.SocketPair(LinuxAbi.AF_UNIX, type, 0, ends));
        one = status.IsOk ? new LocalStreamConnection(new LinuxDescriptor(ends[0])) : null;
        other = status.IsOk ? new LocalStreamConnection(new LinuxDescriptor(ends[1])) : null;
        return status;
    }

    /// <summary>Who connected, as the kernel knows it (SO_PEERCRED).</summary>
    public LinuxStatus TryReadPeer(out LocalPeer peer)
    {
        uint* credentials = stackalloc uint[3];
        uint length = 3 * sizeof(uint);
        LinuxStatus status = LinuxStatus.From(LibC.GetSocketOption(_socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_PEERCRED, credentials, &length));
        peer = status.IsOk ? new LocalPeer((int)credentials[0], credentials[1], credentials[2]) : default;
        return status;
    }

    /// <summary>
    /// Waits until it can be read, or written, or until <paramref name="wake"/> is raised, which is not taken; the result is what
    /// of the connection is ready, an error or the end of it included. For threads of the desk: it blocks.
    /// </summary>
    public PollInterest Wait(PollInterest interest, EventDescriptor? wake, Duration patience)
    {
        LibC.PollDescriptor* entries = stackalloc LibC.PollDescriptor[2];
        short wanted = (short)(((interest & PollInterest.Read) != 0 ? LinuxAbi.POLLIN : 0) | ((interest & PollInterest.Write) != 0 ? LinuxAbi.POLLOUT : 0));
        entries[0] = new LibC.PollDescriptor { Descriptor = _socket.Number, Events = wanted };
        entries[1] = new LibC.PollDescriptor { Descriptor = wake?.Descriptor ?? -1, Events = LinuxAbi.POLLIN };
        long milliseconds = Math.Min((patience.Microseconds + 999) / 1000, int.MaxValue);
        if (LibC.Poll(entries, 2, (int)milliseconds) <= 0 || entries[0].Returned == 0)
        {
            return PollInterest.None;
        }

        PollInterest ready = (entries[0].Returned & LinuxAbi.POLLIN) != 0 ? PollInterest.Read : PollInterest.None;
        ready |= (entries[0].Returned & LinuxAbi.POLLOUT) != 0 ? PollInterest.Write : PollInterest.None;
        return ready == PollInterest.None ? interest : ready; // An error: the next call on it tells.
    }

    /// <summary>Gives up the connection: the caller owns the descriptor, which blocks from now on.</summary>
    public int Release()
    {
        int off = 0;
        LibC.Control(_socket, LinuxAbi.FIONBIO, &off);
        return _socket.Release();
    }

    /// <summary>Reads what is there; zero octets and success mean that the other side closed.</summary>
    public LinuxStatus Read(Span<byte> room, out int length)
    {
        fixed (byte* first = room)
        {
            nint read = LibC.Receive(_socket, first, (nuint)room.Length, 0);
            LinuxStatus status = LinuxStatus.From(read);
            length = status.IsOk ? (int)read : 0;
            return status;
        }
    }

    /// <summary>Writes as much as there is room for.</summary>
    public LinuxStatus Write(ReadOnlySpan<byte> octets, out int length)
    {
        fixed (byte* first = octets)
        {
            nint written = LibC.Send(_socket, first, (nuint)octets.Length, LinuxAbi.MSG_NOSIGNAL);
            LinuxStatus status = LinuxStatus.From(written);
            length = status.IsOk ? (int)written : 0;
            return status;
        }
    }

    /// <summary>Ends the connection, if there is one; the object can take another.</summary>
    public void Close() => _socket.Replace(-1);

    /// <summary>Moves the connection of <paramref name="other"/> here, in the place of the own one.</summary>
    public void TakeOver(LocalStreamConnection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _socket.Replace(other._socket.Release());
    }

    internal void Take(int descriptor) => _socket.Replace(descriptor);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
