using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;

namespace Pmip.Wire.Mobility;

/// <summary>
/// A Binding Update with the options of a Proxy Binding Update (RFC 6275 6.1.7, RFC 5213 8.1), to read and to write. Spans
/// point into the message. The flags are not judged: whoever needs A and P looks.
/// <code>
/// 6 | Sequence # (2) | A H L K M R P F T B S D (2) | Lifetime, units of 4 s (2) | 12 Mobility Options ...
/// </code>
/// </summary>
public ref partial struct ProxyBindingUpdate
{
    /// <summary>The sequence number.</summary>
    public ushort Sequence;

    /// <summary>The flags.</summary>
    public BindingUpdateFlags Flags;

    /// <summary>Lifetime in units of four seconds; zero de-registers.</summary>
    public ushort LifetimeUnits;

    /// <summary>The Home Network Prefix options; none: option absent, <c>::/0</c>: ALL_ZERO.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>Every other typed option.</summary>
    public MobilityOptionSet OptionSet;

    /// <summary>The region of options that was read, padding and unknown ones included. Not used for writing.</summary>
    public ReadOnlySpan<byte> Options;

    /// <summary>Octets that <see cref="Emit"/> writes.</summary>
    public readonly int EncodedLength => MobilityOptionSetWriter.LengthOf(Field.Options, HomeNetworkPrefixes, OptionSet);

    /// <summary>Reads the update in <paramref name="header"/>; on failure <paramref name="update"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out ProxyBindingUpdate update) =>
        TryRead(header, PeerQuirks.None, out update, out _);

    /// <summary>
    /// Reads the update of a peer whose quirks are <paramref name="allowed"/>; <paramref name="hit"/> tells which of them
    /// it took to read this one.
    /// </summary>
    public static WireStatus TryRead(
        scoped in MobilityHeader header, PeerQuirks allowed, out ProxyBindingUpdate update, out PeerQuirks hit)
    {
        Blank.Make(out update);
        hit = PeerQuirks.None;
        ReadOnlySpan<byte> octets = header.Octets;
        if (octets.IsEmpty || header.Type != MobilityHeaderType.BindingUpdate)
        {
            return WireStatus.Unsupported;
        }

        ReadOnlySpan<byte> region = allowed == PeerQuirks.None ? header.Options : QuirkReader.RegionOf(header, allowed, ref hit);
        WireStatus status = MobilityOptionSetReader.TryRead(region, ref update.HomeNetworkPrefixes, ref update.OptionSet);
        if (status != WireStatus.Ok)
        {
            update = default;
            hit = PeerQuirks.None;
            return status;
        }

        update.Sequence = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Sequence..]);
        update.Flags = (BindingUpdateFlags)BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Flags..]);
        update.LifetimeUnits = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Lifetime..]);
        update.Options = region;
        if (allowed != PeerQuirks.None)
        {
            QuirkReader.Mend(allowed, ref update.HomeNetworkPrefixes, ref update.OptionSet, ref hit);
        }

        return WireStatus.Ok;
    }

    /// <summary>
    /// Writes the message with a checksum of zero. <see cref="WireStatus.BadLength"/> when a value is too long for its option
    /// or the whole for a Mobility Header, <see cref="WireStatus.NoRoom"/> when <paramref name="room"/> is too short.
    /// </summary>
    public readonly WireStatus Emit(Span<byte> room, out int written)
    {
        WireStatus status = MobilityOptionSetWriter.WriteMessage(
            MobilityHeaderType.BindingUpdate, Field.Options, HomeNetworkPrefixes, OptionSet, room, out written);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Sequence..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Flags..], (ushort)Flags);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Lifetime..], LifetimeUnits);
        return WireStatus.Ok;
    }

    private static class Field
    {
        public const int Sequence = 6;
        public const int Flags = 8;
        public const int Lifetime = 10;
        public const int Options = 12;
    }
}
