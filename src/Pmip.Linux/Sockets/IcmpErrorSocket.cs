using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>Sends ICMP messages of one family, from the address that the kernel would take itself, and hears none.</summary>
public sealed unsafe class IcmpErrorSocket : IDisposable
{
    private const int FilterLength = 32;
    private readonly LinuxDescriptor _socket;

    private IcmpErrorSocket(LinuxDescriptor socket) => _socket = socket;

    /// <summary>Opens it. Needs CAP_NET_RAW.</summary>
    public static LinuxStatus TryOpen(bool isIpv4, out IcmpErrorSocket? opened)
    {
        opened = null;
        int descriptor = LibC.Socket(
            isIpv4 ? LinuxAbi.AF_INET : LinuxAbi.AF_INET6,
            LinuxAbi.SOCK_RAW | LinuxAbi.SOCK_NONBLOCK | LinuxAbi.SOCK_CLOEXEC,
            isIpv4 ? LinuxAbi.IPPROTO_ICMP : LinuxAbi.IPPROTO_ICMPV6);
        LinuxStatus status = LinuxStatus.From(descriptor);
        LinuxDescriptor socket = new(descriptor);
        if (status.IsOk)
        {
            // A bit for each type that is not to come.
            byte* filter = stackalloc byte[FilterLength];
            new Span<byte>(filter, FilterLength).Fill(byte.MaxValue);
            status = LinuxStatus.From(isIpv4
                ? LibC.SetSocketOption(socket, LinuxAbi.SOL_RAW, LinuxAbi.ICMP_FILTER, filter, sizeof(uint))
                : LibC.SetSocketOption(socket, LinuxAbi.IPPROTO_ICMPV6, LinuxAbi.ICMPV6_FILTER, filter, FilterLength));
        }

        if (!status.IsOk)
        {
            socket.Dispose();
            return status;
        }

        opened = new IcmpErrorSocket(socket);
        return status;
    }

    /// <summary>Sends a message; of an ICMPv6 one the kernel fills the checksum.</summary>
    public LinuxStatus Send(IpAddress destination, ReadOnlySpan<byte> message)
    {
        byte* address = stackalloc byte[LinuxAbi.SocketAddressInternetLength];
        uint length = SocketAddress.Write(new Span<byte>(address, LinuxAbi.SocketAddressInternetLength), destination, 0);
        fixed (byte* octets = message)
        {
            return LinuxStatus.From(
                LibC.SendTo(_socket, octets, (nuint)message.Length, LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_NOSIGNAL, address, length));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
