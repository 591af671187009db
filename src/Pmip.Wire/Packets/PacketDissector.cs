using System;
using System.Buffers.Binary;
using Pmip.Wire.Capture;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>
/// Says everything about a packet, layer within layer, tunnels included, and reports what is malformed and where. What a
/// length field gets wrong is reported, and the octets that are there are dissected all the same.
/// </summary>
public static class PacketDissector
{
    /// <summary>Tunnels within tunnels that are followed.</summary>
    public const int DepthMax = 8;

    private const int CookedLength = 16;
    private const int Cooked2Length = 20;
    private const int NullLength = 4;

    /// <summary>Dissects a packet as it was captured. <paramref name="isCutShort"/>: the capture kept only its start.</summary>
    public static void DissectFrame(LinkType linkType, ReadOnlySpan<byte> frame, bool isCutShort, DissectionWriter writer)
    {
        var region = new PacketRegion(frame, 0, !isCutShort);
        switch (linkType)
        {
            case LinkType.Ethernet:
                DissectEthernet(region, writer);
                break;
            case LinkType.Raw or LinkType.RawDlt or LinkType.Ipv4 or LinkType.Ipv6:
                IpDissector.Dissect(region, 0, writer);
                break;
            case LinkType.LinuxCooked:
                DissectCooked(region, "linuxCooked"u8, CookedLength, 14, writer);
                break;
            case LinkType.LinuxCooked2:
                DissectCooked(region, "linuxCooked2"u8, Cooked2Length, 0, writer);
                break;
            case LinkType.Null:
                DissectNull(region, writer);
                break;
            default:
                writer.Number("linkType"u8, (ulong)linkType);
                writer.Octets("octets"u8, frame);
                break;
        }

        if (isCutShort)
        {
            writer.Malformed("cut short by the capture"u8, frame.Length);
        }
    }

    /// <summary>Dissects a packet that starts with an IP header of either version.</summary>
    public static void DissectIp(ReadOnlySpan<byte> packet, DissectionWriter writer) =>
        IpDissector.Dissect(new PacketRegion(packet, 0, isWhole: true), 0, writer);

    /// <summary>Dissects what an EtherType announces.</summary>
    internal static void DissectType(ushort type, PacketRegion region, int depth, DissectionWriter writer)
    {
        switch (type)
        {
            case EtherType.Ipv4 or EtherType.Ipv6:
                IpDissector.DissectVersion(type == EtherType.Ipv4 ? 4 : 6, region, depth, writer);
                break;
            case EtherType.Arp:
                DissectArp(region, writer);
                break;
            default:
                writer.Octets("payload"u8, region.Octets);
                break;
        }
    }

    internal static ReadOnlySpan<byte> NameOfType(ushort type) => type switch
    {
        EtherType.Ipv4 => "IPv4"u8,
        EtherType.Ipv6 => "IPv6"u8,
        EtherType.Arp => "ARP"u8,
        EtherType.Vlan => "802.1Q"u8,
        EtherType.ServiceVlan => "802.1ad"u8,
        0x88CC => "LLDP"u8,
        0x6558 => "transparent Ethernet bridging"u8,
        _ => default,
    };

    private static void DissectEthernet(PacketRegion region, DissectionWriter writer)
    {
        writer.BeginObject("ethernet"u8);
        if (EthernetHeader.TryRead(region.Octets, out EthernetHeader header) == WireStatus.Ok)
        {
            writer.Mac("source"u8, header.Source);
            writer.Mac("destination"u8, header.Destination);
            if (header.TagCount != 0)
            {
                writer.Number("vlanId"u8, header.VlanId);
            }

            if (header.Type < 1536)
            {
                writer.Number("length"u8, header.Type);
                writer.Octets("payload"u8, header.Payload);
            }
            else
            {
                writer.Enumerated("etherType"u8, header.Type, NameOfType(header.Type));
                DissectType(header.Type, region.From(header.HeaderLength), 0, writer);
            }
        }
        else
        {
            writer.Malformed("Ethernet header truncated"u8, region.Length);
        }

        writer.EndObject();
    }

    private static void DissectCooked(
        PacketRegion region, ReadOnlySpan<byte> name, int length, int protocolOffset, DissectionWriter writer)
    {
        writer.BeginObject(name);
        if (region.Length < length)
        {
            writer.Malformed("link header truncated"u8, region.Length);
        }
        else
        {
            ushort protocol = BinaryPrimitives.ReadUInt16BigEndian(region.Octets[protocolOffset..]);
            writer.Number("packetType"u8, protocolOffset == 0 ? region.Octets[10] : region.Octets[1]);
            if (protocolOffset == 0)
            {
                writer.Number("interfaceIndex"u8, BinaryPrimitives.ReadUInt32BigEndian(region.Octets[4..]));
            }

            writer.Enumerated("protocol"u8, protocol, NameOfType(protocol));
            DissectType(protocol, region.From(length), 0, writer);
        }

        writer.EndObject();
    }

    /// <summary>The address family is in the capturing host's order and differs between systems: the version nibble decides.</summary>
    private static void DissectNull(PacketRegion region, DissectionWriter writer)
    {
        if (region.Length < NullLength)
        {
            writer.Malformed("link header truncated"u8, region.Length);
        }
        else
        {
            IpDissector.Dissect(region.From(NullLength), 0, writer);
        }
    }

    private static void DissectArp(PacketRegion region, DissectionWriter writer)
    {
        writer.BeginObject("arp"u8);
        switch (ArpPacket.TryRead(region.Octets, out ArpPacket packet))
        {
            case WireStatus.Ok:
                ReadOnlySpan<byte> operation = packet.Operation switch
                {
                    ArpOperation.Request => packet.IsProbe ? "probe"u8 : "request"u8,
                    ArpOperation.Reply => "reply"u8,
                    _ => default,
                };
                writer.Enumerated("operation"u8, (ushort)packet.Operation, operation);
                writer.Mac("senderHardwareAddress"u8, packet.SenderLinkLayerAddress);
                writer.Address("senderProtocolAddress"u8, packet.SenderAddress);
                writer.Mac("targetHardwareAddress"u8, packet.TargetLinkLayerAddress);
                writer.Address("targetProtocolAddress"u8, packet.TargetAddress);
                break;
            case WireStatus.Unsupported:
                writer.Octets("octets"u8, region.Octets);
                break;
            case WireStatus.BadLength:
                writer.Malformed("ARP address lengths are not 6 and 4"u8, region.Offset + 4);
                break;
            default:
                writer.Malformed("ARP packet truncated"u8, region.Offset + region.Length);
                break;
        }

        writer.EndObject();
    }
}
