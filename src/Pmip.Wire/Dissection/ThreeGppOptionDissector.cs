using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Wire.Dissection;

/// <summary>The data of a Vendor Specific option; 3GPP's by subtype, others raw.</summary>
internal static class ThreeGppOptionDissector
{
    public static void Dissect(ReadOnlySpan<byte> optionData, int offset, DissectionWriter writer)
    {
        if (VendorSpecificOption.TryRead(optionData, out VendorSpecificOption option) != WireStatus.Ok)
        {
            writer.Octets("data"u8, optionData);
            writer.Malformed("too short for a Vendor Specific option of 3GPP"u8, offset + 1);
            return;
        }

        writer.Enumerated("vendorId"u8, option.Vendor, option.IsThreeGpp ? "3GPP"u8 : default);
        if (!option.IsThreeGpp)
        {
            writer.Number("subType"u8, option.Subtype);
            writer.Octets("data"u8, option.Data);
            return;
        }

        var subtype = (ThreeGppSubtype)option.Subtype;
        writer.Enumerated("subType"u8, option.Subtype, ThreeGppSubtypeNames.Of(subtype));
        writer.Flag("moreFragments"u8, option.IsContinued);
        if (option.Data.Length < LengthMinOf(subtype))
        {
            writer.Octets("data"u8, option.Data);
            writer.Malformed("the value is too short for its subtype"u8, offset + 1);
            return;
        }

        DissectValue(subtype, option.Data, offset + 8, writer);
    }

    private static void DissectValue(ThreeGppSubtype subtype, ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        switch (subtype)
        {
            case ThreeGppSubtype.ProtocolConfigurationOptions or ThreeGppSubtype.AdditionalProtocolConfigurationOptions:
                DissectConfiguration(data, writer);
                break;
            case ThreeGppSubtype.StaticIpAddressAllocationIndication:
                writer.Number("staticIpAddressAllocation"u8, data[0]);
                break;
            case ThreeGppSubtype.UeTimeZone:
                writer.Hex("timeZone"u8, data[0], 2);
                writer.Number("daylightSavingTime"u8, (ulong)(data[1] & 3), "h"u8);
                break;
            case ThreeGppSubtype.AniTimestamp:
                writer.Number("aniTimestamp"u8, BinaryPrimitives.ReadUInt32BigEndian(data), "s"u8);
                break;
            case ThreeGppSubtype.OriginationTimeStamp:
                writer.Number("originationTimeStamp"u8, BinaryPrimitives.ReadUInt64BigEndian(data), "ms"u8);
                break;
            case ThreeGppSubtype.MaximumWaitTime:
                writer.Number("maximumWaitTime"u8, BinaryPrimitives.ReadUInt16BigEndian(data), "ms"u8);
                break;
            case ThreeGppSubtype.PmipErrorCode:
                writer.Enumerated("errorCode"u8, data[0], PmipErrorCodeNames.Of((PmipErrorCode)data[0]));
                break;
            case ThreeGppSubtype.PdnGatewayAddress when data.Length is 4 or 16:
                writer.Address("pdnGwIpAddress"u8, data.Length == 4 ? IpAddress.ReadIPv4(data) : IpAddress.Read(data));
                break;
            case ThreeGppSubtype.PdnGatewayAddress:
                writer.Octets("data"u8, data);
                writer.Malformed("an address has 4 or 16 octets"u8, offset);
                break;
            case ThreeGppSubtype.Dhcpv4AllocationIndication:
                writer.Number("dhcpv4AddressAllocation"u8, data[0]);
                break;
            case ThreeGppSubtype.FqCsid:
                DissectFqCsid(data, offset, writer);
                break;
            case ThreeGppSubtype.PdnTypeIndication:
                writer.Enumerated("pdnType"u8, data[0], PdnTypeNameOf(data[0]));
                writer.Number("cause"u8, data[1]);
                break;
            case ThreeGppSubtype.ChargingId:
                writer.Number("chargingId"u8, BinaryPrimitives.ReadUInt32BigEndian(data));
                break;
            case ThreeGppSubtype.SelectionMode:
                writer.Number("selectionMode"u8, (ulong)(data[0] & 3));
                break;
            case ThreeGppSubtype.ChargingCharacteristics:
                writer.Hex("chargingCharacteristics"u8, BinaryPrimitives.ReadUInt16BigEndian(data), 4);
                break;
            case ThreeGppSubtype.ApnRestriction or ThreeGppSubtype.MaximumApnRestriction:
                writer.Number("apnRestriction"u8, data[0]);
                break;
            case ThreeGppSubtype.PdnConnectionId:
                writer.Number("pdnConnectionId"u8, data[0]);
                break;
            case ThreeGppSubtype.BackOffTime:
                DissectBackOffTime(new BackOffTime(data[0]), writer);
                break;
            case ThreeGppSubtype.SignallingPriority:
                writer.Flag("lowAccessPriority"u8, (data[0] & 1) != 0);
                break;
            default:
                DissectText(subtype, data, offset, writer);
                break;
        }
    }

