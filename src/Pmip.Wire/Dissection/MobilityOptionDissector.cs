using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Wire.Dissection;

/// <summary>The data of one option, inside the object that is open for it; raw when the layout is not known or not met.</summary>
internal static class MobilityOptionDissector
{
    public static void Dissect(scoped in MobilityOption option, int offset, DissectionWriter writer)
    {
        ReadOnlySpan<byte> data = option.Data;
        if (!HasItsLength(option.Type, data))
        {
            writer.Octets("data"u8, data);
            writer.Malformed("the length is not one of this option"u8, offset + 1);
            return;
        }

        switch (option.Type)
        {
            case MobilityOptionType.MobileNodeIdentifier:
                DissectIdentifier(data, writer);
                break;
            case MobilityOptionType.VendorSpecific:
                ThreeGppOptionDissector.Dissect(data, offset, writer);
                break;
            case MobilityOptionType.ServiceSelection:
                DissectService(data, offset, writer);
                break;
            case MobilityOptionType.HomeNetworkPrefix or MobilityOptionType.MobileNetworkPrefix:
                DissectPrefix(data, offset, writer);
                break;
            case MobilityOptionType.HandoffIndicator:
                writer.Enumerated("handoffIndicator"u8, data[1], HandoffIndicatorNames.Of((HandoffIndicator)data[1]));
                break;
            case MobilityOptionType.AccessTechnologyType:
                writer.Enumerated(
                    "accessTechnologyType"u8, data[1], AccessTechnologyTypeNames.Of((AccessTechnologyType)data[1]));
                break;
            case MobilityOptionType.MobileNodeLinkLayerIdentifier when data.Length == 2 + MacAddress.Length:
                writer.Mac("linkLayerIdentifier"u8, MacAddress.Read(data[2..]));
                break;
            case MobilityOptionType.MobileNodeLinkLayerIdentifier:
                writer.Octets("linkLayerIdentifier"u8, data[2..]);
                break;
            case MobilityOptionType.LinkLocalAddress or MobilityOptionType.AlternateCareOfAddress:
                writer.Address("address"u8, IpAddress.Read(data));
                break;
            case MobilityOptionType.Timestamp:
                DissectTimestamp(data, writer);
                break;
            case MobilityOptionType.GreKey when data.Length == 6:
                writer.Hex("greKey"u8, Number(data, 2), 8);
                break;
            case MobilityOptionType.GreKey:
                writer.Flag("hasKey"u8, false);
                break;
            default:
                DissectExtension(option.Type, data, offset, writer);
                break;
        }
    }

    private static void DissectExtension(MobilityOptionType type, ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        if (!ExtensionOptionDissector.Knows(type) && !NestedOptionDissector.Knows(type))
        {
            DissectIpv4(type, data, offset, writer);
        }
        else if (!ExtensionOptionDissector.TryDissect(type, data, writer)
            && !NestedOptionDissector.TryDissect(type, data, offset + 2, writer))
        {
            writer.Octets("data"u8, data);
            writer.Malformed("the value has not the layout of this option"u8, offset + 2);
        }
    }

    private static void DissectIpv4(MobilityOptionType type, ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        switch (type)
        {
            case MobilityOptionType.Ipv4HomeAddressRequest:
                Ipv4(data, 0, offset, writer);
                break;
            case MobilityOptionType.Ipv4HomeAddressReply:
                writer.Enumerated("status"u8, data[0], Ipv4HomeAddressStatusNames.Of((Ipv4HomeAddressStatus)data[0]));
                Ipv4(data, 1, offset, writer);
                break;
            case MobilityOptionType.Ipv4AddressAcknowledgement:
                writer.Number("status"u8, data[0]);
                Ipv4(data, 1, offset, writer);
                break;
            case MobilityOptionType.Ipv4HomeAddress:
                writer.Flag("prefixRequested"u8, (data[0] & 2) != 0);
                Ipv4(data, 0, offset, writer);
                break;
            case MobilityOptionType.Ipv4DefaultRouterAddress or MobilityOptionType.Ipv4CareOfAddress:
                writer.Address("address"u8, IpAddress.ReadIPv4(data[2..]));
                break;
            case MobilityOptionType.AlternateIpv4CareOfAddress:
                writer.Address("address"u8, IpAddress.ReadIPv4(data));
                break;
            case MobilityOptionType.Ipv4DhcpSupportMode:
                writer.Enumerated("dhcpMode"u8, (ulong)(data[1] & 1), (data[1] & 1) != 0 ? "server"u8 : "relay"u8);
                break;
            case MobilityOptionType.NatDetection:
                writer.Flag("forceUdp"u8, (data[0] & 0x80) != 0);
                writer.Number("refreshTime"u8, Number(data, 2), "s"u8);
                break;
            case MobilityOptionType.BindingRefreshAdvice:
                writer.Number("refreshInterval"u8, BinaryPrimitives.ReadUInt16BigEndian(data) * 4UL, "s"u8);
                break;
            case MobilityOptionType.RestartCounter:
                writer.Number("restartCounter"u8, Number(data, 0));
                break;
            case MobilityOptionType.BindingIdentifier:
                DissectBindingIdentifier(data, writer);
                break;
            case MobilityOptionType.MobileNodeGroupIdentifier:
                writer.Number("subtype"u8, data[0]);
                writer.Number("groupIdentifier"u8, Number(data, 2));
                break;
            case MobilityOptionType.MagIpv6Address:
                writer.Address("address"u8, IpAddress.Read(data[2..]));
                break;
            default:
                writer.Octets("data"u8, data);
                break;
        }
    }

