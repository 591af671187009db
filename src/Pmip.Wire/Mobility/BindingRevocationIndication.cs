using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <summary>
/// A Binding Revocation Indication (RFC 5846 5.1), to read and to write. Who may say what with which trigger is the engine's
/// judgement.
/// Spans point into the message.
/// <code>
/// 6 | B.R. Type = 1 (1) | Trigger (1) | Sequence # (2) | P V G (2) | 12 Mobility Options ...
/// </code>
/// </summary>
public ref struct BindingRevocationIndication
{
    /// <summary>Why.</summary>
    public RevocationTrigger Trigger;

    /// <summary>Tells apart what the initiator waits for; the acknowledgement copies it.</summary>
    public ushort Sequence;

    /// <summary>The flags, which the acknowledgement copies.</summary>
    public RevocationFlags Flags;

    /// <summary>The Home Network Prefix options.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>Every other typed option.</summary>
    public MobilityOptionSet Options;

    /// <summary>The region of options that was read, padding and unknown ones included. Not used for writing.</summary>
    public ReadOnlySpan<byte> OptionRegion;

    /// <summary>Octets that <see cref="Emit"/> writes.</summary>
    public readonly int EncodedLength => MobilityOptionSetWriter.LengthOf(Field.Options, HomeNetworkPrefixes, Options);

    /// <summary>Reads the message in <paramref name="header"/>; on failure <paramref name="indication"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out BindingRevocationIndication indication)
    {
        indication = default;
        if (BindingRevocation.TryReadType(header, out BindingRevocationType type) != WireStatus.Ok
            || type != BindingRevocationType.Indication)
        {
            return WireStatus.Unsupported;
        }

        WireStatus status = MobilityOptionSetReader.TryRead(header.Options, ref indication.HomeNetworkPrefixes, ref indication.Options);
        if (status != WireStatus.Ok)
        {
            indication = default;
            return status;
        }

        ReadOnlySpan<byte> octets = header.Octets;
        indication.Trigger = (RevocationTrigger)octets[Field.Trigger];
        indication.Sequence = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Sequence..]);
        indication.Flags = (RevocationFlags)BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Flags..]);
        indication.OptionRegion = header.Options;
        return WireStatus.Ok;
    }

    /// <summary>
    /// Writes the message with a checksum of zero. <see cref="WireStatus.BadLength"/> when a value is too long for its option
    /// or the whole for a Mobility Header, <see cref="WireStatus.NoRoom"/> when <paramref name="room"/> is too short.
    /// </summary>
    public readonly WireStatus Emit(Span<byte> room, out int written)
    {
        WireStatus status = MobilityOptionSetWriter.WriteMessage(
            MobilityHeaderType.BindingRevocation, Field.Options, HomeNetworkPrefixes, Options, room, out written);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        room[BindingRevocation.TypeOffset] = (byte)BindingRevocationType.Indication;
        room[Field.Trigger] = (byte)Trigger;
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Sequence..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Flags..], (ushort)Flags);
        return WireStatus.Ok;
    }

    private static class Field
    {
        public const int Trigger = 7;
        public const int Sequence = 8;
        public const int Flags = 10;
        public const int Options = 12;
    }
}
