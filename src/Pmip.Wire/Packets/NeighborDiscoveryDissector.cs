using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>Dissects the body and the options of neighbor discovery messages (RFC 4861 4).</summary>
internal static class NeighborDiscoveryDissector
{
    public static void Dissect(Icmpv6Type type, PacketRegion region, DissectionWriter writer)
    {
        int fixedLength = NeighborDiscoveryMessage.FixedLength(type);
        if (region.Length < fixedLength)
        {
            writer.Malformed("neighbor discovery message truncated"u8, region.Offset + region.Length);
            return;
        }

        ReadOnlySpan<byte> octets = region.Octets;
        switch (type)
        {
            case Icmpv6Type.RouterAdvertisement:
                writer.Number("curHopLimit"u8, octets[4]);
                writer.Flag("managed"u8, (octets[5] & 0x80) != 0);
                writer.Flag("other"u8, (octets[5] & 0x40) != 0);
                writer.Number("routerLifetime"u8, BinaryPrimitives.ReadUInt16BigEndian(octets[6..]), "s"u8);
                writer.Number("reachableTime"u8, BinaryPrimitives.ReadUInt32BigEndian(octets[8..]), "ms"u8);
                writer.Number("retransTimer"u8, BinaryPrimitives.ReadUInt32BigEndian(octets[12..]), "ms"u8);
                break;
            case Icmpv6Type.NeighborAdvertisement:
                writer.Flag("router"u8, (octets[4] & 0x80) != 0);
                writer.Flag("solicited"u8, (octets[4] & 0x40) != 0);
                writer.Flag("override"u8, (octets[4] & 0x20) != 0);
                writer.Address("targetAddress"u8, IpAddress.Read(octets[8..]));
                break;
            case Icmpv6Type.NeighborSolicitation:
                writer.Address("targetAddress"u8, IpAddress.Read(octets[8..]));
                break;
            default:
                break;
        }

        DissectOptions(region.From(fixedLength), writer);
    }

    private static void DissectOptions(PacketRegion region, DissectionWriter writer)
    {
        var options = new NeighborDiscoveryOptionReader(region.Octets);
        writer.BeginList("options"u8);
        while (options.TryNext())
        {
            writer.BeginObject("option"u8);
            writer.Enumerated("type"u8, (byte)options.Type, NameOf(options.Type));
            DissectOption(options.Type, options.Octets, region.Offset + options.Offset, writer);
            writer.EndObject();
        }

        writer.EndList();
        if (options.Status != WireStatus.Ok)
        {
            writer.Malformed("option length is zero or runs over the message"u8, region.Offset + options.Offset);
        }
    }

    private static void DissectOption(NeighborDiscoveryOptionType type, ReadOnlySpan<byte> octets, int offset, DissectionWriter writer)
    {
        switch (type)
        {
            case NeighborDiscoveryOptionType.SourceLinkLayerAddress or NeighborDiscoveryOptionType.TargetLinkLayerAddress:
                writer.Mac("linkLayerAddress"u8, MacAddress.Read(octets[2..]));
                break;
            case NeighborDiscoveryOptionType.Mtu:
                writer.Number("mtu"u8, BinaryPrimitives.ReadUInt32BigEndian(octets[4..]));
                break;
            case NeighborDiscoveryOptionType.PrefixInformation:
                DissectPrefix(octets, offset, writer);
                break;
            case NeighborDiscoveryOptionType.RecursiveDnsServer:
                DissectDnsServers(octets, offset, writer);
                break;
            default:
                writer.Octets("data"u8, octets[2..]);
                break;
        }
    }

    private static void DissectPrefix(ReadOnlySpan<byte> octets, int offset, DissectionWriter writer)
    {
        if (octets.Length != 32 || octets[2] > 128)
        {
            writer.Malformed("prefix information is not 32 octets, or its prefix length is over 128"u8, offset + 1);
            writer.Octets("data"u8, octets[2..]);
            return;
        }

        writer.Prefix("prefix"u8, new IpPrefix(IpAddress.Read(octets[16..]), octets[2]));
        writer.Flag("onLink"u8, (octets[3] & (byte)PrefixInformationFlags.OnLink) != 0);
        writer.Flag("autonomous"u8, (octets[3] & (byte)PrefixInformationFlags.Autonomous) != 0);
        writer.Number("validLifetime"u8, BinaryPrimitives.ReadUInt32BigEndian(octets[4..]), "s"u8);
        writer.Number("preferredLifetime"u8, BinaryPrimitives.ReadUInt32BigEndian(octets[8..]), "s"u8);
    }

    private static void DissectDnsServers(ReadOnlySpan<byte> octets, int offset, DissectionWriter writer)
    {
        writer.Number("lifetime"u8, BinaryPrimitives.ReadUInt32BigEndian(octets[4..]), "s"u8);
        if (octets.Length < 24 || octets.Length % 16 != 8)
        {
            writer.Malformed("DNS server option does not hold whole addresses"u8, offset + 1);
        }

        writer.BeginList("addresses"u8);
        for (int at = 8; at + 16 <= octets.Length; at += 16)
        {
            writer.BeginObject("server"u8);
            writer.Address("address"u8, IpAddress.Read(octets[at..]));
            writer.EndObject();
        }

        writer.EndList();
    }

    private static ReadOnlySpan<byte> NameOf(NeighborDiscoveryOptionType type) => type switch
    {
        NeighborDiscoveryOptionType.SourceLinkLayerAddress => "source link-layer address"u8,
        NeighborDiscoveryOptionType.TargetLinkLayerAddress => "target link-layer address"u8,
        NeighborDiscoveryOptionType.PrefixInformation => "prefix information"u8,
        NeighborDiscoveryOptionType.RedirectedHeader => "redirected header"u8,
        NeighborDiscoveryOptionType.Mtu => "MTU"u8,
        NeighborDiscoveryOptionType.Nonce => "nonce"u8,
        NeighborDiscoveryOptionType.RouteInformation => "route information"u8,
        NeighborDiscoveryOptionType.RecursiveDnsServer => "recursive DNS server"u8,
        NeighborDiscoveryOptionType.DnsSearchList => "DNS search list"u8,
        _ => default,
    };
}
