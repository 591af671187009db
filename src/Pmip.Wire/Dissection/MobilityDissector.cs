using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Wire.Dissection;

/// <summary>Says everything about a Mobility Header: its fields and every option, typed or raw, and what is malformed.</summary>
public static class MobilityDissector
{
    /// <summary>
    /// Writes the object "mobilityHeader". The checksum is checked when both addresses are given. Offsets of faults count
    /// from the first octet of <paramref name="octets"/>.
    /// </summary>
    public static void Dissect(ReadOnlySpan<byte> octets, IpAddress? source, IpAddress? destination, DissectionWriter writer)
    {
        writer.BeginObject("mobilityHeader"u8);
        WireStatus status = MobilityHeader.TryRead(octets, out MobilityHeader header);
        if (status == WireStatus.Ok)
        {
            writer.Number("mhType"u8, (byte)header.Type);
            writer.Hex("checksum"u8, header.Checksum, 4);
            if (source is { } from && destination is { } to && !MobilityChecksum.Verify(from, to, header.Octets))
            {
                writer.Malformed("bad checksum"u8, MobilityHeader.ChecksumOffset);
            }
        }
        else
        {
            writer.Malformed("not a Mobility Header"u8, 0);
        }

        writer.EndObject();
    }
}
