using System;
using System.Buffers.Binary;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <summary>
/// A Heartbeat, request or response (RFC 5847 3.3), to read and to write. Options other than the Restart Counter are passed
/// over; of several Restart Counters the first counts.
/// <code>
/// 6 | Reserved (14 bits) U R | Sequence # (4) | 12 Mobility Options ...
/// </code>
/// </summary>
public ref struct Heartbeat
{
    /// <summary>Most octets of a message that this type writes.</summary>
    public const int EncodedLengthMax = 24;

    /// <summary>The flags.</summary>
    public HeartbeatFlags Flags;

    /// <summary>The sequence number, which a response copies from the request.</summary>
    public uint Sequence;

    /// <summary>Whether a Restart Counter option is there; only responses have one.</summary>
    public bool HasRestartCounter;

    /// <summary>How often the sender has lost its sessions.</summary>
    public uint RestartCounter;

    /// <summary>The region of options that was read. Not used for writing.</summary>
    public ReadOnlySpan<byte> OptionRegion;

    /// <summary>Octets that <see cref="Emit"/> writes.</summary>
    public readonly int EncodedLength
    {
        get
        {
            var writer = new MobilityOptionWriter(default, Field.Options);
            WriteOptions(ref writer);
            return writer.Position;
        }
    }

    /// <summary>Reads the heartbeat in <paramref name="header"/>; on failure <paramref name="heartbeat"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out Heartbeat heartbeat)
    {
        heartbeat = default;
        ReadOnlySpan<byte> octets = header.Octets;
        if (octets.IsEmpty || header.Type != MobilityHeaderType.Heartbeat)
        {
            return WireStatus.Unsupported;
        }

        WireStatus status = heartbeat.ReadOptions(header.Options);
        if (status != WireStatus.Ok)
        {
            heartbeat = default;
            return status;
        }

        heartbeat.Flags = (HeartbeatFlags)BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Flags..]);
        heartbeat.Sequence = BinaryPrimitives.ReadUInt32BigEndian(octets[Field.Sequence..]);
        heartbeat.OptionRegion = header.Options;
        return WireStatus.Ok;
    }

    /// <summary>
    /// Writes the message with a checksum of zero; <see cref="WireStatus.NoRoom"/> when <paramref name="room"/> is too short.
    /// </summary>
    public readonly WireStatus Emit(Span<byte> room, out int written)
    {
        var writer = new MobilityOptionWriter(room, Field.Options);
        WriteOptions(ref writer);
        written = writer.Status == WireStatus.Ok ? writer.Position : 0;
        if (writer.Status != WireStatus.Ok)
        {
            return writer.Status;
        }

        MobilityHeader.WriteStart(room[..written], MobilityHeaderType.Heartbeat);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Flags..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32BigEndian(room[Field.Sequence..], Sequence);
        return WireStatus.Ok;
    }

    private WireStatus ReadOptions(ReadOnlySpan<byte> region)
    {
        var reader = new MobilityOptionReader(region);
        while (reader.TryNext(out MobilityOption option))
        {
            if (option.Type != MobilityOptionType.RestartCounter)
            {
                continue;
            }

            if (option.Data.Length != 4)
            {
                return WireStatus.BadLength;
            }

            if (!HasRestartCounter)
            {
                HasRestartCounter = true;
                RestartCounter = BinaryPrimitives.ReadUInt32BigEndian(option.Data);
            }
        }

        return reader.Status;
    }

    private readonly void WriteOptions(ref MobilityOptionWriter writer)
    {
        if (HasRestartCounter && writer.TryOpen(MobilityOptionType.RestartCounter, 4, out Span<byte> counter))
        {
            BinaryPrimitives.WriteUInt32BigEndian(counter, RestartCounter);
        }

        writer.Finish();
    }

    private static class Field
    {
        public const int Flags = 6;
        public const int Sequence = 8;
        public const int Options = 12;
    }
}
