using System;
using System.Buffers.Binary;

namespace Pmip.LabBench.Crossings;

/// <summary>What a datagram of the bench is for.</summary>
internal enum ParcelKind : byte
{
    None,

    /// <summary>Uplink: wants its answer.</summary>
    Question,

    /// <summary>Downlink: the answer, with the octets of the question.</summary>
    Answer,

    /// <summary>Uplink: one of many, and wants as many down.</summary>
    Up,

    /// <summary>Downlink: one of many.</summary>
    Down,

    /// <summary>Uplink: the last one.</summary>
    End,
}

/// <summary>The payload of such a datagram: kind, device, how often the device has changed its cell.</summary>
internal readonly record struct Parcel(ParcelKind Kind, int Device, int Handover)
{
    public const int Length = 24;
    public const ushort Port = 5213;
    private const uint Mark = 0x504D4950;

    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32BigEndian(payload, Mark);
        payload[4] = (byte)Kind;
        BinaryPrimitives.WriteInt32BigEndian(payload[8..], Device);
        BinaryPrimitives.WriteInt32BigEndian(payload[12..], Handover);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out Parcel parcel)
    {
        bool isOurs = payload.Length >= Length && BinaryPrimitives.ReadUInt32BigEndian(payload) == Mark;
        parcel = isOurs
            ? new Parcel((ParcelKind)payload[4], BinaryPrimitives.ReadInt32BigEndian(payload[8..]), BinaryPrimitives.ReadInt32BigEndian(payload[12..]))
            : default;
        return isOurs;
    }
}
