using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>Dissects ICMP of both versions; neighbor discovery has its own dissector.</summary>
internal static class IcmpDissector
{
    private const byte FragmentationNeeded = 4;

    public static void DissectVersion4(PacketRegion region, int depth, DissectionWriter writer)
    {
        writer.BeginObject("icmp"u8);
        if (Icmpv4Message.TryRead(region.Octets, out Icmpv4Message message) != WireStatus.Ok)
        {
            writer.Malformed("ICMP message truncated"u8, region.Offset + region.Length);
            writer.EndObject();
            return;
        }

        writer.Enumerated("type"u8, (byte)message.Type, NameOf(message.Type));
        writer.Number("code"u8, message.Code);
        if (region.IsWhole && !message.ChecksumIsValid)
        {
            writer.Malformed("ICMP checksum is wrong"u8, region.Offset + 2);
        }

        switch (message.Type)
        {
            case Icmpv4Type.EchoRequest or Icmpv4Type.EchoReply:
                DissectEcho(message.Parameter, message.Body.Length, writer);
                break;
            case Icmpv4Type.DestinationUnreachable:
                if (message.Code == FragmentationNeeded)
                {
                    writer.Number("nextHopMtu"u8, message.Parameter & 0xFFFF);
                }

                DissectCause(region.From(Icmpv4Message.Length), depth, writer);
                break;
            case Icmpv4Type.TimeExceeded or Icmpv4Type.ParameterProblem or Icmpv4Type.Redirect:
                DissectCause(region.From(Icmpv4Message.Length), depth, writer);
                break;
            default:
                writer.Octets("body"u8, message.Body);
                break;
        }

        writer.EndObject();
    }

    public static void DissectVersion6(
        PacketRegion region, IpAddress source, IpAddress destination, byte hopLimit, int depth, DissectionWriter writer)
    {
        writer.BeginObject("icmpv6"u8);
        if (Icmpv6Message.TryRead(region.Octets, out Icmpv6Message message) != WireStatus.Ok)
        {
            writer.Malformed("ICMPv6 message truncated"u8, region.Offset + region.Length);
            writer.EndObject();
            return;
        }

        writer.Enumerated("type"u8, (byte)message.Type, NameOf(message.Type));
        writer.Number("code"u8, message.Code);
        writer.Hex("checksum"u8, message.Checksum, 4);
        if (region.IsWhole && !message.ChecksumIsValid(source, destination))
        {
            writer.Malformed("ICMPv6 checksum is wrong"u8, region.Offset + 2);
        }

        switch (message.Type)
        {
            case Icmpv6Type.EchoRequest or Icmpv6Type.EchoReply:
                DissectEcho(message.Parameter, message.Body.Length, writer);
                break;
            case Icmpv6Type.PacketTooBig:
                writer.Number("mtu"u8, message.Parameter);
                DissectCause(region.From(Icmpv6Message.Length), depth, writer);
                break;
            case Icmpv6Type.ParameterProblem:
                writer.Number("pointer"u8, message.Parameter);
                DissectCause(region.From(Icmpv6Message.Length), depth, writer);
                break;
            case Icmpv6Type.DestinationUnreachable or Icmpv6Type.TimeExceeded:
                DissectCause(region.From(Icmpv6Message.Length), depth, writer);
                break;
            default:
                DissectNeighborDiscovery(message, region, hopLimit, writer);
                break;
        }

        writer.EndObject();
    }

    private static void DissectNeighborDiscovery(in Icmpv6Message message, PacketRegion region, byte hopLimit, DissectionWriter writer)
    {
        if (NeighborDiscoveryMessage.FixedLength(message.Type) == 0)
        {
            writer.Octets("body"u8, message.Body);
            return;
        }

        if (hopLimit != NeighborDiscoveryMessage.HopLimit)
        {
            writer.Malformed("neighbor discovery with a hop limit other than 255"u8, region.Offset);
        }

        NeighborDiscoveryDissector.Dissect(message.Type, region, writer);
    }

    private static void DissectEcho(uint parameter, int length, DissectionWriter writer)
    {
        writer.Number("identifier"u8, parameter >> 16);
        writer.Number("sequenceNumber"u8, parameter & 0xFFFF);
        writer.Number("dataLength"u8, (ulong)length, "octets"u8);
    }

    /// <summary>The packet that caused an error is cut by whoever reports it: it is shown, and its lengths are not judged.</summary>
    private static void DissectCause(PacketRegion region, int depth, DissectionWriter writer)
    {
        int version = region.Octets.IsEmpty ? 0 : region.Octets[0] >> 4;
        int length = version switch { 4 => Ipv4Header.Length, 6 => Ipv6Header.Length, _ => int.MaxValue };
        if (region.Length < length || depth >= PacketDissector.DepthMax)
        {
            writer.Octets("invokingPacket"u8, region.Octets);
            return;
        }

        bool isVersion4 = version == 4;
        byte protocol = region.Octets[isVersion4 ? 9 : 6];
        writer.BeginObject("invokingPacket"u8);
        writer.Address("sourceAddress"u8, isVersion4 ? IpAddress.ReadIPv4(region.Octets[12..]) : IpAddress.Read(region.Octets[8..]));
        writer.Address("destinationAddress"u8, isVersion4 ? IpAddress.ReadIPv4(region.Octets[16..]) : IpAddress.Read(region.Octets[24..]));
        writer.Enumerated("protocol"u8, protocol, TransportDissector.NameOf(protocol));
        writer.Octets("payload"u8, region.Octets[length..]);
        writer.EndObject();
    }

    private static ReadOnlySpan<byte> NameOf(Icmpv4Type type) => type switch
    {
        Icmpv4Type.EchoReply => "echo reply"u8,
        Icmpv4Type.DestinationUnreachable => "destination unreachable"u8,
        Icmpv4Type.Redirect => "redirect"u8,
        Icmpv4Type.EchoRequest => "echo request"u8,
        Icmpv4Type.RouterAdvertisement => "router advertisement"u8,
        Icmpv4Type.RouterSolicitation => "router solicitation"u8,
        Icmpv4Type.TimeExceeded => "time exceeded"u8,
        Icmpv4Type.ParameterProblem => "parameter problem"u8,
        _ => default,
    };

    private static ReadOnlySpan<byte> NameOf(Icmpv6Type type) => type switch
    {
        Icmpv6Type.DestinationUnreachable => "destination unreachable"u8,
        Icmpv6Type.PacketTooBig => "packet too big"u8,
        Icmpv6Type.TimeExceeded => "time exceeded"u8,
        Icmpv6Type.ParameterProblem => "parameter problem"u8,
        Icmpv6Type.EchoRequest => "echo request"u8,
        Icmpv6Type.EchoReply => "echo reply"u8,
        Icmpv6Type.MulticastListenerQuery => "multicast listener query"u8,
        Icmpv6Type.MulticastListenerReport => "multicast listener report"u8,
        Icmpv6Type.MulticastListenerDone => "multicast listener done"u8,
        Icmpv6Type.RouterSolicitation => "router solicitation"u8,
        Icmpv6Type.RouterAdvertisement => "router advertisement"u8,
        Icmpv6Type.NeighborSolicitation => "neighbor solicitation"u8,
        Icmpv6Type.NeighborAdvertisement => "neighbor advertisement"u8,
        Icmpv6Type.Redirect => "redirect"u8,
        Icmpv6Type.MulticastListenerReportVersion2 => "multicast listener report v2"u8,
        _ => default,
    };
}
