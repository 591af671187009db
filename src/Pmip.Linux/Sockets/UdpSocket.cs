using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>UDP bound to one local address and port. The address is not shared: a second process is refused.</summary>
public sealed class UdpSocket : DatagramSocket
{
    private UdpSocket(LinuxDescriptor socket)
        : base(socket)
    {
    }

    /// <summary>Opens the socket at <paramref name="local"/>.</summary>
    public static LinuxStatus TryOpen(IpAddress local, ushort port, out UdpSocket? udp)
    {
        LinuxStatus status = TryOpen(LinuxAbi.SOCK_DGRAM, 0, local, port, out LinuxDescriptor socket);
        udp = status.IsOk ? new UdpSocket(socket) : null;
        return status;
    }
}
