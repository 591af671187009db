using System;
using System.Buffers.Binary;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>Dissects the extension headers of IPv6 (RFC 8200 4) on the way to the upper layer.</summary>
internal static class ExtensionHeaderDissector
{
    private const byte Pad1 = 0;
    private const byte PadN = 1;
    private const byte TunnelEncapsulationLimit = 4;
    private const byte RouterAlert = 5;

    /// <summary>False when there is no upper layer to go on with: a fault, or a later fragment.</summary>
    public static bool TryPass(byte nextHeader, ref PacketRegion payload, DissectionWriter writer, out byte protocol)
    {
        protocol = nextHeader;
        if (!IsExtension(protocol))
        {
            return true;
        }

        bool goesOn = true;
        writer.BeginList("extensionHeaders"u8);
        while (goesOn && IsExtension(protocol))
        {
            writer.BeginObject(NameOf(protocol));
            goesOn = TryPassOne(ref protocol, ref payload, writer);
            writer.EndObject();
        }

        writer.EndList();
        return goesOn;
    }

    private static bool TryPassOne(ref byte protocol, ref PacketRegion payload, DissectionWriter writer)
    {
        int length = payload.Length < 8 ? 8 : protocol == IpProtocol.Fragment ? 8 : (payload.Octets[1] + 1) * 8;
        if (payload.Length < length)
        {
            writer.Malformed("extension header truncated"u8, payload.Offset + payload.Length);
            return false;
        }

        PacketRegion header = payload.Slice(0, length);
        bool isLaterFragment = false;
        writer.Enumerated("nextHeader"u8, header.Octets[0], TransportDissector.NameOf(header.Octets[0]));
        switch (protocol)
        {
            case IpProtocol.Fragment:
                int offset = BinaryPrimitives.ReadUInt16BigEndian(header.Octets[2..]) & 0xFFF8;
                bool hasMore = (header.Octets[3] & 1) != 0;
                writer.Number("fragmentOffset"u8, (ulong)offset);
                writer.Flag("moreFragments"u8, hasMore);
                writer.Hex("identification"u8, BinaryPrimitives.ReadUInt32BigEndian(header.Octets[4..]), 8);
                isLaterFragment = offset != 0;
                payload = offset != 0 || hasMore ? payload.InPart() : payload;
                break;
            case IpProtocol.Routing:
                writer.Number("routingType"u8, header.Octets[2]);
                writer.Number("segmentsLeft"u8, header.Octets[3]);
                // The destination of a checksum is the last segment's while some are left: do not judge.
                payload = header.Octets[3] != 0 ? payload.InPart() : payload;
                break;
            default:
                DissectOptions(header, writer);
                break;
        }

        protocol = header.Octets[0];
        payload = payload.From(length);
        if (isLaterFragment)
        {
            writer.Octets("fragment"u8, payload.Octets);
        }

        return !isLaterFragment;
    }

    private static void DissectOptions(PacketRegion header, DissectionWriter writer)
    {
        int at = 2;
        writer.BeginList("options"u8);
        while (at < header.Length)
        {
            byte type = header.Octets[at];
            if (type == Pad1)
            {
                at++;
                continue;
            }

            if (at + 2 > header.Length || at + 2 + header.Octets[at + 1] > header.Length)
            {
                writer.Malformed("option runs over its header"u8, header.Offset + at);
                break;
            }

            ReadOnlySpan<byte> value = header.Octets.Slice(at + 2, header.Octets[at + 1]);
            if (type != PadN)
            {
                DissectOption(type, value, writer);
            }

            at += 2 + value.Length;
        }

        writer.EndList();
    }

    private static void DissectOption(byte type, ReadOnlySpan<byte> value, DissectionWriter writer)
    {
        writer.BeginObject("option"u8);
        ReadOnlySpan<byte> name = type switch
        {
            TunnelEncapsulationLimit => "tunnel encapsulation limit"u8,
            RouterAlert => "router alert"u8,
            201 => "home address"u8,
            _ => default,
        };
        writer.Enumerated("type"u8, type, name);
        if (type == TunnelEncapsulationLimit && value.Length == 1)
        {
            writer.Number("limit"u8, value[0]);
        }
        else
        {
            writer.Octets("data"u8, value);
        }

        writer.EndObject();
    }

    private static bool IsExtension(byte protocol) =>
        protocol is IpProtocol.HopByHopOptions or IpProtocol.DestinationOptions or IpProtocol.Routing or IpProtocol.Fragment;

    private static ReadOnlySpan<byte> NameOf(byte protocol) => protocol switch
    {
        IpProtocol.HopByHopOptions => "hopByHopOptions"u8,
        IpProtocol.DestinationOptions => "destinationOptions"u8,
        IpProtocol.Routing => "routing"u8,
        _ => "fragment"u8,
    };
}
