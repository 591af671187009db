using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;

namespace Pmip.Wire.Packets;

/// <summary>Dissects IPv4 and IPv6 headers and passes what they carry on.</summary>
internal static class IpDissector
{
    /// <summary>Dissects a packet of the version that its first nibble says.</summary>
    public static void Dissect(PacketRegion region, int depth, DissectionWriter writer)
    {
        int version = region.Octets.IsEmpty ? 0 : region.Octets[0] >> 4;
        if (version is 4 or 6)
        {
            DissectVersion(version, region, depth, writer);
        }
        else
        {
            writer.Malformed(region.Octets.IsEmpty ? "no IP header"u8 : "IP version is neither 4 nor 6"u8, region.Offset);
        }
    }

    /// <summary>Dissects a packet that its carrier announced as of this version.</summary>
    public static void DissectVersion(int version, PacketRegion region, int depth, DissectionWriter writer)
    {
        writer.BeginObject(version == 4 ? "ipv4"u8 : "ipv6"u8);
        if (depth > PacketDissector.DepthMax)
        {
            writer.Malformed("more tunnels within tunnels than are followed"u8, region.Offset);
        }
        else if (version == 4)
        {
            DissectIpv4(region, depth, writer);
        }
        else
        {
            DissectIpv6(region, depth, writer);
        }

        writer.EndObject();
    }

    private static void DissectIpv4(PacketRegion region, int depth, DissectionWriter writer)
    {
        if (!Ipv4Header.TryReadLeniently(region.Octets, out Ipv4Header header, out WireStatus flaw))
        {
            bool isBadHeader = flaw == WireStatus.BadHeader;
            writer.Malformed(isBadHeader ? "not an IPv4 header"u8 : "IPv4 header truncated"u8, region.Offset + (isBadHeader ? 0 : region.Length));
            return;
        }

        writer.Hex("typeOfService"u8, header.DifferentiatedServices, 2);
        writer.Number("totalLength"u8, header.TotalLength);
        writer.Hex("identification"u8, header.Identification, 4);
        writer.Flag("dontFragment"u8, header.DontFragment);
        if (header.IsFragment)
        {
            writer.Flag("moreFragments"u8, header.MoreFragments);
            writer.Number("fragmentOffset"u8, (ulong)header.FragmentOffset);
        }

        writer.Number("timeToLive"u8, header.TimeToLive);
        writer.Enumerated("protocol"u8, header.Protocol, TransportDissector.NameOf(header.Protocol));
        writer.Hex("headerChecksum"u8, header.Checksum, 4);
        writer.Address("sourceAddress"u8, header.Source);
        writer.Address("destinationAddress"u8, header.Destination);
        if (!header.Options.IsEmpty)
        {
            writer.Octets("options"u8, header.Options);
        }

        if (!header.ChecksumIsValid)
        {
            writer.Malformed("IPv4 header checksum is wrong"u8, region.Offset + 10);
        }

        ReportLength(flaw, region, 2, writer);
        PacketRegion payload = region.Slice(header.HeaderLength, header.Payload.Length);
        if (flaw != WireStatus.Ok || header.IsFragment)
        {
            payload = payload.InPart();
        }

        if (header.FragmentOffset != 0)
        {
            writer.Octets("fragment"u8, payload.Octets);
            return;
        }

        TransportDissector.Dissect(header.Protocol, payload, header.Source, header.Destination, depth, writer);
    }

    private static void DissectIpv6(PacketRegion region, int depth, DissectionWriter writer)
    {
        if (!Ipv6Header.TryReadLeniently(region.Octets, out Ipv6Header header, out WireStatus flaw))
        {
            bool isBadHeader = flaw == WireStatus.BadHeader;
            writer.Malformed(isBadHeader ? "not an IPv6 header"u8 : "IPv6 header truncated"u8, region.Offset + (isBadHeader ? 0 : region.Length));
            return;
        }

        writer.Hex("trafficClass"u8, header.TrafficClass, 2);
        writer.Hex("flowLabel"u8, header.FlowLabel, 5);
        writer.Number("payloadLength"u8, header.PayloadLength);
        writer.Enumerated("nextHeader"u8, header.NextHeader, TransportDissector.NameOf(header.NextHeader));
        writer.Number("hopLimit"u8, header.HopLimit);
        IpAddress source = header.Source;
        IpAddress destination = header.Destination;
        writer.Address("sourceAddress"u8, source);
        writer.Address("destinationAddress"u8, destination);
        ReportLength(flaw, region, 4, writer);
        PacketRegion payload = region.Slice(Ipv6Header.Length, header.Payload.Length);
        if (flaw != WireStatus.Ok)
        {
            payload = payload.InPart();
        }

        if (ExtensionHeaderDissector.TryPass(header.NextHeader, ref payload, writer, out byte protocol))
        {
            // Link-layer options of neighbor discovery count only when the packet cannot have come through a router.
            if (protocol == IpProtocol.Icmpv6)
            {
                IcmpDissector.DissectVersion6(payload, source, destination, header.HopLimit, depth, writer);
            }
            else
            {
                TransportDissector.Dissect(protocol, payload, source, destination, depth, writer);
            }
        }
    }

    private static void ReportLength(WireStatus flaw, PacketRegion region, int lengthOffset, DissectionWriter writer)
    {
        if (flaw == WireStatus.Truncated && region.IsWhole)
        {
            writer.Malformed("packet is shorter than its length field says"u8, region.Offset + region.Length);
        }
        else if (flaw == WireStatus.BadLength)
        {
            writer.Malformed("length field is shorter than the header"u8, region.Offset + lengthOffset);
        }
    }
}
