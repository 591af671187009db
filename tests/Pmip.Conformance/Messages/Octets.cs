using System;
using System.Buffers.Binary;
using System.Net;

namespace Pmip.Conformance.Messages;

/// <summary>Numbers in network order, addresses, and the checksum of the mobility header (RFC 6275 6.1.1).</summary>
public static class Octets
{
    private const byte MobilityProtocol = 135;

    public static byte[] Of16(int value)
    {
        byte[] octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)value);
        return octets;
    }

    public static byte[] Of32(uint value)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    public static byte[] Of64(ulong value)
    {
        byte[] octets = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(octets, value);
        return octets;
    }

    /// <summary>The sixteen octets of an address; an IPv4 address in its mapped form.</summary>
    public static byte[] Of128(IPAddress address) => address.MapToIPv6().GetAddressBytes();

    /// <summary>The checksum that the message must have between these addresses, its own checksum field counting as zero.</summary>
    public static ushort Checksum(IPAddress source, IPAddress destination, ReadOnlySpan<byte> message)
    {
        uint sum = 0;
        Add(ref sum, Of128(source));
        Add(ref sum, Of128(destination));
        Add(ref sum, Of32((uint)message.Length));
        sum += MobilityProtocol;
        byte[] copy = message.ToArray();
        copy[4] = 0;
        copy[5] = 0;
        Add(ref sum, copy);
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)(~sum & ushort.MaxValue);
    }

    /// <summary>An inner IPv6 header in front of a message (TS 29.275 6.1).</summary>
    public static byte[] InsideIpv6(IPAddress source, IPAddress destination, byte[] message) =>
    [
        0x60, 0, 0, 0, .. Of16(message.Length), MobilityProtocol, 64, .. Of128(source), .. Of128(destination), .. message,
    ];

    private static void Add(ref uint sum, ReadOnlySpan<byte> octets)
    {
        for (int i = 0; i < octets.Length; i++)
        {
            sum += (i & 1) == 0 ? (uint)octets[i] << 8 : octets[i];
        }
    }
}
