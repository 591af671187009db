using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>What the sockets for signalling have in common: bound to one local address, non-blocking, in batches.</summary>
public abstract unsafe class DatagramSocket : IDisposable
{
    private const int ReceiveBufferOctets = 4 * 1024 * 1024;

    private protected DatagramSocket(LinuxDescriptor socket) => Socket = socket;

    /// <summary>The number to watch for reading.</summary>
    public int Descriptor => Socket.Number;

    /// <summary>The socket.</summary>
    private protected LinuxDescriptor Socket { get; }

    /// <summary>Fills <paramref name="batch"/> with what has arrived; zero datagrams when nothing has.</summary>
    public LinuxStatus Receive(DatagramBatch batch, out int count) => batch.Receive(Socket, out count);

    /// <summary>Sends everything in <paramref name="batch"/> and empties it.</summary>
    public SendResult Send(DatagramBatch batch) => batch.Send(Socket);

    /// <inheritdoc/>
    public void Dispose()
    {
        Socket.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static LinuxStatus TryOpen(int type, int protocol, IpAddress local, ushort port, out LinuxDescriptor socket)
    {
        int family = local.IsIPv4 ? LinuxAbi.AF_INET : LinuxAbi.AF_INET6;
        int descriptor = LibC.Socket(family, type | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC, protocol);
        LinuxStatus status = LinuxStatus.From(descriptor);
        socket = new LinuxDescriptor(descriptor);
        if (!status.IsOk)
        {
            return status;
        }

        if (!SetOption(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUFFORCE, ReceiveBufferOctets).IsOk)
        {
            SetOption(socket, LinuxAbi.SOL_SOCKET, LinuxAbi.SO_RCVBUF, ReceiveBufferOctets); // As much as the machine allows.
        }

        // The interface with the address may come later, or go and come again.
        SetOption(
            socket,
            local.IsIPv4 ? LinuxAbi.SOL_IP : LinuxAbi.SOL_IPV6,
            local.IsIPv4 ? LinuxAbi.IP_FREEBIND : LinuxAbi.IPV6_FREEBIND,
            1);
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        uint length = SocketAddress.Write(new Span<byte>(address, LinuxAbi.SocketAddressInternetLength), local, port);
        status = LinuxStatus.From(LibC.Bind(socket, address, length));
        if (!status.IsOk)
        {
            socket.Dispose();
        }

        return status;
    }

    private protected static LinuxStatus SetOption(LinuxDescriptor socket, int level, int name, int value) =>
        LinuxStatus.From(LibC.SetSocketOption(socket, level, name, &value, sizeof(int)));
}
