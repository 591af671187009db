using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>Dissects what an IP header carries: UDP, TCP, ICMP, tunnels, mobility headers.</summary>
internal static class TransportDissector
{
    public static void Dissect(
        byte protocol, PacketRegion region, IpAddress source, IpAddress destination, int depth, DissectionWriter writer)
    {
        switch (protocol)
        {
            case IpProtocol.Udp:
                DissectUdp(region, source, destination, depth, writer);
                break;
            case IpProtocol.Tcp:
                DissectTcp(region, source, destination, writer);
                break;
            case IpProtocol.Icmpv4:
                IcmpDissector.DissectVersion4(region, depth, writer);
                break;
            case IpProtocol.Icmpv6:
                IcmpDissector.DissectVersion6(region, source, destination, NeighborDiscoveryMessage.HopLimit, depth, writer);
                break;
            case IpProtocol.Ipv4 or IpProtocol.Ipv6:
                IpDissector.DissectVersion(protocol == IpProtocol.Ipv4 ? 4 : 6, region, depth + 1, writer);
                break;
            case IpProtocol.Gre:
                TunnelDissector.DissectGre(region, depth, writer);
                break;
            case IpProtocol.Mobility:
                TunnelDissector.DissectMobility(region, source, destination, writer);
                break;
            case IpProtocol.EncapsulatingSecurityPayload:
                DissectEsp(region, writer);
                break;
            case IpProtocol.NoNextHeader:
                break;
            default:
                writer.Octets("payload"u8, region.Octets);
                break;
        }
    }

    public static ReadOnlySpan<byte> NameOf(byte protocol) => protocol switch
    {
        IpProtocol.HopByHopOptions => "hop-by-hop options"u8,
        IpProtocol.Icmpv4 => "ICMP"u8,
        IpProtocol.Ipv4 => "IPv4"u8,
        IpProtocol.Tcp => "TCP"u8,
        IpProtocol.Udp => "UDP"u8,
        IpProtocol.Ipv6 => "IPv6"u8,
        IpProtocol.Routing => "routing"u8,
        IpProtocol.Fragment => "fragment"u8,
        IpProtocol.Gre => "GRE"u8,
        IpProtocol.EncapsulatingSecurityPayload => "ESP"u8,
        IpProtocol.AuthenticationHeader => "AH"u8,
        IpProtocol.Icmpv6 => "ICMPv6"u8,
        IpProtocol.NoNextHeader => "no next header"u8,
        IpProtocol.DestinationOptions => "destination options"u8,
        IpProtocol.Mobility => "Mobility Header"u8,
        132 => "SCTP"u8,
        _ => default,
    };

    private static void DissectUdp(
        PacketRegion region, IpAddress source, IpAddress destination, int depth, DissectionWriter writer)
    {
        writer.BeginObject("udp"u8);
        if (!UdpHeader.TryReadLeniently(region.Octets, out UdpHeader header, out WireStatus flaw))
        {
            writer.Malformed("UDP header truncated"u8, region.Offset + region.Length);
            writer.EndObject();
            return;
        }

        writer.Number("sourcePort"u8, header.SourcePort);
        writer.Number("destinationPort"u8, header.DestinationPort);
        writer.Number("length"u8, header.DatagramLength);
        writer.Hex("checksum"u8, header.Checksum, 4);
        PacketRegion payload = region.Slice(UdpHeader.Length, header.Payload.Length);
        if (flaw == WireStatus.BadLength || (flaw != WireStatus.Ok && region.IsWhole))
        {
            writer.Malformed("UDP length disagrees with the packet"u8, region.Offset + 4);
        }
        else if (region.IsWhole && !header.ChecksumIsValid(source, destination))
        {
            writer.Malformed("UDP checksum is wrong"u8, region.Offset + 6);
        }

        payload = flaw == WireStatus.Ok ? payload : payload.InPart();
        DissectUdpPayload(header.SourcePort, header.DestinationPort, payload, depth, writer);
        writer.EndObject();
    }

    private static void DissectUdpPayload(
        ushort sourcePort, ushort destinationPort, PacketRegion payload, int depth, DissectionWriter writer)
    {
        if (sourcePort == UdpPort.Pmip6Control || destinationPort == UdpPort.Pmip6Control)
        {
            TunnelDissector.DissectControl(payload, depth, writer);
        }
        else if (sourcePort == UdpPort.Pmip6Data || destinationPort == UdpPort.Pmip6Data)
        {
            TunnelDissector.DissectData(payload, depth, writer);
        }
        else if (sourcePort is UdpPort.DhcpServer or UdpPort.DhcpClient && destinationPort is UdpPort.DhcpServer or UdpPort.DhcpClient)
        {
            DhcpV4Dissector.Dissect(payload, writer);
        }
        else
        {
            writer.Octets("payload"u8, payload.Octets);
        }
    }

    private static void DissectTcp(PacketRegion region, IpAddress source, IpAddress destination, DissectionWriter writer)
    {
        writer.BeginObject("tcp"u8);
        WireStatus status = TcpHeader.TryRead(region.Octets, out TcpHeader header);
        if (status == WireStatus.Ok)
        {
            writer.Number("sourcePort"u8, header.SourcePort);
            writer.Number("destinationPort"u8, header.DestinationPort);
            writer.Number("sequenceNumber"u8, header.Sequence);
            writer.Number("acknowledgmentNumber"u8, header.Acknowledgment);
            DissectTcpFlags(header.Flags, writer);
            writer.Number("window"u8, header.Window);
            writer.Number("payloadLength"u8, (ulong)header.Payload.Length, "octets"u8);
            if (region.IsWhole && !InternetChecksum.VerifyUpperLayer(source, destination, IpProtocol.Tcp, region.Octets))
            {
                writer.Malformed("TCP checksum is wrong"u8, region.Offset + 16);
            }
        }
        else if (status == WireStatus.BadLength)
        {
            writer.Malformed("TCP data offset disagrees with the packet"u8, region.Offset + 12);
        }
        else
        {
            writer.Malformed("TCP header truncated"u8, region.Offset + region.Length);
        }

        writer.EndObject();
    }

    private static void DissectTcpFlags(byte flags, DissectionWriter writer)
    {
        Span<byte> text = stackalloc byte[32];
        ReadOnlySpan<byte> names = "CWRECEURGACKPSHRSTSYNFIN"u8;
        int length = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            if ((flags & (0x80 >> bit)) != 0)
            {
                if (length != 0)
                {
                    text[length++] = (byte)',';
                }

                names.Slice(bit * 3, 3).CopyTo(text[length..]);
                length += 3;
            }
        }

        writer.Text("flags"u8, text[..length]);
    }

    private static void DissectEsp(PacketRegion region, DissectionWriter writer)
    {
        writer.BeginObject("esp"u8);
        if (region.Length < 8)
        {
            writer.Malformed("ESP header truncated"u8, region.Offset + region.Length);
        }
        else
        {
            writer.Hex("securityParametersIndex"u8, BinaryPrimitives.ReadUInt32BigEndian(region.Octets), 8);
            writer.Number("sequenceNumber"u8, BinaryPrimitives.ReadUInt32BigEndian(region.Octets[4..]));
        }

        writer.EndObject();
    }
}
