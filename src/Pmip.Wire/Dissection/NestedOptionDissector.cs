using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Pmip.Wire.Options;

namespace Pmip.Wire.Dissection;

/// <summary>
/// Options that hold a list of <c>| type | length | data ... |</c> themselves: quality of service (RFC 7222), access network
/// identifier (RFC 6757, 7563), context request (RFC 5949).
/// </summary>
internal static class NestedOptionDissector
{
    /// <summary>
    /// Writes the fields and the list; false when the type is none of these or shorter than its fixed part. Offsets of faults
    /// count from <paramref name="offset"/>, where the option's data begins.
    /// </summary>
    public static bool TryDissect(MobilityOptionType type, ReadOnlySpan<byte> data, int offset, DissectionWriter writer)
    {
        switch (type)
        {
            case MobilityOptionType.QualityOfService when data.Length >= 6:
                writer.Number("serviceRequestIdentifier"u8, data[0]);
                writer.Number("dscp"u8, (ulong)(data[1] >> 2));
                writer.Enumerated("operationalCode"u8, data[2], OperationalCodeNameOf(data[2]));
                DissectList("qosAttributes"u8, type, data[6..], offset + 6, writer);
                return true;
            case MobilityOptionType.AccessNetworkIdentifier:
                DissectList("aniSuboptions"u8, type, data, offset, writer);
                return true;
            case MobilityOptionType.ContextRequest when data.Length >= 2:
                DissectList("requests"u8, type, data[2..], offset + 2, writer);
                return true;
            default:
                return false;
        }
    }

    /// <summary>True for the types whose layout is known here.</summary>
    public static bool Knows(MobilityOptionType type) => type is MobilityOptionType.QualityOfService
        or MobilityOptionType.AccessNetworkIdentifier or MobilityOptionType.ContextRequest;

    private static void DissectList(
        ReadOnlySpan<byte> name, MobilityOptionType type, ReadOnlySpan<byte> region, int offset, DissectionWriter writer)
    {
        writer.BeginList(name);
        int at = 0;
        while (region.Length - at >= 2 && region[at + 1] <= region.Length - at - 2)
        {
            byte number = region[at];
            ReadOnlySpan<byte> data = region.Slice(at + 2, region[at + 1]);
            writer.BeginObject(ElementNameOf(type, number));
            writer.Number("type"u8, number);
            writer.Number("length"u8, (ulong)data.Length);
            bool isKnown = type switch
            {
                MobilityOptionType.QualityOfService => TryAttribute(number, data, writer),
                MobilityOptionType.AccessNetworkIdentifier => TryAccessNetwork(number, data, writer),
                _ => false,
            };
            if (!isKnown)
            {
                writer.Octets("data"u8, data);
            }

            writer.EndObject();
            at += 2 + data.Length;
        }

        writer.EndList();
        if (at < region.Length)
        {
            writer.Malformed("a sub-option runs over the end of its option"u8, offset + at);
        }
    }

    private static bool TryAttribute(byte number, ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        switch (number)
        {
            case 1 or 2 or 6 or 7 or 8 or 9 when data.Length == 6:
                writer.Number("bitRate"u8, Word(data[2..]), "bit/s"u8);
                return true;
            case 3 or 4 when data.Length == 6:
                writer.Flag("sameService"u8, (data[0] & 0x80) != 0);
                writer.Flag("excludesGuaranteed"u8, (data[0] & 0x40) != 0);
                writer.Number("bitRate"u8, Word(data[2..]), "bit/s"u8);
                return true;
            case 5 when data.Length == 2:
                writer.Number("priorityLevel"u8, (ulong)(data[1] >> 4));
                writer.Number("preemptionCapability"u8, (ulong)(data[1] >> 2 & 3));
                writer.Number("preemptionVulnerability"u8, (ulong)(data[1] & 3));
                return true;
            case 10 when data.Length >= 2:
                writer.Number("tsFormat"u8, data[1]);
                writer.Octets("trafficSelector"u8, data[2..]);
                return true;
            case 11 when data.Length >= 7:
                writer.Number("vendorId"u8, Word(data[2..]));
                writer.Number("subType"u8, data[6]);
                writer.Octets("data"u8, data[7..]);
                return true;
            default:
                return false;
        }
    }

