using System;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Restoration;

/// <summary>
/// A binding of the LMA as it outlives a restart of the process. What only helps another step is left out: an update that waits for the
/// old MAG is sent again by its MAG, and a revocation begins anew. The 3GPP options that are kept to be shown come again with the
/// registrations that have them.
/// </summary>
/// <remarks>Moments are those of CLOCK_MONOTONIC, which goes on over the process; whoever keeps them sees to it that the boot is the same.</remarks>
public ref struct KeptBinding
{
    // Everything beside the identifier, each list full.
    private const int OthersMax = 304;

    internal BindingState State;
    internal bool IsRevoked;
    internal RevokedPart RevokedPart;
    internal RevocationTrigger RevocationTrigger;
    internal MobileNodeIdentifierSubtype IdentifierSubtype;
    internal ReadOnlySpan<byte> Identifier;
    internal ulong AccessPoint;
    internal bool HasPdnConnectionId;
    internal byte PdnConnectionId;
    internal bool IsIpv4Deferred;
    internal IpPrefixList HomeNetworkPrefixes;
    internal IpAddress HomeAddress4;
    internal SignallingPath Path;
    internal IpAddress CareOfAddress;
    internal TunnelEncapsulation Encapsulation;
    internal GreKey UplinkKey;
    internal GreKey DownlinkKey;
    internal int SessionIndex;
    internal bool IsKeyReserved;
    internal Instant ExpiresAt;
    internal ushort LifetimeUnits;
    internal ushort Sequence;
    internal bool HasTimestamp;
    internal ulong LastTimestamp;
    internal uint ChargingId;
    internal HandoffIndicator HandoffIndicator;
    internal AccessTechnologyType AccessTechnology;
    internal ReadOnlySpan<byte> LinkLayerIdentifier;
    internal bool HasLinkLocalAddress;
    internal IpAddress LinkLocalAddress;
    internal ConnectionSetIdentifier? FirstComponent;
    internal ConnectionSetIdentifier? SecondComponent;

    /// <summary>Most octets of a binding whose identifier has at most <paramref name="identifierOctets"/>.</summary>
    public static int LengthMax(int identifierOctets) => OthersMax + identifierOctets;

    /// <summary>The revocation that was under way and is to begin anew; false when there was none.</summary>
    public readonly bool TryGetRevocation(out RevocationTrigger trigger, out RevokedPart part)
    {
        trigger = RevocationTrigger;
        part = RevokedPart;
        return IsRevoked;
    }

    /// <summary>Writes it; gives how many octets.</summary>
    public readonly int Write(Span<byte> room)
    {
        KeptWriter writer = new(room);
        writer.Octet((byte)State);
        writer.Flag(IsRevoked);
        writer.Octet((byte)RevokedPart);
        writer.Octet((byte)RevocationTrigger);
        writer.Octet((byte)IdentifierSubtype);
        writer.Text(Identifier);
        writer.Long(AccessPoint);
        writer.Flag(HasPdnConnectionId);
        writer.Octet(PdnConnectionId);
        writer.Flag(IsIpv4Deferred);
        writer.Prefixes(HomeNetworkPrefixes);
        writer.Address(HomeAddress4);
        writer.Path(Path);
        writer.Address(CareOfAddress);
        writer.Octet((byte)Encapsulation);
        writer.Number(UplinkKey.Value);
        writer.Number(DownlinkKey.Value);
        writer.Signed(SessionIndex);
        writer.Flag(IsKeyReserved);
        writer.Moment(ExpiresAt);
        writer.Word(LifetimeUnits);
        writer.Word(Sequence);
        writer.Flag(HasTimestamp);
        writer.Long(LastTimestamp);
        writer.Number(ChargingId);
        writer.Octet((byte)HandoffIndicator);
        writer.Octet((byte)AccessTechnology);
        writer.Text(LinkLayerIdentifier);
        writer.Flag(HasLinkLocalAddress);
        writer.Address(LinkLocalAddress);
        writer.Component(FirstComponent);
        writer.Component(SecondComponent);
        return writer.Length;
    }

    /// <summary>Reads what <see cref="Write"/> wrote, which must stay where it is; false for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out KeptBinding kept)
    {
        KeptReader reader = new(octets);
        kept = new KeptBinding
        {
            State = (BindingState)reader.Octet((byte)BindingState.Revoking),
            IsRevoked = reader.Flag(),
            RevokedPart = (RevokedPart)reader.Octet((byte)RevokedPart.Ipv4),
            RevocationTrigger = (RevocationTrigger)reader.Octet(),
            IdentifierSubtype = (MobileNodeIdentifierSubtype)reader.Octet(),
            Identifier = reader.Text(byte.MaxValue),
            AccessPoint = reader.Long(),
            HasPdnConnectionId = reader.Flag(),
            PdnConnectionId = reader.Octet(),
            IsIpv4Deferred = reader.Flag(),
            HomeNetworkPrefixes = reader.Prefixes(),
            HomeAddress4 = reader.Address(),
            Path = reader.Path(),
            CareOfAddress = reader.Address(),
            Encapsulation = (TunnelEncapsulation)reader.Octet((byte)TunnelEncapsulation.UdpTlvGre),
            UplinkKey = new GreKey(reader.Number()),
            DownlinkKey = new GreKey(reader.Number()),
            SessionIndex = reader.Signed(),
            IsKeyReserved = reader.Flag(),
            ExpiresAt = reader.Moment(),
            LifetimeUnits = reader.Word(),
            Sequence = reader.Word(),
            HasTimestamp = reader.Flag(),
            LastTimestamp = reader.Long(),
            ChargingId = reader.Number(),
            HandoffIndicator = (HandoffIndicator)reader.Octet(),
            AccessTechnology = (AccessTechnologyType)reader.Octet(),
            LinkLayerIdentifier = reader.Text(BindingCacheEntry.LinkLayerIdentifierMax),
            HasLinkLocalAddress = reader.Flag(),
            LinkLocalAddress = reader.Address(),
            FirstComponent = reader.Component(),
            SecondComponent = reader.Component(),
        };
        return reader.IsWhole && kept.IsPlausible;
    }

    private readonly bool IsPlausible => State != BindingState.Free && !Identifier.IsEmpty
        && (HomeNetworkPrefixes.Count > 0 || !HomeAddress4.IsUnspecified)
        && (HomeAddress4.IsUnspecified || (HomeAddress4.IsIPv4 && HomeAddress4.IPv4 != 0))
        && !(IsIpv4Deferred && !HomeAddress4.IsUnspecified)
        && (Encapsulation == TunnelEncapsulation.Gre || Path.IsIPv4Transport)
        && !UplinkKey.IsNone && !DownlinkKey.IsNone;
}
