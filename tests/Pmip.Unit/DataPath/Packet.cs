using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Unit.DataPath;

/// <summary>Builds packets from the inside out. Independent of the code under test: what it writes is what the RFCs say.</summary>
internal static class Packet
{
    public const int EthernetLength = 14;
    public const ushort TypeIpv4 = 0x0800;
    public const ushort TypeIpv6 = 0x86DD;
    public const ushort TypeArp = 0x0806;
    public const byte ProtocolGre = 47;
    public const byte ProtocolUdp = 17;

    public static byte[] Udp(int payloadLength = 32, ushort destinationPort = 9)
    {
        byte[] octets = new byte[8 + payloadLength];
        BinaryPrimitives.WriteUInt16BigEndian(octets, 4000);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)octets.Length);
        for (int i = 8; i < octets.Length; i++)
        {
            octets[i] = (byte)(i & 0xFF);
        }

        return octets;
    }

    public static byte[] Ipv4(
        IpAddress source, IpAddress destination, byte[] payload, byte protocol = ProtocolUdp, byte hops = 64, byte tos = 0,
        ushort fragment = 0, ushort identification = 0)
    {
        byte[] octets = new byte[20 + payload.Length];
        octets[0] = 0x45;
        octets[1] = tos;
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)octets.Length);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), identification);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(6), fragment);
        octets[8] = hops;
        octets[9] = protocol;
        source.WriteIPv4(octets.AsSpan(12));
        destination.WriteIPv4(octets.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(10), Checksum(octets.AsSpan(0, 20)));
        payload.CopyTo(octets, 20);
        return octets;
    }

    public static byte[] Ipv6(
        IpAddress source, IpAddress destination, byte[] payload, byte next = ProtocolUdp, byte hops = 64, byte trafficClass = 0, uint flow = 0)
    {
        byte[] octets = new byte[40 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(octets, 0x6000_0000 | ((uint)trafficClass << 20) | flow);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)payload.Length);
        octets[6] = next;
        octets[7] = hops;
        source.Write(octets.AsSpan(8));
        destination.Write(octets.AsSpan(24));
        payload.CopyTo(octets, 40);
        return octets;
    }

    /// <summary>IPv4 or IPv6 by the family of the addresses.</summary>
    public static byte[] Ip(IpAddress source, IpAddress destination, byte[] payload, byte protocol = ProtocolUdp, byte hops = 64, byte tos = 0) =>
        source.IsIPv4 ? Ipv4(source, destination, payload, protocol, hops, tos) : Ipv6(source, destination, payload, protocol, hops, tos);

    public static byte[] Gre(uint key, byte[] inner, ushort flags = 0x2000, ushort? protocol = null)
    {
        byte[] octets = new byte[8 + inner.Length];
        BinaryPrimitives.WriteUInt16BigEndian(octets, flags);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), protocol ?? (inner[0] >> 4 == 4 ? TypeIpv4 : TypeIpv6));
        BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(4), key);
        inner.CopyTo(octets, 8);
        return octets;
    }

    /// <summary>The outer packet of the product: hop limit 64, for IPv4 identification 0 and don't fragment.</summary>
    public static byte[] Tunnel(IpAddress source, IpAddress destination, uint key, byte[] inner, byte tos = 0, byte hops = 64)
    {
        byte[] gre = Gre(key, inner);
        return source.IsIPv4
            ? Ipv4(source, destination, gre, ProtocolGre, hops, tos, fragment: 0x4000)
            : Ipv6(source, destination, gre, ProtocolGre, hops, tos);
    }

    /// <summary>GRE behind UDP 5437 and the TLV header of RFC 5845 4, as the product sends it: no UDP checksum.</summary>
    public static byte[] UdpTlvGre(uint key, byte[] inner)
    {
        byte[] gre = Gre(key, inner);
        byte[] octets = new byte[12 + gre.Length];
        BinaryPrimitives.WriteUInt16BigEndian(octets, 5437);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), 5437);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)octets.Length);
        octets[9] = ProtocolGre;
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(10), (ushort)gre.Length);
        gre.CopyTo(octets, 12);
        return octets;
    }

    /// <summary>The outer packet of the product when GRE goes in UDP.</summary>
    public static byte[] UdpTunnel(IpAddress source, IpAddress destination, uint key, byte[] inner, byte tos = 0) =>
        Ipv4(source, destination, UdpTlvGre(key, inner), ProtocolUdp, tos: tos, fragment: 0x4000);

    /// <summary>Puts the destination options header with a tunnel encapsulation limit (RFC 2473 4.1.1) into an IPv6 packet.</summary>
    public static byte[] WithEncapsulationLimit(byte[] ipv6, byte option = 4)
    {
        byte[] octets = new byte[ipv6.Length + 8];
        ipv6.AsSpan(0, 40).CopyTo(octets);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)(octets.Length - 40));
        octets[6] = 60;
        byte[] options = [ipv6[6], 0, option, 1, 4, 1, 1, 0];
        options.CopyTo(octets, 40);
        ipv6.AsSpan(40).CopyTo(octets.AsSpan(48));
        return octets;
    }

    public static byte[] Ethernet(MacAddress destination, MacAddress source, byte[] packet, ushort? type = null)
    {
        byte[] octets = new byte[EthernetLength + packet.Length];
        destination.Write(octets);
        source.Write(octets.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(12), type ?? (packet[0] >> 4 == 4 ? TypeIpv4 : TypeIpv6));
        packet.CopyTo(octets, EthernetLength);
        return octets;
    }

    /// <summary>A copy with one octet changed.</summary>
    public static byte[] With(byte[] packet, int offset, byte value)
    {
        byte[] copy = [.. packet];
        copy[offset] = value;
        return copy;
    }

    /// <summary>A copy in which the IPv4 headers at these places have their checksums again.</summary>
    public static byte[] Summed(byte[] packet, params int[] headers)
    {
        byte[] copy = [.. packet];
        foreach (int header in headers)
        {
            if (copy[header] >> 4 == 4 && header + 20 <= copy.Length)
            {
                int length = Math.Clamp((copy[header] & 15) * 4, 20, copy.Length - header);
                BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(header + 10), 0);
                BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(header + 10), Checksum(copy.AsSpan(header, length)));
            }
        }

        return copy;
    }

    public static ushort Checksum(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        for (int i = 0; i + 1 < octets.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets[i..]);
        }

        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)(~sum & 0xFFFF);
    }
}
