using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Host;

/// <summary>What the data path must know of a configuration. Start-up only.</summary>
internal static class DataPathPlan
{
    // An LMA's bindings with static addresses, or with a pool that came after the start; a prefix and an IPv4 address each.
    private const int ForeignPerAnchored = 2;

    // A MAG's bindings: some nodes have more than one prefix.
    private const int AddressesPerAttached = 3;
    private const int AddressesPerTunnel = 5;

    // All pools together get at most so many entries, however many access points there are; the rest is searched for.
    private const int PoolEntriesPerBinding = 4;
    private const int PoolEntriesMin = 16_384;

    /// <summary>The data path's part of <paramref name="configuration"/>.</summary>
    public static DataPathConfiguration Of(ApplianceConfiguration configuration) => Of(configuration, configuration.TunnelRoom);

    /// <summary>The same for a data path that has room for so many static tunnels.</summary>
    public static DataPathConfiguration Of(ApplianceConfiguration configuration, int tunnelRoom) => new()
    {
        Roles = (configuration.Lma is null ? 0 : DataPathRoles.Lma) | (configuration.Mag is null ? 0 : DataPathRoles.Mag),
        IndexBits = SessionKeys.IndexBitsFor(configuration.Limits),
        SessionCapacity = FirstTunnelOf(configuration) + tunnelRoom,
        AddressPools = PoolsOf(configuration),
        ForeignAddresses = (configuration.Lma is null ? 0 : ForeignPerAnchored * configuration.Limits.Bindings)
            + (configuration.Mag is null ? 0 : AddressesPerAttached * configuration.Limits.Bindings) + (tunnelRoom * AddressesPerTunnel),
        TransportInterfaces = [.. configuration.Transport.Interfaces],
        AccessInterfaces = configuration.Access is null ? [] : [.. configuration.Access.Links.Select(link => link.Interface)],
        ServiceInterfaces = [.. configuration.ServiceInterfaces],
        LocalIpv6 = configuration.Transport.Ipv6,
        LocalIpv4 = configuration.Transport.Ipv4,
        TrustedSources = configuration.Lma is null ? [] : [.. configuration.Lma.Peers.SelectMany(SourcesOf), .. configuration.Tunnels.Select(EndOf)],
        AcceptAnySource = configuration.AcceptAnyUplinkSource,
        TransportMtu = configuration.Transport.Mtu,
        UsesUdp = configuration.Lma is { AcceptForcedUdp: true } || configuration.Mag is MagConfiguration mag && mag.Lmas.Any(lma => lma.OffersUdp)
            || configuration.Tunnels.Any(tunnel => tunnel.Encapsulation == GreEncapsulation.UdpTlvGre),
        TunnelInterface = configuration.Transport.TunnelInterface,
        Pins = configuration.DataPath.Pins,
        Rungs = configuration.DataPath.Rungs,
        Xdp = configuration.DataPath.Rungs is [_, ..] rungs && !rungs.Contains(Rung.Xdp) ? XdpUse.Off : configuration.DataPath.Xdp,
        ServiceForwarding = configuration.DataPath.ServiceForwarding,
        SpreadProcessors = configuration.DataPath.SpreadProcessors,
        DscpMapOfNode = configuration.DataPath.Dscp,
        DscpMaps = configuration.DataPath.DscpMaps,
        TakesOuterDscp = configuration.DataPath.TakesOuterDscp,
        PluginPath = configuration.DataPath.Plugin,
        PluginOptions = configuration.DataPath.PluginOptions,
        SequencedRemotes = configuration.DataPath.SequenceNumbers,
        ClampsMss = configuration.DataPath.ClampsMss,
    };

    /// <summary>First index in the data path's table of an engine with <paramref name="limits"/>.</summary>
    public static int FirstSessionOf(EngineLimits limits) => SessionKeys.IndexCapacityFor(limits) * limits.SessionSpace;

    /// <summary>First index of the static tunnels: behind those of all engines, where no key of theirs says its place.</summary>
    public static int FirstTunnelOf(ApplianceConfiguration configuration) =>
        SessionKeys.IndexCapacityFor(configuration.Limits) * configuration.Limits.SessionSpaces;

    private static PoolRange[] PoolsOf(ApplianceConfiguration configuration)
    {
        long room = PoolEntriesMin + ((long)PoolEntriesPerBinding * configuration.Limits.Bindings);
        List<PoolRange> pools = [];
        foreach (AccessPointConfiguration point in configuration.Lma?.AccessPoints ?? [])
        {
            Add(point.Ipv6Pool);
            Add(point.Ipv4Pool);
        }

        return [.. pools];

        void Add(IpPrefix? range)
        {
            if (range is IpPrefix pool)
            {
                int count = (int)long.Min(AddressPool.UnitsFor(pool, configuration.Limits.Bindings), room);
                room -= count;
                pools.Add(new PoolRange(pool, count));
            }
        }
    }

    private static IpPrefix EndOf(StaticTunnelConfiguration tunnel) => new(tunnel.Remote, (byte)(tunnel.Remote.IsIPv4 ? 32 : 128));

    private static IEnumerable<IpPrefix> SourcesOf(PeerConfiguration peer)
    {
        if (peer.Prefix is IpPrefix prefix)
        {
            yield return prefix;
        }

        if (!peer.Ipv6.IsUnspecified)
        {
            yield return new IpPrefix(peer.Ipv6, 128);
        }

        if (!peer.Ipv4.IsUnspecified)
        {
            yield return new IpPrefix(peer.Ipv4, 32);
        }
    }
}
