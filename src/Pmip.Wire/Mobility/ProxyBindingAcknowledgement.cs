using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <summary>
/// A Binding Acknowledgement with the options of a Proxy Binding Acknowledgement (RFC 6275 6.1.8, RFC 5213 8.2), to read and to
/// write. Spans point into the message.
/// <code>
/// 6 | Status (1) | K R P T B S D (1) | Sequence # (2) | Lifetime, units of 4 s (2) | 12 Mobility Options ...
/// </code>
/// </summary>
public ref partial struct ProxyBindingAcknowledgement
{
    /// <summary>What became of the update.</summary>
    public BindingStatus Status;

    /// <summary>The flags.</summary>
    public BindingAcknowledgementFlags Flags;

    /// <summary>The sequence number of the update; with status 135 the last one accepted.</summary>
    public ushort Sequence;

    /// <summary>Granted lifetime in units of four seconds.</summary>
    public ushort LifetimeUnits;

    /// <summary>The Home Network Prefix options; none: option absent, <c>::/0</c>: ALL_ZERO.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>Every other typed option.</summary>
    public MobilityOptionSet OptionSet;

    /// <summary>The region of options that was read, padding and unknown ones included. Not used for writing.</summary>
    public ReadOnlySpan<byte> Options;

    /// <summary>Octets that <see cref="Emit"/> writes.</summary>
    public readonly int EncodedLength
    {
        get
        {
            var writer = new MobilityOptionWriter(default, Field.Options);
            MobilityOptionSetWriter.Write(ref writer, HomeNetworkPrefixes, OptionSet);
            return writer.Position;
        }
    }

    /// <summary>Reads the acknowledgement in <paramref name="header"/>; on failure <paramref name="acknowledgement"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out ProxyBindingAcknowledgement acknowledgement)
    {
        acknowledgement = default;
        ReadOnlySpan<byte> octets = header.Octets;
        if (octets.IsEmpty || header.Type != MobilityHeaderType.BindingAcknowledgement)
        {
            return WireStatus.Unsupported;
        }

        WireStatus status = MobilityOptionSetReader.TryRead(
            header.Options, ref acknowledgement.HomeNetworkPrefixes, ref acknowledgement.OptionSet);
        if (status != WireStatus.Ok)
        {
            acknowledgement = default;
            return status;
        }

        acknowledgement.Status = (BindingStatus)octets[Field.Status];
        acknowledgement.Flags = (BindingAcknowledgementFlags)octets[Field.Flags];
        acknowledgement.Sequence = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Sequence..]);
        acknowledgement.LifetimeUnits = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Lifetime..]);
        acknowledgement.Options = header.Options;
        return WireStatus.Ok;
    }

    /// <summary>
    /// Writes the message with a checksum of zero. <see cref="WireStatus.BadLength"/> when a value is too long for its option
    /// or the whole for a Mobility Header, <see cref="WireStatus.NoRoom"/> when <paramref name="room"/> is too short.
    /// </summary>
    public readonly WireStatus Emit(Span<byte> room, out int written)
    {
        var writer = new MobilityOptionWriter(room, Field.Options);
        MobilityOptionSetWriter.Write(ref writer, HomeNetworkPrefixes, OptionSet);
        WireStatus status = MobilityOptionSetWriter.StatusOf(writer);
        written = status == WireStatus.Ok ? writer.Position : 0;
        if (status != WireStatus.Ok)
        {
            return status;
        }

        MobilityHeader.WriteStart(room[..written], MobilityHeaderType.BindingAcknowledgement);
        room[Field.Status] = (byte)Status;
        room[Field.Flags] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Sequence..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Lifetime..], LifetimeUnits);
        return WireStatus.Ok;
    }

    private static class Field
    {
        public const int Status = 6;
        public const int Flags = 7;
        public const int Sequence = 8;
        public const int Lifetime = 10;
        public const int Options = 12;
    }
}
