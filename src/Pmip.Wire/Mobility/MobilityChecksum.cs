using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Mobility;

/// <summary>
/// The checksum of a Mobility Header (RFC 6275 6.1.1): Internet checksum over an IPv6 pseudo-header and the header with its
/// checksum field counted as zero. Over the 3GPP forms the addresses are those of the inner IPv6 header, mapped ones included.
/// </summary>
public static class MobilityChecksum
{
    /// <summary>The checksum to put into <paramref name="header"/>, whose own checksum field may hold anything.</summary>
    public static ushort Compute(IpAddress source, IpAddress destination, ReadOnlySpan<byte> header)
    {
        ulong sum = (ulong)header.Length + MobilityHeader.NextHeader;
        sum += SumOf(source.High) + SumOf(source.Low) + SumOf(destination.High) + SumOf(destination.Low);
        int at = 0;
        for (; at + 4 <= header.Length; at += 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(header[at..]);
        }

        for (; at < header.Length; at++)
        {
            sum += (ulong)header[at] << ((at & 1) == 0 ? 8 : 0);
        }

        if (header.Length >= MobilityHeader.LengthMin)
        {
            // The field lies in the upper half of its 32-bit word.
            sum -= (ulong)BinaryPrimitives.ReadUInt16BigEndian(header[MobilityHeader.ChecksumOffset..]) << 16;
        }

        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)(~sum & ushort.MaxValue);
    }

    /// <summary>True when the checksum in <paramref name="header"/> is right for these addresses.</summary>
    public static bool Verify(IpAddress source, IpAddress destination, ReadOnlySpan<byte> header) =>
        header.Length >= MobilityHeader.LengthMin
        && Compute(source, destination, header) == BinaryPrimitives.ReadUInt16BigEndian(header[MobilityHeader.ChecksumOffset..]);

    private static ulong SumOf(ulong half) => (half >> 32) + (half & uint.MaxValue);
}