    private static bool TryAccessNetwork(byte number, ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        switch (number)
        {
            case 1:
                return TryNetworkIdentifier(data, writer);
            case 2 when data.Length == 6:
                WriteDegrees("latitude"u8, data, writer);
                WriteDegrees("longitude"u8, data[3..], writer);
                return true;
            case 3 when data.Length >= 1:
                writer.Number("operatorIdType"u8, data[0]);
                if (data[0] == 2)
                {
                    writer.Text("operatorId"u8, data[1..]);
                }
                else
                {
                    writer.Octets("operatorId"u8, data[1..]);
                }

                return true;
            case 4 when data.Length >= 2:
                writer.Number("format"u8, data[0]);
                writer.Octets("civicLocation"u8, data[2..]);
                return true;
            case 5:
                writer.Octets("magGroupId"u8, data);
                return true;
            case 6 when data.Length == 2:
                writer.Number("updateTimer"u8, BinaryPrimitives.ReadUInt16BigEndian(data) * 4UL, "s"u8);
                return true;
            default:
                return false;
        }
    }

    // | E reserved | name length | name | access point name length | access point name |
    private static bool TryNetworkIdentifier(ReadOnlySpan<byte> data, DissectionWriter writer)
    {
        if (data.Length < 3 || data.Length - 3 < data[1])
        {
            return false;
        }

        int nameLength = data[1];
        ReadOnlySpan<byte> rest = data[(2 + nameLength)..];
        if (rest.Length - 1 != rest[0])
        {
            return false;
        }

        writer.Flag("utf8"u8, (data[0] & 0x80) != 0);
        writer.Text("networkName"u8, data.Slice(2, nameLength));
        writer.Text("accessPointName"u8, rest[1..]);
        return true;
    }

    // 24 bits, two's complement, nine of them before the point; shown as micro-degrees, a sign in front.
    private static void WriteDegrees(ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets, DissectionWriter writer)
    {
        int value = octets[0] << 16 | octets[1] << 8 | octets[2];
        value = value >= 1 << 23 ? value - (1 << 24) : value;
        long micro = value * 1_000_000L / (1 << 15);
        Span<byte> text = stackalloc byte[20];
        text[0] = (byte)'-';
        Utf8Formatter.TryFormat(Math.Abs(micro) / 1_000_000, text[1..], out int whole);
        text[1 + whole] = (byte)'.';
        Utf8Formatter.TryFormat(
            Math.Abs(micro) % 1_000_000, text[(2 + whole)..], out int fraction, new StandardFormat('D', 6));
        writer.Text(name, text[(micro < 0 ? 0 : 1)..(2 + whole + fraction)]);
    }

    private static ReadOnlySpan<byte> ElementNameOf(MobilityOptionType type, byte number) => type switch
    {
        MobilityOptionType.QualityOfService => AttributeNameOf(number),
        MobilityOptionType.AccessNetworkIdentifier => AccessNetworkNameOf(number),
        _ => "request"u8,
    };

    private static ReadOnlySpan<byte> AttributeNameOf(byte number) => number switch
    {
        1 => "perMnAggMaxDlBitRate"u8,
        2 => "perMnAggMaxUlBitRate"u8,
        3 => "perSessionAggMaxDlBitRate"u8,
        4 => "perSessionAggMaxUlBitRate"u8,
        5 => "allocationRetentionPriority"u8,
        6 => "aggregateMaxDlBitRate"u8,
        7 => "aggregateMaxUlBitRate"u8,
        8 => "guaranteedDlBitRate"u8,
        9 => "guaranteedUlBitRate"u8,
        10 => "qosTrafficSelector"u8,
        11 => "qosVendorSpecificAttribute"u8,
        _ => "unknownAttribute"u8,
    };

    private static ReadOnlySpan<byte> AccessNetworkNameOf(byte number) => number switch
    {
        1 => "networkIdentifier"u8,
        2 => "geoLocation"u8,
        3 => "operatorIdentifier"u8,
        4 => "civicLocation"u8,
        5 => "magGroupIdentifier"u8,
        6 => "aniUpdateTimer"u8,
        _ => "unknownSuboption"u8,
    };

    private static ReadOnlySpan<byte> OperationalCodeNameOf(byte code) => code switch
    {
        0 => "RESPONSE"u8,
        1 => "ALLOCATE"u8,
        2 => "DE-ALLOCATE"u8,
        3 => "MODIFY"u8,
        4 => "QUERY"u8,
        5 => "NEGOTIATE"u8,
        _ => default,
    };

    private static uint Word(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32BigEndian(data);
}
