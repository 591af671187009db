using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Pmip.Appliance.State;

/// <summary>The checksum of Castagnoli (RFC 3720 12.1), for which processors have an instruction.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of <paramref name="octets"/> in their place, which <paramref name="place"/> is a number for.</summary>
    public static uint Of(uint place, ReadOnlySpan<byte> octets)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, place);
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(octets));
        }

        foreach (byte octet in octets)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
