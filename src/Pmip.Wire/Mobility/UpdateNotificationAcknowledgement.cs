using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <summary>
/// An Update Notification Acknowledgement (RFC 7077 4.2), to read and to write.
/// Spans point into the message.
/// <code>
/// 6 | Sequence # (2) | Status (1) | Reserved (3) | 12 Mobility Options ...
/// </code>
/// </summary>
public ref struct UpdateNotificationAcknowledgement
{
    /// <summary>The sequence number of the notification.</summary>
    public ushort Sequence;

    /// <summary>What became of it.</summary>
    public UpdateNotificationStatus Status;

    /// <summary>The Home Network Prefix options.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>Every other typed option.</summary>
    public MobilityOptionSet Options;

    /// <summary>The region of options that was read, padding and unknown ones included. Not used for writing.</summary>
    public ReadOnlySpan<byte> OptionRegion;

    /// <summary>Octets that <see cref="Emit"/> writes.</summary>
    public readonly int EncodedLength => MobilityOptionSetWriter.LengthOf(Field.Options, HomeNetworkPrefixes, Options);

    /// <summary>Reads the message in <paramref name="header"/>; on failure <paramref name="acknowledgement"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out UpdateNotificationAcknowledgement acknowledgement)
    {
        acknowledgement = default;
        if (header.Octets.IsEmpty || header.Type != MobilityHeaderType.UpdateNotificationAcknowledgement)
        {
            return WireStatus.Unsupported;
        }

        WireStatus status = MobilityOptionSetReader.TryRead(header.Options, ref acknowledgement.HomeNetworkPrefixes, ref acknowledgement.Options);
        if (status != WireStatus.Ok)
        {
            acknowledgement = default;
            return status;
        }

        ReadOnlySpan<byte> octets = header.Octets;
        acknowledgement.Sequence = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Sequence..]);
        acknowledgement.Status = (UpdateNotificationStatus)octets[Field.Status];
        acknowledgement.OptionRegion = header.Options;
        return WireStatus.Ok;
    }

    /// <summary>
    /// Writes the message with a checksum of zero. <see cref="WireStatus.BadLength"/> when a value is too long for its option
    /// or the whole for a Mobility Header, <see cref="WireStatus.NoRoom"/> when <paramref name="room"/> is too short.
    /// </summary>
    public readonly WireStatus Emit(Span<byte> room, out int written)
    {
        WireStatus status = MobilityOptionSetWriter.WriteMessage(
            MobilityHeaderType.UpdateNotificationAcknowledgement, Field.Options, HomeNetworkPrefixes, Options, room, out written);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Sequence..], Sequence);
        room[Field.Status] = (byte)Status;
        room[Field.Reserved..Field.Options].Clear();
        return WireStatus.Ok;
    }

    private static class Field
    {
        public const int Sequence = 6;
        public const int Status = 8;
        public const int Reserved = 9;
        public const int Options = 12;
    }
}