    private static void DissectIdentifier(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        var subtype = (MobileNodeIdentifierSubtype)data[0];
        writer.Enumerated("subtype"u8, data[0], MobileNodeIdentifierSubtypeNames.Of(subtype));
        if (subtype == MobileNodeIdentifierSubtype.NetworkAccessIdentifier)
        {
            writer.Text("identifier"u8, data[1..]);
        }
        else if (subtype == MobileNodeIdentifierSubtype.Ipv6Address && data.Length == 17)
        {
            writer.Address("identifier"u8, IpAddress.Read(data[1..]));
        }
        else if (subtype == MobileNodeIdentifierSubtype.Eui48 && data.Length == 7)
        {
            writer.Mac("identifier"u8, MacAddress.Read(data[1..]));
        }
        else
        {
            writer.Octets("identifier"u8, data[1..]);
        }
    }

    private static void DissectService(ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        Span<byte> dotted = stackalloc byte[AccessPointName.LengthMax];
        if (AccessPointName.TryDecode(data, dotted, out int length))
        {
            writer.Text("encoding"u8, data[0] < 0x20 ? "labels"u8 : "text"u8);
            writer.Text("serviceSelection"u8, dotted[..length]);
        }
        else
        {
            writer.Octets("serviceSelection"u8, data);
            writer.Malformed("neither labels nor text"u8, offset + 2);
        }
    }

    private static void DissectPrefix(ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        if (data[0] != 0)
        {
            writer.Hex("reserved"u8, data[0], 2);
        }

        var prefix = new IpPrefix(IpAddress.Read(data[2..]), data[1]);
        writer.Prefix("prefix"u8, prefix);
        if (data[1] > 128)
        {
            writer.Malformed("the prefix length is over 128"u8, offset + 3);
        }
        else if (prefix.Address.IsIPv4)
        {
            writer.Malformed("an IPv4-mapped address is no prefix of a mobile node"u8, offset + 4);
        }
    }

    private static void DissectTimestamp(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        ulong timestamp = BinaryPrimitives.ReadUInt64BigEndian(data);
        writer.Hex("timestamp"u8, timestamp, 16);
        Span<byte> text = stackalloc byte[CalendarTime.TextLength];
        if (CalendarTime.TryFormat(timestamp, text))
        {
            writer.Text("time"u8, text);
        }
    }

    private static void DissectBindingIdentifier(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        writer.Number("bindingIdentifier"u8, BinaryPrimitives.ReadUInt16BigEndian(data));
        writer.Number("status"u8, data[2]);
        writer.Flag("simultaneousHomeAndForeign"u8, (data[3] & 0x80) != 0);
        writer.Number("priority"u8, (ulong)(data[3] & 0x7F));
        if (data.Length > 4)
        {
            writer.Address("careOfAddress"u8, data.Length == 8 ? IpAddress.ReadIPv4(data[4..]) : IpAddress.Read(data[4..]));
        }
    }

    // Six bits of prefix length at the octet given, the address in the last four.
    private static void Ipv4(ReadOnlySpan<byte> data, int lengthAt, int offset, DissectionWriter writer)
    {
        int length = data[lengthAt] >> 2;
        writer.Number("prefixLength"u8, (ulong)length);
        writer.Address("address"u8, IpAddress.ReadIPv4(data[2..]));
        if (length > 32)
        {
            writer.Malformed("the prefix length is over 32"u8, offset + 2 + lengthAt);
        }
    }

    private static bool HasItsLength(MobilityOptionType type, ReadOnlySpan<byte> data) => type switch
    {
        MobilityOptionType.MobileNodeIdentifier or MobilityOptionType.ServiceSelection => data.Length >= 1,
        MobilityOptionType.VendorSpecific => data.Length >= 5,
        MobilityOptionType.MobileNodeLinkLayerIdentifier => data.Length >= 2,
        MobilityOptionType.HandoffIndicator or MobilityOptionType.AccessTechnologyType
            or MobilityOptionType.Ipv4DhcpSupportMode or MobilityOptionType.BindingRefreshAdvice => data.Length == 2,
        MobilityOptionType.RestartCounter or MobilityOptionType.AlternateIpv4CareOfAddress => data.Length == 4,
        MobilityOptionType.GreKey => data.Length is 2 or 6,
        MobilityOptionType.Ipv4HomeAddressRequest or MobilityOptionType.Ipv4HomeAddressReply
            or MobilityOptionType.Ipv4DefaultRouterAddress or MobilityOptionType.Ipv4HomeAddress
            or MobilityOptionType.Ipv4AddressAcknowledgement or MobilityOptionType.Ipv4CareOfAddress
            or MobilityOptionType.NatDetection or MobilityOptionType.MobileNodeGroupIdentifier => data.Length == 6,
        MobilityOptionType.Timestamp => data.Length == 8,
        MobilityOptionType.LinkLocalAddress or MobilityOptionType.AlternateCareOfAddress => data.Length == 16,
        MobilityOptionType.HomeNetworkPrefix or MobilityOptionType.MobileNetworkPrefix
            or MobilityOptionType.MagIpv6Address => data.Length == 18,
        MobilityOptionType.BindingIdentifier => data.Length is 4 or 8 or 20,
        _ => true,
    };

    private static uint Number(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt32BigEndian(data[offset..]);
}
