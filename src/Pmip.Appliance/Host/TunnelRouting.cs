using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <summary>
/// What the kernel's routing must know so that everything which the fast path leaves to it comes to the tunnel interface: at
/// the LMA the pools, at the MAG all that arrives on an access link. The interface then answers what is too big, fragments
/// what may be fragmented, and sends the rest into the tunnels. What the kernel refuses is logged; traffic of the fast path
/// does not depend on it.
/// </summary>
internal sealed class TunnelRouting(
    RouteTable routes, RuleTable rules, AddressTable addresses, Sysctl sysctl, int tunnelInterface, RoomEvents events)
{
    /// <summary>Routing table of packets from access links, by its number.</summary>
    public const int UplinkTable = 5213;

    private const int RulePriority = 5213;
    private const int AlreadyExists = 17;

    /// <summary>Makes the machine a router on the interfaces of the configuration.</summary>
    public void EnableForwarding(ApplianceConfiguration configuration)
    {
        foreach (string name in configuration.Transport.Interfaces)
        {
            Note(KeepRouterAdvertisements(sysctl, name), "kernel setting of the router"u8);
        }

        foreach (string name in configuration.ServiceInterfaces)
        {
            Note(KeepRouterAdvertisements(sysctl, name), "kernel setting of the router"u8);
        }

        Write("net/ipv6/conf/all/forwarding", "1"u8);
        Write("net/ipv4/ip_forward", "1"u8);

        // Decapsulated packets have sources from everywhere, and a hairpin is no reason for a redirect.
        string tunnel = configuration.Transport.TunnelInterface;
        Write($"net/ipv4/conf/{tunnel}/rp_filter", "0"u8);
        Write($"net/ipv4/conf/{tunnel}/send_redirects", "0"u8);
        Write($"net/ipv6/conf/{tunnel}/accept_ra", "0"u8);
    }

    /// <summary>
    /// Routes the LMA's pools, static addresses and static tunnels to the tunnels, and gives the default routers' addresses to this machine.
    /// </summary>
    public void RouteNodes(ApplianceConfiguration configuration)
    {
        foreach (IpPrefix prefix in PrefixesOf(configuration).Distinct())
        {
            Note(routes.Replace(new Route(prefix, tunnelInterface)), "route of a pool"u8, prefix.Address);
        }

        foreach (IpAddress router in RoutersOf(configuration).Distinct())
        {
            Note(addresses.Add(tunnelInterface, new IpPrefix(router, 32), routePrefix: false), "address of the default router"u8, router);
        }
    }

    /// <summary>Takes out what a process with another configuration routed to the tunnel interface, which outlived it.</summary>
    public void ForgetOthers(ApplianceConfiguration configuration)
    {
        List<Route> found = [];
        Note(routes.FindLeftovers(tunnelInterface, found), "routes of pools"u8);
        HashSet<IpPrefix> wanted = [.. PrefixesOf(configuration)];
        foreach (Route route in found)
        {
            if (!wanted.Contains(route.Destination))
            {
                Note(routes.Delete(route), "route of a pool"u8, route.Destination.Address);
            }
        }
    }

    /// <summary>What is routed to the tunnels: pools, subscribers' own addresses, and the nodes of the LMA's static tunnels.</summary>
    public static IEnumerable<IpPrefix> PrefixesOf(ApplianceConfiguration configuration)
    {
        IEnumerable<IpPrefix?> pools = configuration.Lma?.AccessPoints.SelectMany(static row => (IpPrefix?[])[row.Ipv6Pool, row.Ipv4Pool]) ?? [];
        IEnumerable<IpPrefix?> own = configuration.Lma?.Subscribers.SelectMany(static row => (IpPrefix?[])[row.Ipv6Prefix, Host(row.Ipv4Address)]) ?? [];
        IEnumerable<IpPrefix?> tunnels = configuration.Tunnels.Where(static tunnel => tunnel.AtLma).SelectMany(AddressesOf);
        return pools.Concat(own).Concat(tunnels).OfType<IpPrefix>().Select(static prefix => prefix.Masked);
    }

    /// <summary>The default routers of the LMA's IPv4 pools.</summary>
    public static IEnumerable<IpAddress> RoutersOf(ApplianceConfiguration configuration) =>
        configuration.Lma?.AccessPoints.Select(static row => row.Ipv4Router).Where(static router => !router.IsUnspecified) ?? [];

    /// <summary>
    /// A router ignores router advertisements unless told otherwise, and the board may have its own default route from one: lets it go on.
    /// </summary>
    public static LinuxStatus KeepRouterAdvertisements(Sysctl sysctl, string name)
    {
        Span<byte> value = stackalloc byte[8];
        string path = $"net/ipv6/conf/{name}/accept_ra";
        return sysctl.TryRead(path, value, out int length).IsOk && value[..length].SequenceEqual("1"u8)
            ? sysctl.TryWrite(path, "2"u8)
            : LinuxStatus.Ok;
    }

    /// <summary>Sends what arrives on an access link, and is for nobody here, to the tunnels.</summary>
    public void RouteUplink(AccessLinkPaths link)
    {
        Note(routes.Replace(new Route(default, tunnelInterface) { Table = UplinkTable }), "IPv6 uplink route"u8);
        Note(routes.Replace(new Route(new IpPrefix(IpAddress.FromIPv4(0), 0), tunnelInterface) { Table = UplinkTable }), "IPv4 uplink route"u8);
        AddRule(link, ipv6: true);
        AddRule(link, ipv6: false);
        Write(link.AcceptRouterAdvertisements, "0"u8);
        Write(link.ReversePathFilter, "0"u8);
        Write(link.SendRedirects, "0"u8);
    }

    /// <summary>Takes back the rules of an access link; routes go with the tunnel interface.</summary>
    public void Forget(AccessLinkPaths link)
    {
        rules.Delete(link.Name, UplinkTable, true, RulePriority);
        rules.Delete(link.Name, UplinkTable, false, RulePriority);
    }

    /// <summary>Takes out what a node that does not run has left on its access links; gives what the kernel says when it refuses.</summary>
    public static string Clear(NetlinkChannel channel, ApplianceConfiguration configuration)
    {
        LinkTable links = new(channel);
        RuleTable rules = new(channel);
        LinuxStatus status = LinuxStatus.Ok;
        foreach (AccessLinkConfiguration link in configuration.Access?.Links ?? [])
        {
            byte[] name = Encoding.UTF8.GetBytes(link.Interface);
            rules.Delete(name, UplinkTable, true, RulePriority);
            rules.Delete(name, UplinkTable, false, RulePriority);
            if (links.TryGet(name, out LinkState state).IsOk)
            {
                LinuxStatus routes = new RouteTable(channel).DeleteLeftovers(state.Index, out _);
                LinuxStatus neighbors = new NeighborTable(channel).DeleteLeftovers(state.Index, out _);
                status = !status.IsOk ? status : routes.IsOk ? neighbors : routes;
            }
        }

        return status.IsOk ? "" : $"routes of the access links: {status.Message}";
    }

    private void AddRule(AccessLinkPaths link, bool ipv6)
    {
        LinuxStatus status = rules.Add(link.Name, UplinkTable, ipv6, RulePriority);
        Note(status.Errno == AlreadyExists ? LinuxStatus.Ok : status, "rule for the access link"u8); // That of a process before does it.
    }

    private static IpPrefix? Host(IpAddress address) => address.IsUnspecified ? null : new IpPrefix(address, 32);

    private static IEnumerable<IpPrefix?> AddressesOf(StaticTunnelConfiguration tunnel)
    {
        for (int i = 0; i < tunnel.Prefixes.Count; i++)
        {
            yield return tunnel.Prefixes[i];
        }

        yield return Host(tunnel.Ipv4);
    }

    private void Write(string path, ReadOnlySpan<byte> value) => Note(sysctl.TryWrite(path, value), "kernel setting of the router"u8);

    private void Note(LinuxStatus status, ReadOnlySpan<byte> what, IpAddress address = default)
    {
        if (!status.IsOk)
        {
            events.Write(EventKind.KernelRefused, what, number: status.Errno, address: address);
        }
    }
}
