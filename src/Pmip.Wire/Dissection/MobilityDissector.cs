using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Wire.Dissection;

/// <summary>
/// Says everything about a Mobility Header: its fields and every option, typed or raw, and what is malformed. It goes on behind
/// a fault as long as something can be told apart.
/// </summary>
public static class MobilityDissector
{
    /// <summary>
    /// Writes one object named after the message, "proxyBindingUpdate" for instance. The checksum is checked when both
    /// addresses are given. Offsets of faults count from the first octet of <paramref name="octets"/>.
    /// </summary>
    public static void Dissect(ReadOnlySpan<byte> octets, IpAddress? source, IpAddress? destination, DissectionWriter writer)
    {
        if (octets.Length < MobilityHeader.LengthMin)
        {
            writer.BeginObject("mobilityHeader"u8);
            writer.Octets("octets"u8, octets);
            writer.Malformed("fewer octets than any Mobility Header has"u8, octets.Length);
            writer.EndObject();
            return;
        }

        int announced = (octets[1] + 1) * 8;
        ReadOnlySpan<byte> message = octets[..Math.Min(announced, octets.Length)];
        writer.BeginObject(MobilityMessageDissector.NameOf(message));
        DissectStart(message, announced, octets.Length, writer);
        DissectChecksum(message, source, destination, isWhole: announced <= octets.Length, writer);
        int fixedLength = MobilityHeader.FixedLengthOf(message);
        if (fixedLength > message.Length)
        {
            writer.Octets("messageData"u8, message[MobilityHeader.DataOffset..]);
            writer.Malformed("shorter than the fixed part of its type"u8, message.Length);
        }
        else if (fixedLength == 0)
        {
            writer.Octets("messageData"u8, message[MobilityHeader.DataOffset..]);
        }
        else
        {
            MobilityMessageDissector.DissectFields(message, writer);
            DissectOptions(message, fixedLength, writer);
        }

        writer.EndObject();
    }

    private static void DissectStart(ReadOnlySpan<byte> message, int announced, int available, DissectionWriter writer)
    {
        var type = (MobilityHeaderType)message[2];
        writer.Enumerated("mhType"u8, message[2], MobilityHeaderTypeNames.Of(type));
        writer.Number("length"u8, (ulong)announced, "octets"u8);
        if (message[0] != MobilityHeader.NoNextHeader)
        {
            writer.Number("payloadProto"u8, message[0]);
            writer.Malformed("the payload protocol is not 59"u8, 0);
        }

        if (announced > available)
        {
            writer.Malformed("the header length announces more octets than there are"u8, 1);
        }
        else if (announced < available)
        {
            writer.Number("trailingLength"u8, (ulong)(available - announced), "octets"u8);
        }

        if (message[3] != 0)
        {
            writer.Hex("reserved"u8, message[3], 2);
        }
    }

    private static void DissectChecksum(
        ReadOnlySpan<byte> message, IpAddress? source, IpAddress? destination, bool isWhole, DissectionWriter writer)
    {
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(message[MobilityHeader.ChecksumOffset..]);
        writer.Hex("checksum"u8, checksum, 4);
        if (!isWhole || source is not { } from || destination is not { } to)
        {
            return;
        }

        bool isCorrect = MobilityChecksum.Verify(from, to, message);
        writer.Flag("checksumCorrect"u8, isCorrect);
        if (!isCorrect)
        {
            writer.Hex("checksumExpected"u8, MobilityChecksum.Compute(from, to, message), 4);
            writer.Malformed("the checksum does not match"u8, MobilityHeader.ChecksumOffset);
        }
    }

    private static void DissectOptions(ReadOnlySpan<byte> message, int start, DissectionWriter writer)
    {
        ReadOnlySpan<byte> region = message[start..];
        writer.BeginList("mobilityOptions"u8);
        var reader = new MobilityOptionReader(region);
        while (reader.TryNext(out MobilityOption option))
        {
            writer.BeginObject(MobilityOptionNames.Of(option.Type));
            writer.Number("type"u8, (byte)option.Type);
            writer.Number("length"u8, (ulong)option.Data.Length);
            MobilityOptionDissector.Dissect(option, start + option.Offset, writer);
            writer.EndObject();
        }

        if (reader.Status != WireStatus.Ok)
        {
            writer.BeginObject("brokenOption"u8);
            writer.Number("type"u8, region[reader.Position]);
            writer.Octets("octets"u8, region[reader.Position..]);
            writer.Malformed("the option runs over the end of the message"u8, start + reader.Position);
            writer.EndObject();
        }

        writer.EndList();
    }
}
