using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <summary>
/// An Update Notification (RFC 7077 4.1), to read and to write.
/// Spans point into the message.
/// <code>
/// 6 | Sequence # (2) | Notification Reason (2) | A D (2) | 12 Mobility Options ...
/// </code>
/// </summary>
public ref struct UpdateNotification
{
    /// <summary>The sequence number; a retransmission has that of the first.</summary>
    public ushort Sequence;

    /// <summary>What is asked for.</summary>
    public UpdateNotificationReason Reason;

    /// <summary>The flags.</summary>
    public UpdateNotificationFlags Flags;

    /// <summary>The Home Network Prefix options.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>Every other typed option.</summary>
    public MobilityOptionSet Options;

    /// <summary>The region of options that was read, padding and unknown ones included. Not used for writing.</summary>
    public ReadOnlySpan<byte> OptionRegion;

    /// <summary>Octets that <see cref="Emit"/> writes.</summary>
    public readonly int EncodedLength => MobilityOptionSetWriter.LengthOf(Field.Options, HomeNetworkPrefixes, Options);

    /// <summary>Reads the message in <paramref name="header"/>; on failure <paramref name="notification"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out UpdateNotification notification)
    {
        notification = default;
        if (header.Octets.IsEmpty || header.Type != MobilityHeaderType.UpdateNotification)
        {
            return WireStatus.Unsupported;
        }

        WireStatus status = MobilityOptionSetReader.TryRead(header.Options, ref notification.HomeNetworkPrefixes, ref notification.Options);
        if (status != WireStatus.Ok)
        {
            notification = default;
            return status;
        }

        ReadOnlySpan<byte> octets = header.Octets;
        notification.Sequence = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Sequence..]);
        notification.Reason = (UpdateNotificationReason)BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Reason..]);
        notification.Flags = (UpdateNotificationFlags)BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Flags..]);
        notification.OptionRegion = header.Options;
        return WireStatus.Ok;
    }

    /// <summary>
    /// Writes the message with a checksum of zero. <see cref="WireStatus.BadLength"/> when a value is too long for its option
    /// or the whole for a Mobility Header, <see cref="WireStatus.NoRoom"/> when <paramref name="room"/> is too short.
    /// </summary>
    public readonly WireStatus Emit(Span<byte> room, out int written)
    {
        WireStatus status = MobilityOptionSetWriter.WriteMessage(
            MobilityHeaderType.UpdateNotification, Field.Options, HomeNetworkPrefixes, Options, room, out written);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Sequence..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Reason..], (ushort)Reason);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Flags..], (ushort)Flags);
        return WireStatus.Ok;
    }

    private static class Field
    {
        public const int Sequence = 6;
        public const int Reason = 8;
        public const int Flags = 10;
        public const int Options = 12;
    }
}
