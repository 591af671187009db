using System;
using System.Buffers.Binary;
using Pmip.Foundation.Randomness;

namespace Pmip.Appliance.Store;

/// <summary>What a mark says of the image that it belongs to.</summary>
internal enum SlotMarkKind : uint
{
    /// <summary>The configuration was confirmed: it holds for good.</summary>
    Confirmed = 1,

    /// <summary>The person's file was written; its value is the hash of what is in it.</summary>
    FileWritten = 2,
}

/// <summary>
/// A word on an image that is already safe, in sectors of its own so that nothing of the image is ever written twice. It stands
/// there two times, and either is enough. It names the image by generation and check, so that it says nothing of another one.
/// <code>
/// kind (4) | zero (4) | generation (8) | check of the image (8) | value (8) | check (8)
/// </code>
/// </summary>
internal static class SlotMark
{
    /// <summary>The least that a disk writes at once.</summary>
    public const int SectorLength = 512;

    /// <summary>Octets of a mark with its twin.</summary>
    public const int Length = 2 * SectorLength;

    private const int CheckAt = 32;
    private static readonly SipHash Function = new(0x706D_6970_736C_6F74, 0x6D61_726B_7321_2121);

    /// <summary>Writes a mark and its twin.</summary>
    public static void Write(SlotMarkKind kind, ulong generation, ulong imageCheck, ulong value, Span<byte> sectors)
    {
        sectors.Clear();
        for (int at = 0; at < Length; at += SectorLength)
        {
            Span<byte> sector = sectors.Slice(at, SectorLength);
            BinaryPrimitives.WriteUInt32BigEndian(sector, (uint)kind);
            BinaryPrimitives.WriteUInt64BigEndian(sector[8..], generation);
            BinaryPrimitives.WriteUInt64BigEndian(sector[16..], imageCheck);
            BinaryPrimitives.WriteUInt64BigEndian(sector[24..], value);
            BinaryPrimitives.WriteUInt64BigEndian(sector[CheckAt..], Function.Strong(sector[..CheckAt]));
        }
    }

    /// <summary>True when either of the two is a mark of this kind on that image.</summary>
    public static bool TryRead(SlotMarkKind kind, ulong generation, ulong imageCheck, ReadOnlySpan<byte> sectors, out ulong value)
    {
        value = 0;
        for (int at = 0; at < Length; at += SectorLength)
        {
            ReadOnlySpan<byte> sector = sectors.Slice(at, SectorLength);
            if (BinaryPrimitives.ReadUInt32BigEndian(sector) == (uint)kind
                && BinaryPrimitives.ReadUInt64BigEndian(sector[8..]) == generation
                && BinaryPrimitives.ReadUInt64BigEndian(sector[16..]) == imageCheck
                && BinaryPrimitives.ReadUInt64BigEndian(sector[CheckAt..]) == Function.Strong(sector[..CheckAt]))
            {
                value = BinaryPrimitives.ReadUInt64BigEndian(sector[24..]);
                return true;
            }
        }

        return false;
    }
}
