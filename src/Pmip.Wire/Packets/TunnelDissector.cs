using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>Dissects GRE, the two PMIPv6 ports with their four forms of payload, and mobility headers.</summary>
internal static class TunnelDissector
{
    public static void DissectGre(PacketRegion region, int depth, DissectionWriter writer)
    {
        writer.BeginObject("gre"u8);
        if (region.Length < GreHeader.LengthMin)
        {
            writer.Malformed("GRE header truncated"u8, region.Offset + region.Length);
            writer.EndObject();
            return;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(region.Octets[2..]);
        writer.Hex("flags"u8, BinaryPrimitives.ReadUInt16BigEndian(region.Octets), 4);
        writer.Enumerated("protocolType"u8, type, PacketDissector.NameOfType(type));
        switch (GreHeader.TryReadLeniently(region.Octets, out GreHeader header))
        {
            case WireStatus.Truncated:
                writer.Malformed("GRE header truncated"u8, region.Offset + region.Length);
                break;
            case WireStatus.BadHeader:
                writer.Malformed("GRE reserved bits or version are not zero"u8, region.Offset);
                break;
            default:
                DissectGreFields(header, region, writer);
                PacketDissector.DissectType(type, region.From(header.HeaderLength), depth + 1, writer);
                break;
        }

        writer.EndObject();
    }

    /// <summary>Payload of UDP port 5436: the first octet tells which of the four forms it is.</summary>
    public static void DissectControl(PacketRegion region, int depth, DissectionWriter writer)
    {
        if (region.Octets.IsEmpty)
        {
            writer.Malformed("no signalling message"u8, region.Offset);
        }
        else if (region.Octets[0] == IpProtocol.NoNextHeader)
        {
            // RFC 5844 4.1: the checksum field is zero and not looked at.
            Mobility(region, null, null, writer);
        }
        else
        {
            DissectData(region, depth, writer);
        }
    }

    /// <summary>Payload of UDP port 5437: an IP packet, or a TLV header and what it announces.</summary>
    public static void DissectData(PacketRegion region, int depth, DissectionWriter writer)
    {
        if (!region.Octets.IsEmpty && region.Octets[0] >> 4 == 0)
        {
            DissectTlv(region, depth, writer);
        }
        else
        {
            IpDissector.Dissect(region, depth + 1, writer);
        }
    }

    public static void DissectMobility(PacketRegion region, IpAddress source, IpAddress destination, DissectionWriter writer) =>
        Mobility(region, region.IsWhole ? source : null, region.IsWhole ? destination : null, writer);

    private static void DissectGreFields(in GreHeader header, PacketRegion region, DissectionWriter writer)
    {
        if (header.HasChecksum)
        {
            writer.Hex("checksum"u8, BinaryPrimitives.ReadUInt16BigEndian(region.Octets[4..]), 4);
        }

        if (header.HasKey)
        {
            writer.Hex("key"u8, header.Key.Value, 8);
        }

        if (header.HasSequence)
        {
            writer.Number("sequenceNumber"u8, header.Sequence);
        }

        if (region.IsWhole && !header.ChecksumIsValid)
        {
            writer.Malformed("GRE checksum is wrong"u8, region.Offset + 4);
        }
    }

    private static void DissectTlv(PacketRegion region, int depth, DissectionWriter writer)
    {
        writer.BeginObject("tlvHeader"u8);
        if (region.Length < TlvHeader.Length)
        {
            writer.Malformed("TLV header truncated"u8, region.Offset + region.Length);
            writer.EndObject();
            return;
        }

        byte nextHeader = region.Octets[1];
        writer.Enumerated("nextHeader"u8, nextHeader, TransportDissector.NameOf(nextHeader));
        writer.Number("length"u8, BinaryPrimitives.ReadUInt16BigEndian(region.Octets[2..]));
        WireStatus status = TlvHeader.TryRead(region.Octets, out _);
        PacketRegion payload = region.From(TlvHeader.Length);
        if (status == WireStatus.BadLength && region.IsWhole)
        {
            writer.Malformed("TLV length disagrees with the UDP length"u8, region.Offset + 2);
        }

        if (nextHeader == IpProtocol.Gre)
        {
            DissectGre(payload, depth, writer);
        }
        else if (nextHeader is IpProtocol.Ipv4 or IpProtocol.Ipv6)
        {
            IpDissector.DissectVersion(nextHeader == IpProtocol.Ipv4 ? 4 : 6, payload, depth + 1, writer);
        }
        else
        {
            writer.Malformed("TLV next header is none of 4, 41, 47"u8, region.Offset + 1);
        }

        writer.EndObject();
    }

    private static void Mobility(PacketRegion region, IpAddress? source, IpAddress? destination, DissectionWriter writer)
    {
        int origin = writer.Origin;
        writer.Origin = origin + region.Offset;
        MobilityDissector.Dissect(region.Octets, source, destination, writer);
        writer.Origin = origin;
    }
}
