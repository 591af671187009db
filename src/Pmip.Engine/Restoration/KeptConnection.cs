using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Restoration;

/// <summary>
/// A PDN connection of the MAG as it outlives a restart of the process: one that is up, or is being de-registered. A first registration
/// is left out: its node has no service yet and asks again, and the LMA takes the next update for the one before. What waits for an
/// answer is sent again soon after the restart, since the answer may have come while nobody was there.
/// </summary>
/// <remarks>Moments are those of CLOCK_MONOTONIC, which goes on over the process; whoever keeps them sees to it that the boot is the same.</remarks>
public ref struct KeptConnection
{
    // Everything beside the identifier, each list full.
    private const int OthersMax = 416;

    internal bool IsDeregistering;
    internal bool IsHeld;
    internal bool MayHaveMoved;
    internal bool AlwaysSendsKey;
    internal PdnType Type;
    internal HandoffIndicator AttachIndicator;
    internal bool AsksForNameServers;
    internal byte Transmissions;
    internal ReadOnlySpan<byte> Identifier;
    internal ulong AccessPoint;
    internal byte PdnConnectionId;
    internal SignallingPath Path;
    internal int SessionIndex;
    internal int KeyIndex;
    internal GreKey DownlinkKey;
    internal GreKey UplinkKey;
    internal TunnelEncapsulation Encapsulation;
    internal ushort LastSequence;
    internal ulong Timestamp;
    internal Instant ExpiresAt;
    internal Duration LifetimeGranted;
    internal Duration RefreshBeforeEnd;
    internal IpPrefixList HomeNetworkPrefixes;
    internal IpAddress HomeAddress4;
    internal byte HomeAddress4PrefixLength;
    internal IpAddress DefaultRouter4;
    internal bool IsDhcpServer;
    internal bool IsIpv4Deferred;
    internal bool HasChargingId;
    internal uint ChargingId;
    internal IpAddressList NameServers;
    internal IpAddress LinkLocalAddress;
    internal ConnectionSetIdentifier? FirstComponent;
    internal ConnectionSetIdentifier? SecondComponent;

    /// <summary>Access technology of the node's link.</summary>
    public AccessTechnologyType AccessTechnology { get; internal set; }

    /// <summary>When the next update is due; zero when one is under way, or overdue.</summary>
    public Instant UpdateAt { get; internal set; }

    /// <summary>The node on the access link.</summary>
    public MacAddress LinkLayerAddress { get; internal set; }

    /// <summary>The host's number for the node: of the process before when it is read, of this one when it is restored.</summary>
    public int AccessNode { get; set; }

    /// <summary>Name of the access link as <see cref="KeptName"/> has it. The host's; the engine knows no links.</summary>
    public ulong Link { get; set; }

    /// <summary>Link-local address of the node, or unspecified. The host's; by it the node is asked whether it is there.</summary>
    public IpAddress NodeAddress { get; set; }

    /// <summary>True while the node is served; false for a connection of which only the de-registration is left.</summary>
    public readonly bool IsUp => !IsDeregistering;

    /// <summary>Most octets of a connection whose identifier has at most <paramref name="identifierOctets"/>.</summary>
    public static int LengthMax(int identifierOctets) => OthersMax + identifierOctets;

    /// <summary>The node cannot be served any more: what is left is to tell its LMA.</summary>
    public void EndService()
    {
        IsDeregistering = true;
        UpdateAt = default;
        ExpiresAt = default;
        AccessNode = -1;
    }

    /// <summary>Writes it; gives how many octets.</summary>
    public readonly int Write(Span<byte> room)
    {
        KeptWriter writer = new(room);
        writer.Flag(IsDeregistering);
        writer.Flag(IsHeld);
        writer.Flag(MayHaveMoved);
        writer.Flag(AlwaysSendsKey);
        writer.Octet((byte)Type);
        writer.Octet((byte)AttachIndicator);
        writer.Flag(AsksForNameServers);
        writer.Octet(Transmissions);
        writer.Text(Identifier);
        writer.Long(AccessPoint);
        writer.Octet(PdnConnectionId);
        writer.Path(Path);
        writer.Signed(SessionIndex);
        writer.Signed(KeyIndex);
        writer.Number(DownlinkKey.Value);
        writer.Number(UplinkKey.Value);
        writer.Octet((byte)Encapsulation);
        writer.Word(LastSequence);
        writer.Long(Timestamp);
        writer.Moment(UpdateAt);
        writer.Moment(ExpiresAt);
        writer.Time(LifetimeGranted);
        writer.Time(RefreshBeforeEnd);
        writer.Prefixes(HomeNetworkPrefixes);
        writer.Address(HomeAddress4);
        writer.Octet(HomeAddress4PrefixLength);
        writer.Address(DefaultRouter4);
        writer.Flag(IsDhcpServer);
        writer.Flag(IsIpv4Deferred);
        writer.Flag(HasChargingId);
        writer.Number(ChargingId);
        writer.Octet((byte)NameServers.Count);
        foreach (IpAddress server in NameServers.AsSpan())
        {
            writer.Address(server);
        }

        writer.Address(LinkLocalAddress);
        writer.Component(FirstComponent);
        writer.Component(SecondComponent);
        writer.Octet((byte)AccessTechnology);
        writer.Long(LinkLayerAddress.Value);
        writer.Signed(AccessNode);
        writer.Long(Link);
        writer.Address(NodeAddress);
        return writer.Length;
    }

    /// <summary>Reads what <see cref="Write"/> wrote, which must stay where it is; false for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out KeptConnection kept)
    {
        KeptReader reader = new(octets);
        kept = new KeptConnection
        {
            IsDeregistering = reader.Flag(),
            IsHeld = reader.Flag(),
            MayHaveMoved = reader.Flag(),
            AlwaysSendsKey = reader.Flag(),
            Type = (PdnType)reader.Octet((byte)PdnType.Ipv4v6),
            AttachIndicator = (HandoffIndicator)reader.Octet((byte)HandoffIndicator.SharedPrefixes),
            AsksForNameServers = reader.Flag(),
            Transmissions = reader.Octet(),
            Identifier = reader.Text(byte.MaxValue),
            AccessPoint = reader.Long(),
            PdnConnectionId = reader.Octet(),
            Path = reader.Path(),
            SessionIndex = reader.Signed(),
            KeyIndex = reader.Signed(),
            DownlinkKey = new GreKey(reader.Number()),
            UplinkKey = new GreKey(reader.Number()),
            Encapsulation = (TunnelEncapsulation)reader.Octet((byte)TunnelEncapsulation.UdpTlvGre),
            LastSequence = reader.Word(),
            Timestamp = reader.Long(),
            UpdateAt = reader.Moment(),
            ExpiresAt = reader.Moment(),
            LifetimeGranted = reader.Time(),
            RefreshBeforeEnd = reader.Time(),
            HomeNetworkPrefixes = reader.Prefixes(),
            HomeAddress4 = reader.Address(),
            HomeAddress4PrefixLength = reader.Octet(32),
            DefaultRouter4 = reader.Address(),
            IsDhcpServer = reader.Flag(),
            IsIpv4Deferred = reader.Flag(),
            HasChargingId = reader.Flag(),
            ChargingId = reader.Number(),
            NameServers = ReadNameServers(ref reader),
            LinkLocalAddress = reader.Address(),
            FirstComponent = reader.Component(),
            SecondComponent = reader.Component(),
            AccessTechnology = (AccessTechnologyType)reader.Octet(),
            LinkLayerAddress = new MacAddress(reader.Long()),
            AccessNode = reader.Signed(),
            Link = reader.Long(),
            NodeAddress = reader.Address(),
        };
        return reader.IsWhole && kept.IsPlausible;
    }

    private readonly bool IsPlausible => Type != 0 && !Identifier.IsEmpty && LinkLayerAddress.Value >> 48 == 0
        && !DownlinkKey.IsNone
        && (Encapsulation == TunnelEncapsulation.Gre || Path.IsIPv4Transport)
        && (DefaultRouter4.IsUnspecified || DefaultRouter4.IsIPv4)
        && (HomeAddress4.IsUnspecified || (HomeAddress4.IsIPv4 && HomeAddress4.IPv4 != 0))
        && (IsDeregistering || (!UplinkKey.IsNone && (HomeNetworkPrefixes.Count > 0 || !HomeAddress4.IsUnspecified)));

    private static IpAddressList ReadNameServers(ref KeptReader reader)
    {
        IpAddressList servers = default;
        for (int count = reader.Octet(IpAddressList.Capacity); count > 0; count--)
        {
            servers.TryAdd(reader.Address());
        }

        return servers;
    }
}
