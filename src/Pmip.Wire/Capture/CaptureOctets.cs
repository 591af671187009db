using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Capture;

/// <summary>Numbers in the byte order of the host that captured.</summary>
internal static class CaptureOctets
{
    public static ushort ReadUInt16(ReadOnlySpan<byte> octets, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(octets) : BinaryPrimitives.ReadUInt16LittleEndian(octets);

    public static uint ReadUInt32(ReadOnlySpan<byte> octets, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(octets) : BinaryPrimitives.ReadUInt32LittleEndian(octets);
}
