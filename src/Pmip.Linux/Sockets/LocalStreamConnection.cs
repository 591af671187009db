using System;

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
