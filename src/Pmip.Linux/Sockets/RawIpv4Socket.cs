using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>IPv6 directly inside IPv4 (protocol 41). What is sent is the payload; what is received starts with the IPv4 header.</summary>
public sealed class RawIpv4Socket : DatagramSocket
{
    private const int HeaderLengthMin = 20;

    private RawIpv4Socket(LinuxDescriptor socket)
        : base(socket)
    {
    }

    /// <summary>Opens the socket at the IPv4 address <paramref name="local"/>. Needs CAP_NET_RAW.</summary>
    public static LinuxStatus TryOpen(IpAddress local, out RawIpv4Socket? raw)
    {
        raw = null;
        if (!local.IsIPv4)
        {
            return new LinuxStatus(LinuxAbi.EINVAL);
        }

        LinuxStatus status = TryOpen(LinuxAbi.SOCK_RAW, LinuxAbi.IPPROTO_IPV6_ENCAPSULATION, local, 0, out LinuxDescriptor socket);
        raw = status.IsOk ? new RawIpv4Socket(socket) : null;
        return status;
    }

    /// <summary>What follows the IPv4 header of a received datagram; false when there is no whole header.</summary>
    public static bool TryGetPayload(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        int headerLength = datagram.Length == 0 ? 0 : (datagram[0] & 15) * 4;
        if (datagram.Length < HeaderLengthMin || datagram[0] >> 4 != 4 || headerLength < HeaderLengthMin || headerLength > datagram.Length)
        {
            return false;
        }

        payload = datagram[headerLength..];
        return true;
    }
}
