using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.DataPath;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Host;

/// <summary>What the data path must know of a configuration. Start-up only.</summary>
internal static class DataPathPlan
{
    /// <summary>The data path's part of <paramref name="configuration"/>.</summary>
    public static DataPathConfiguration Of(ApplianceConfiguration configuration) => Of(configuration, configuration.TunnelRoom);

    /// <summary>The same for a data path that has room for so many static tunnels.</summary>
    public static DataPathConfiguration Of(ApplianceConfiguration configuration, int tunnelRoom) => new()
    {
        Roles = (configuration.Lma is null ? 0 : DataPathRoles.Lma) | (configuration.Mag is null ? 0 : DataPathRoles.Mag),
        IndexBits = SessionKeys.IndexBitsFor(configuration.Limits),
        SessionCapacity = FirstTunnelOf(configuration) + tunnelRoom,
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
    };

    /// <summary>First index in the data path's table of an engine with <paramref name="limits"/>.</summary>
    public static int FirstSessionOf(EngineLimits limits) => SessionKeys.IndexCapacityFor(limits) * limits.SessionSpace;

    /// <summary>First index of the static tunnels: behind those of all engines, where no key of theirs says its place.</summary>
    public static int FirstTunnelOf(ApplianceConfiguration configuration) =>
        SessionKeys.IndexCapacityFor(configuration.Limits) * configuration.Limits.SessionSpaces;

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