    private static void DissectText(ThreeGppSubtype subtype, ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        Span<byte> text = stackalloc byte[512];
        switch (subtype)
        {
            case ThreeGppSubtype.MobileEquipmentIdentity or ThreeGppSubtype.Msisdn or ThreeGppSubtype.UnauthenticatedImsi:
                if (TelephonyDigits.TryFormat(data, text, out int length))
                {
                    writer.Text("digits"u8, text[..length]);
                    return;
                }

                writer.Octets("data"u8, data);
                writer.Malformed("not telephony digits"u8, offset);
                break;
            case ThreeGppSubtype.ServingNetwork:
                if (PublicLandMobileNetwork.Read(data).TryFormat(text, out length))
                {
                    writer.Text("plmn"u8, text[..length]);
                    return;
                }

                writer.Octets("data"u8, data);
                writer.Malformed("not a network code"u8, offset);
                break;
            case ThreeGppSubtype.IWlanAccessPointName when AccessPointName.TryDecode(data, text, out length):
                writer.Text("accessPointName"u8, text[..length]);
                break;
            default:
                writer.Octets("data"u8, data);
                break;
        }
    }

    // A fragment alone is not a list, which only the whole value can tell: then the octets stand as they are.
    private static void DissectConfiguration(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        var check = new ProtocolConfigurationReader(data);
        while (check.TryNext(out _))
        {
        }

        if (check.Status != WireStatus.Ok || (data[0] & 0x80) == 0)
        {
            writer.Octets("data"u8, data);
            return;
        }

        writer.Number("configurationProtocol"u8, check.Protocol);
        writer.BeginList("protocolConfigurationOptions"u8);
        var reader = new ProtocolConfigurationReader(data);
        while (reader.TryNext(out ProtocolConfigurationItem item))
        {
            writer.BeginObject("container"u8);
            writer.Enumerated("identifier"u8, (ushort)item.Identifier, ProtocolConfigurationIdentifierNames.Of(item.Identifier));
            DissectContents(item, writer);
            writer.EndObject();
        }

        writer.EndList();
    }

    private static void DissectContents(scoped in ProtocolConfigurationItem item, DissectionWriter writer)
    {
        ReadOnlySpan<byte> contents = item.Contents;
        bool isIpv6 = item.Identifier is ProtocolConfigurationIdentifier.PcscfIpv6Address
            or ProtocolConfigurationIdentifier.DnsServerIpv6Address;
        bool isIpv4 = item.Identifier is ProtocolConfigurationIdentifier.PcscfIpv4Address
            or ProtocolConfigurationIdentifier.DnsServerIpv4Address;
        if ((isIpv6 && contents.Length == 16) || (isIpv4 && contents.Length == 4))
        {
            writer.Address("address"u8, isIpv6 ? IpAddress.Read(contents) : IpAddress.ReadIPv4(contents));
        }
        else if (item.Identifier == ProtocolConfigurationIdentifier.Ipv4LinkMtu && contents.Length == 2)
        {
            writer.Number("mtu"u8, BinaryPrimitives.ReadUInt16BigEndian(contents));
        }
        else if (!contents.IsEmpty)
        {
            writer.Octets("contents"u8, contents);
        }
    }

    private static void DissectFqCsid(ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        if (FullyQualifiedCsid.TryRead(data, out FullyQualifiedCsid csid) != WireStatus.Ok)
        {
            writer.Octets("data"u8, data);
            writer.Malformed("not a fully qualified CSID"u8, offset);
            return;
        }

        if (csid.NodeIdType == 2)
        {
            writer.Octets("nodeId"u8, csid.NodeId);
        }
        else
        {
            writer.Address("nodeId"u8, csid.NodeIdType == 0 ? IpAddress.ReadIPv4(csid.NodeId) : IpAddress.Read(csid.NodeId));
        }

        writer.BeginList("csids"u8);
        for (int i = 0; i < csid.CsidCount; i++)
        {
            writer.BeginObject("connectionSet"u8);
            writer.Number("csid"u8, csid.CsidAt(i));
            writer.EndObject();
        }

        writer.EndList();
    }

    private static void DissectBackOffTime(BackOffTime time, DissectionWriter writer)
    {
        if (time.TryGetSeconds(out uint seconds))
        {
            writer.Number("backOffTime"u8, seconds, "s"u8);
        }
        else
        {
            writer.Text("backOffTime"u8, "infinite"u8);
        }
    }

    private static ReadOnlySpan<byte> PdnTypeNameOf(byte type) => type switch
    {
        1 => "IPv4"u8,
        2 => "IPv6"u8,
        3 => "IPv4v6"u8,
        _ => default,
    };

    private static int LengthMinOf(ThreeGppSubtype subtype) => subtype switch
    {
        ThreeGppSubtype.PmipErrorCode or ThreeGppSubtype.Dhcpv4AllocationIndication or ThreeGppSubtype.FqCsid
            or ThreeGppSubtype.SelectionMode or ThreeGppSubtype.ApnRestriction or ThreeGppSubtype.MaximumApnRestriction
            or ThreeGppSubtype.ProtocolConfigurationOptions or ThreeGppSubtype.AdditionalProtocolConfigurationOptions
            or ThreeGppSubtype.StaticIpAddressAllocationIndication or ThreeGppSubtype.PdnConnectionId
            or ThreeGppSubtype.BackOffTime or ThreeGppSubtype.SignallingPriority => 1,
        ThreeGppSubtype.PdnTypeIndication or ThreeGppSubtype.ChargingCharacteristics or ThreeGppSubtype.UeTimeZone
            or ThreeGppSubtype.MaximumWaitTime => 2,
        ThreeGppSubtype.ServingNetwork => 3,
        ThreeGppSubtype.ChargingId or ThreeGppSubtype.PdnGatewayAddress or ThreeGppSubtype.AniTimestamp => 4,
        ThreeGppSubtype.OriginationTimeStamp => 8,
        _ => 0,
    };
}
