using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary><c>struct sockaddr_in</c> and <c>struct sockaddr_in6</c>: family in host order, port and address in network order.</summary>
internal static class SocketAddress
{
    private const int PortOffset = 2;
    private const int Ipv4Offset = 4;
    private const int Ipv4Length = 16;
    private const int Ipv6Offset = 8;

    /// <summary>Writes the form that the family of <paramref name="address"/> asks for and gives its length.</summary>
    public static uint Write(Span<byte> room, IpAddress address, ushort port)
    {
        room[..LinuxAbi.SocketAddressInternetLength].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(room, address.IsIPv4 ? (ushort)LinuxAbi.AF_INET : (ushort)LinuxAbi.AF_INET6);
        BinaryPrimitives.WriteUInt16BigEndian(room[PortOffset..], port);
        if (address.IsIPv4)
        {
            address.WriteIPv4(room[Ipv4Offset..]);
            return Ipv4Length;
        }

        address.Write(room[Ipv6Offset..]);
        return LinuxAbi.SocketAddressInternetLength;
    }

    public static IpAddress ReadAddress(ReadOnlySpan<byte> room) => BinaryPrimitives.ReadUInt16LittleEndian(room) switch
    {
        LinuxAbi.AF_INET => IpAddress.ReadIPv4(room[Ipv4Offset..]),
        LinuxAbi.AF_INET6 => IpAddress.Read(room[Ipv6Offset..]),
        _ => IpAddress.Unspecified,
    };

    public static ushort ReadPort(ReadOnlySpan<byte> room) => BinaryPrimitives.ReadUInt16BigEndian(room[PortOffset..]);
}
