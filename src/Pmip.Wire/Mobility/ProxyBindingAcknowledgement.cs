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
    public readonly int EncodedLength => MobilityOptionSetWriter.LengthOf(Field.Options, HomeNetworkPrefixes, OptionSet);

    /// <summary>An acknowledgement that says nothing yet; quicker than <c>default</c> where it is filled in through a reference.</summary>
    public static void Begin(out ProxyBindingAcknowledgement acknowledgement) => Blank.Make(out acknowledgement);

    /// <summary>Reads the acknowledgement in <paramref name="header"/>; on failure <paramref name="acknowledgement"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out ProxyBindingAcknowledgement acknowledgement) =>
        TryRead(header, PeerQuirks.None, out acknowledgement, out _);

    /// <summary>
    /// Reads the acknowledgement of a peer whose quirks are <paramref name="allowed"/>; <paramref name="hit"/> tells which of them
    /// it took to read this one.
    /// </summary>
    public static WireStatus TryRead(
        scoped in MobilityHeader header, PeerQuirks allowed, out ProxyBindingAcknowledgement acknowledgement, out PeerQuirks hit)
    {
        Blank.Make(out acknowledgement);
        hit = PeerQuirks.None;
        ReadOnlySpan<byte> octets = header.Octets;
        if (octets.IsEmpty || header.Type != MobilityHeaderType.BindingAcknowledgement)
        {
            return WireStatus.Unsupported;
        }

        ReadOnlySpan<byte> region = allowed == PeerQuirks.None ? header.Options : QuirkReader.RegionOf(header, allowed, ref hit);
        WireStatus status = MobilityOptionSetReader.TryRead(region, ref acknowledgement.HomeNetworkPrefixes, ref acknowledgement.OptionSet);
        if (status != WireStatus.Ok)
        {
            acknowledgement = default;
            hit = PeerQuirks.None;
            return status;
        }

        acknowledgement.Status = (BindingStatus)octets[Field.Status];
        acknowledgement.Flags = (BindingAcknowledgementFlags)octets[Field.Flags];
        acknowledgement.Sequence = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Sequence..]);
        acknowledgement.LifetimeUnits = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Lifetime..]);
        acknowledgement.Options = region;
        if (allowed != PeerQuirks.None)
        {
            QuirkReader.Mend(allowed, ref acknowledgement.HomeNetworkPrefixes, ref acknowledgement.OptionSet, ref hit);
            acknowledgement.MendEcho(allowed, ref hit);
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
            MobilityHeaderType.BindingAcknowledgement, Field.Options, HomeNetworkPrefixes, OptionSet, room, out written);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        room[Field.Status] = (byte)Status;
        room[Field.Flags] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Sequence..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Lifetime..], LifetimeUnits);
        return WireStatus.Ok;
    }

    private void MendEcho(PeerQuirks allowed, ref PeerQuirks hit)
    {
        if ((allowed & PeerQuirks.ProxyFlagMissing) != 0 && (Flags & BindingAcknowledgementFlags.Proxy) == 0)
        {
            Flags |= BindingAcknowledgementFlags.Proxy;
            hit |= PeerQuirks.ProxyFlagMissing;
        }

        // The strict reading leaves it to the receiver to miss them: it has the request.
        bool isEchoMissing = !OptionSet.HasHandoffIndicator || !OptionSet.HasAccessTechnologyType;
        hit |= isEchoMissing ? allowed & PeerQuirks.EchoMissing : PeerQuirks.None;
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
