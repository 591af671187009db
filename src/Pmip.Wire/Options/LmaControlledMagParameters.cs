using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Options;

/// <summary>
/// LMA-Controlled MAG Parameters (option 62, RFC 8127 3.1): when the MAG refreshes and how it sends heartbeats, as the LMA
/// wishes. Each half is a sub-option of eight octets and may be missing.
/// </summary>
public struct LmaControlledMagParameters
{
    private const byte ReregistrationType = 1;
    private const byte HeartbeatType = 2;
    private const int SubOptionLength = 8;
    private const int SubOptionDataLength = 6;

    /// <summary>Whether the re-registration control sub-option is there.</summary>
    public bool HasReregistrationControl;

    /// <summary>How long before the lifetime ends the MAG refreshes, in units of four seconds.</summary>
    public ushort ReregistrationStartUnits;

    /// <summary>Seconds before the first retransmission.</summary>
    public ushort InitialRetransmissionSeconds;

    /// <summary>Most seconds between two retransmissions.</summary>
    public ushort MaximumRetransmissionSeconds;

    /// <summary>Whether the heartbeat control sub-option is there.</summary>
    public bool HasHeartbeatControl;

    /// <summary>Seconds between two heartbeats.</summary>
    public ushort HeartbeatIntervalSeconds;

    /// <summary>Seconds before a heartbeat is sent again.</summary>
    public ushort HeartbeatRetransmissionDelaySeconds;

    /// <summary>Most retransmissions of one heartbeat.</summary>
    public ushort HeartbeatRetransmissionsMax;

    /// <summary>Octets of data that <see cref="Write"/> writes.</summary>
    public readonly int EncodedLength => (HasReregistrationControl ? SubOptionLength : 0) + (HasHeartbeatControl ? SubOptionLength : 0);

    /// <summary>Reads the data of an option of type 62. Unknown sub-options are passed over, of two alike the first counts.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> data, out LmaControlledMagParameters parameters)
    {
        parameters = default;
        while (!data.IsEmpty)
        {
            bool isKnown = data[0] is ReregistrationType or HeartbeatType;
            if (data.Length < 2 || data.Length - 2 < data[1] || (isKnown && data[1] != SubOptionDataLength))
            {
                parameters = default;
                return WireStatus.BadLength;
            }

            int length = data[1];

            if (isKnown)
            {
                parameters.Read(data[0], data.Slice(2, length));
            }

            data = data[(2 + length)..];
        }

        return WireStatus.Ok;
    }

    /// <summary>Writes the sub-options that are there into <paramref name="room"/>, which has <see cref="EncodedLength"/> octets.</summary>
    public readonly void Write(Span<byte> room)
    {
        if (HasReregistrationControl)
        {
            WriteOne(
                room, ReregistrationType, ReregistrationStartUnits, InitialRetransmissionSeconds, MaximumRetransmissionSeconds);
            room = room[SubOptionLength..];
        }

        if (HasHeartbeatControl)
        {
            WriteOne(room, HeartbeatType, HeartbeatIntervalSeconds, HeartbeatRetransmissionDelaySeconds, HeartbeatRetransmissionsMax);
        }
    }

    private static void WriteOne(Span<byte> room, byte type, ushort first, ushort second, ushort third)
    {
        room[0] = type;
        room[1] = SubOptionDataLength;
        BinaryPrimitives.WriteUInt16BigEndian(room[2..], first);
        BinaryPrimitives.WriteUInt16BigEndian(room[4..], second);
        BinaryPrimitives.WriteUInt16BigEndian(room[6..], third);
    }

    private void Read(byte type, ReadOnlySpan<byte> data)
    {
        ushort first = BinaryPrimitives.ReadUInt16BigEndian(data);
        ushort second = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        ushort third = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
        if (type == ReregistrationType && !HasReregistrationControl)
        {
            HasReregistrationControl = true;
            (ReregistrationStartUnits, InitialRetransmissionSeconds, MaximumRetransmissionSeconds) = (first, second, third);
        }
        else if (type == HeartbeatType && !HasHeartbeatControl)
        {
            HasHeartbeatControl = true;
            (HeartbeatIntervalSeconds, HeartbeatRetransmissionDelaySeconds, HeartbeatRetransmissionsMax) = (first, second, third);
        }
    }
}
