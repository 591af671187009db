using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>A binding as the console shows it. Spans point into the engine's tables: use them before the next step.</summary>
public readonly ref struct BindingCacheEntryView
{
    /// <summary>Octets of room that <see cref="ReadOptions"/> needs.</summary>
    public const int OptionRoomLength = OptionStore.OctetsPerBindingMax;

    /// <summary>State of the binding.</summary>
    public BindingState State { get; init; }

    /// <summary>Identifier of the mobile node.</summary>
    public ReadOnlySpan<byte> Identifier { get; init; }

    /// <summary>Name of the APN, dotted UTF-8.</summary>
    public ReadOnlySpan<byte> AccessPoint { get; init; }

    /// <summary>Home network prefixes; none for an IPv4-only connection.</summary>
    public IpPrefixList HomeNetworkPrefixes { get; init; }

    /// <summary>IPv4 home address, or unspecified.</summary>
    public IpAddress HomeAddress4 { get; init; }

    /// <summary>Prefix length of the IPv4 home network.</summary>
    public byte HomeAddress4PrefixLength { get; init; }

    /// <summary>IPv4 default router, or unspecified.</summary>
    public IpAddress DefaultRouter4 { get; init; }

    /// <summary>Path of the last accepted message.</summary>
    public SignallingPath Path { get; init; }

    /// <summary>Proxy-CoA.</summary>
    public IpAddress CareOfAddress { get; init; }

    /// <summary>Slot of the MAG in the peer table.</summary>
    public int Peer { get; init; }

    /// <summary>Key of traffic from the MAG, chosen here.</summary>
    public GreKey UplinkKey { get; init; }

    /// <summary>Key of traffic to the MAG, chosen there.</summary>
    public GreKey DownlinkKey { get; init; }

    /// <summary>Time until the lifetime, or the grace time, ends.</summary>
    public Duration LifetimeRemaining { get; init; }

    /// <summary>Lifetime granted last.</summary>
    public Duration LifetimeGranted { get; init; }

    /// <summary>Place in the data path.</summary>
    public int SessionIndex { get; init; }

    /// <summary>Access technology.</summary>
    public AccessTechnologyType AccessTechnology { get; init; }

    /// <summary>Link-layer address of the node, zero when the MAG did not give one of six octets.</summary>
    public MacAddress LinkLayerAddress { get; init; }

    /// <summary>Charging identifier, which is told in 3GPP mode; zero in the other.</summary>
    public uint ChargingId { get; init; }

    /// <summary>True while the node has still to fetch its IPv4 home address by DHCP.</summary>
    public bool IsIpv4Deferred { get; init; }

    /// <summary>True when the connection has a PDN connection identifier.</summary>
    public bool HasPdnConnectionId { get; init; }

    /// <summary>The PDN connection identifier.</summary>
    public byte PdnConnectionId { get; init; }

    internal OptionStore Options { get; init; }

    internal int Slot { get; init; }

    /// <summary>
    /// The 3GPP options that came with the registrations, in 3GPP mode: of each subtype those of the last update that had it. They are
    /// copied to <paramref name="room"/> of <see cref="OptionRoomLength"/> octets, and are there as long as it is.
    /// </summary>
    public KeptOptionReader ReadOptions(Span<byte> room) => new(room[..Options.CopyTo(Slot, room)]);
}
