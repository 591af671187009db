using System;
using System.Buffers.Binary;

namespace Pmip.Lab.Crowds;

/// <summary>One of many devices behind a port: a MAC and its link-local address, and the frames that such a device sends.</summary>
internal sealed class Station
{
    private const int Ethernet = 14;
    private const int Ipv6 = 40;
    private const byte Icmp = 58;
    private const byte RouterSolicitation = 133;
    private const byte NeighborAdvertisement = 136;
    private static readonly byte[] AllRouters = Convert.FromHexString("ff020000000000000000000000000002");

    private readonly byte[] _mac;
    private readonly byte[] _linkLocal;

    internal Station(int number)
    {
        _mac = [0x02, 0, 0, 1, (byte)(number >> 8), (byte)(number & 0xff)];
        _linkLocal = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(_mac[0] ^ 2), _mac[1], _mac[2], 0xff, 0xfe, _mac[3], _mac[4], _mac[5]];
    }

    /// <summary>It has a router and a prefix.</summary>
    internal bool IsServed { get; set; }

    internal ReadOnlySpan<byte> Mac => _mac;

    internal ReadOnlySpan<byte> LinkLocal => _linkLocal;

    /// <summary>Asks for a router (RFC 4861 4.1).</summary>
    internal byte[] Solicit()
    {
        byte[] message = [RouterSolicitation, 0, 0, 0, 0, 0, 0, 0, 1, 1, .. _mac];
        return Frame([0x33, 0x33, 0, 0, 0, 2], AllRouters, message);
    }

    /// <summary>Answers a neighbor solicitation for its link-local address (RFC 4861 4.4), solicited and overriding.</summary>
    internal byte[] Advertise(ReadOnlySpan<byte> solicitation)
    {
        byte[] message = [NeighborAdvertisement, 0, 0, 0, 0x60, 0, 0, 0, .. _linkLocal, 2, 1, .. _mac];
        return Frame(solicitation.Slice(6, 6), solicitation.Slice(Ethernet + 8, 16), message);
    }

    private byte[] Frame(ReadOnlySpan<byte> to, ReadOnlySpan<byte> destination, byte[] message)
    {
        byte[] frame = new byte[Ethernet + Ipv6 + message.Length];
        to.CopyTo(frame);
        _mac.CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x86dd);
        frame[14] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)message.Length);
        frame[20] = Icmp;
        frame[21] = 255;
        _linkLocal.CopyTo(frame, 22);
        destination.CopyTo(frame.AsSpan(38));
        message.CopyTo(frame, Ethernet + Ipv6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ethernet + Ipv6 + 2), Checksum(frame.AsSpan(22, 32), message));
        return frame;
    }

    private static ushort Checksum(ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> message)
    {
        uint sum = (uint)message.Length + Icmp + Sum(addresses) + Sum(message);
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)(sum ^ 0xffff);
    }

    private static uint Sum(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        for (int i = 0; i < octets.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets[i..]);
        }

        return sum;
    }
}
