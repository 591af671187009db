using System;
using System.Buffers.Binary;

namespace Pmip.DataPath.SlowPath;

/// <summary>The checksum of the internet protocols (RFC 1071).</summary>
internal static class InternetSum
{
    /// <summary>The checksum over <paramref name="octets"/>; zero over octets whose own checksum among them is right.</summary>
    public static ushort Of(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        while (octets.Length >= sizeof(ushort))
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
            octets = octets[sizeof(ushort)..];
        }

        sum += octets.Length == 1 ? (ulong)octets[0] << 8 : 0;
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)(~sum & 0xFFFF);
    }
}
