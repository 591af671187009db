using System;
using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Tunnel;
using Xunit;

namespace Pmip.Unit.Linux.Netlink;

/// <summary>What we ask the kernel is what the kernel then does: checked by the tool that administrators use.</summary>
public sealed class RouteNetlinkTests
{
    [NetworkFact]
    public void Link_OfTunDevice_IsFoundChangedAndGoneWithIt() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();
        LinkTable links = new(channel);
        Assert.True(TunDevice.TryCreate("tun7", out TunDevice? device).IsOk);
        Assert.True(links.TryGet("tun7"u8, out LinkState link).IsOk);
        Assert.True(links.SetMtu(link.Index, 1452).IsOk);
        Assert.True(links.DisableIpv6AddressGeneration(link.Index).IsOk);
        Assert.True(links.SetUp(link.Index, up: true).IsOk);

        Assert.True(links.TryGet(link.Index, out LinkState changed).IsOk);
        Assert.Equal((1452, true, false), (changed.Mtu, changed.IsUp, changed.IsEthernet));
        Assert.DoesNotContain("inet6", NetworkNamespace.Ip("address show dev tun7"), StringComparison.Ordinal);
        Assert.Equal(16, TunDevice.TryCreate("tun7", out _).Errno);

        device!.Dispose();
        Assert.Equal(19, links.TryGet("tun7"u8, out _).Errno);
    });

    [NetworkFact]
    public void Route_AddedReplacedAndDeleted_IsInItsTable() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();
        RouteTable routes = new(channel);
        using TunDevice device = Up(channel, "tun0", out int index);
        Route ipv4 = new(IpPrefix.Parse("10.45.0.0/16"), index) { Mtu = 1400 };
        Route ipv6 = new(IpPrefix.Parse("::/0"), index) { Table = 1001 };

        Assert.True(routes.Add(ipv4).IsOk);
        Assert.Equal(17, routes.Add(ipv4).Errno);
        Assert.True(routes.Replace(ipv4 with { Mtu = 1300 }).IsOk);
        Assert.True(routes.Add(ipv6).IsOk, channel.ReasonText);

        Assert.Contains("10.45.0.0/16 dev tun0 proto 117 scope link mtu 1300", NetworkNamespace.Ip("route show"), StringComparison.Ordinal);
        Assert.Contains("default dev tun0", NetworkNamespace.Ip("-6 route show table 1001"), StringComparison.Ordinal);
        Assert.True(routes.TryLookup(IpAddress.Parse("10.45.1.2"), out RouteLookup found).IsOk);
        Assert.Equal(new RouteLookup(index, IpAddress.Parse("10.45.1.2"), 1300, IsLocal: false), found);
        Assert.True(routes.Delete(ipv4).IsOk);
        Assert.Equal(3, routes.Delete(ipv4).Errno);
        Assert.Equal(101, routes.TryLookup(IpAddress.Parse("10.45.1.2"), out _).Errno);
    });

    [NetworkFact]
    public void Leftovers_OfACrash_AreDeletedOnTheirInterfaceAlone() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();
        RouteTable routes = new(channel);
        using TunDevice device = Up(channel, "tun0", out int index);
        using TunDevice other = Up(channel, "tun1", out int otherIndex);
        for (uint node = 0; node < 1000; node++)
        {
            // More than fits one answer of the kernel.
            Assert.True(routes.Add(new Route(new IpPrefix(IpAddress.FromIPv4(0x0a2d_0000 + node), 32), index)).IsOk);
            Assert.True(routes.Add(new Route(new IpPrefix(new IpAddress(0x2001_0db8_0100_0000UL + node, 0), 64), index)).IsOk);
        }

        Assert.True(routes.Add(new Route(IpPrefix.Parse("10.46.0.1/32"), otherIndex)).IsOk);
        NetworkNamespace.Ip("route add 10.47.0.1/32 dev tun0");
        Assert.True(routes.DeleteLeftovers(index, out int count).IsOk);
        Assert.Equal(2000, count);
        Assert.DoesNotContain("proto 117", NetworkNamespace.Ip("route show dev tun0"), StringComparison.Ordinal);
        Assert.DoesNotContain("proto 117", NetworkNamespace.Ip("-6 route show dev tun0"), StringComparison.Ordinal);
        Assert.Contains("10.46.0.1", NetworkNamespace.Ip("route show dev tun1"), StringComparison.Ordinal);
        Assert.Contains("10.47.0.1", NetworkNamespace.Ip("route show dev tun0"), StringComparison.Ordinal);
        Assert.True(routes.DeleteLeftovers(index, out count).IsOk);
        Assert.Equal(0, count);
    });

    [NetworkFact]
    public void Lookup_BehindARouter_GivesTheRouter() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();
        RouteTable routes = new(channel);
        AddressTable addresses = new(channel);
        using TunDevice device = Up(channel, "tun0", out int index);

        Assert.True(addresses.Add(index, IpPrefix.Parse("2001:db8:f::11/64")).IsOk);
        Assert.True(addresses.Add(index, IpPrefix.Parse("192.0.2.11/24")).IsOk);
        Assert.True(routes.Add(new Route(IpPrefix.Parse("2001:db8:e::/48"), index) { Gateway = IpAddress.Parse("2001:db8:f::1") }).IsOk);
        Assert.True(routes.Add(new Route(IpPrefix.Parse("198.51.100.0/24"), index) { Gateway = IpAddress.Parse("192.0.2.1") }).IsOk);

        Assert.True(routes.TryLookup(IpAddress.Parse("2001:db8:e::9"), out RouteLookup ipv6).IsOk);
        Assert.Equal(IpAddress.Parse("2001:db8:f::1"), ipv6.NextHop);
        Assert.True(routes.TryLookup(IpAddress.Parse("198.51.100.9"), out RouteLookup ipv4).IsOk);
        Assert.Equal(IpAddress.Parse("192.0.2.1"), ipv4.NextHop);
        Assert.True(routes.TryLookup(IpAddress.Parse("192.0.2.11"), out RouteLookup own).IsOk);
        Assert.True(own.IsLocal);
        Assert.True(addresses.Delete(index, IpPrefix.Parse("192.0.2.11/24")).IsOk);
    });

    [NetworkFact]
    public void RuleAndNeighbour_AddedAndDeleted_AreThereAndGone() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();
        RuleTable rules = new(channel);
        NeighborTable neighbors = new(channel);
        NetworkNamespace.Ip("link add acc0 type veth peer name ue0");
        NetworkNamespace.Ip("link set acc0 up");
        Assert.True(new LinkTable(channel).TryGet("acc0"u8, out LinkState link).IsOk);

        Assert.True(rules.Add("acc0"u8, 1001, ipv6: false, 1000).IsOk);
        Assert.Equal(17, rules.Add("acc0"u8, 1001, ipv6: false, 1000).Errno);
        Assert.True(rules.Add("acc0"u8, 1001, ipv6: true, 1000).IsOk);
        Assert.True(neighbors.SetPermanent(link.Index, IpAddress.Parse("10.45.0.9"), new MacAddress(0x0200_0000_0001)).IsOk);

        Assert.Contains("1000:\tfrom all iif acc0 lookup 1001", NetworkNamespace.Ip("rule show"), StringComparison.Ordinal);
        Assert.Contains("1000:\tfrom all iif acc0 lookup 1001", NetworkNamespace.Ip("-6 rule show"), StringComparison.Ordinal);
        Assert.Contains("10.45.0.9 lladdr 02:00:00:00:00:01 PERMANENT", NetworkNamespace.Ip("neighbour show dev acc0"), StringComparison.Ordinal);
        Assert.True(rules.Delete("acc0"u8, 1001, ipv6: false, 1000).IsOk);
        Assert.Equal(2, rules.Delete("acc0"u8, 1001, ipv6: false, 1000).Errno);
        Assert.True(neighbors.Delete(link.Index, IpAddress.Parse("10.45.0.9")).IsOk);

        Assert.True(neighbors.SetPermanent(link.Index, IpAddress.Parse("10.45.0.10"), new MacAddress(0x0200_0000_0001)).IsOk);
        NetworkNamespace.Ip("neigh add 10.45.0.11 lladdr 02:00:00:00:00:02 dev acc0 nud permanent");
        Assert.True(neighbors.DeleteLeftovers(link.Index, out int count).IsOk);
        Assert.Equal(1, count);
        Assert.DoesNotContain("10.45.0.10", NetworkNamespace.Ip("neigh show nud permanent"), StringComparison.Ordinal);
        Assert.Contains("10.45.0.11", NetworkNamespace.Ip("neigh show nud permanent"), StringComparison.Ordinal);
    });

    [NetworkFact]
    public void Refusal_ByTheKernel_ComesWithItsWords() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();

        LinuxStatus status = new RouteTable(channel).Add(new Route(IpPrefix.Parse("2001:db8::/32"), 4711));

        Assert.False(status.IsOk);
        Assert.NotEqual("", channel.ReasonText + status.Message);
        Assert.False(new TrafficControl(channel).ReplaceFilter(1, egress: false, 1, programDescriptor: 0, "none"u8).IsOk);
        Assert.NotEqual("", channel.ReasonText);
    });

    [NetworkFact]
    public void Monitor_OfChanges_TellsThemWithoutAllocating() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();
        Assert.True(NetlinkMonitor.TryOpen(withNeighbors: true, out NetlinkMonitor? monitor).IsOk);
        using TunDevice device = Up(channel, "tun0", out int index);
        Assert.True(new AddressTable(channel).Add(index, IpPrefix.Parse("192.0.2.11/24")).IsOk);
        bool sawLink = false;
        bool sawRoute = false;

        long before = GC.GetAllocatedBytesForCurrentThread();
        while (monitor!.TryRead(out NetlinkEvent news))
        {
            sawLink |= news.Kind == NetlinkEventKind.LinkChanged && news.Name.SequenceEqual("tun0"u8) && news.Link.IsUp;
            sawRoute |= news.Kind == NetlinkEventKind.RouteChanged;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((true, true), (sawLink, sawRoute));
        monitor.Dispose();
    });

    [NetworkFact]
    public void Monitor_OfRoutes_TellsWhichAreOursAndWhereTheyLead() => NetworkNamespace.Run(() =>
    {
        using NetlinkChannel channel = Open();
        using TunDevice device = Up(channel, "tun0", out int index);
        Assert.True(NetlinkMonitor.TryOpen(withNeighbors: false, out NetlinkMonitor? monitor).IsOk);
        RouteTable routes = new(channel);
        Route ours = new(IpPrefix.Parse("198.51.100.7/32"), index);
        Assert.True(routes.Replace(ours).IsOk);
        Assert.True(routes.Delete(ours).IsOk);
        Assert.True(routes.Replace(new Route(IpPrefix.Parse("2001:db8:7::/64"), index)).IsOk);
        List<int> leadTo = [];
        List<bool> others = [];
        Read();
        Assert.Equal([index, index, index], leadTo);
        Assert.Empty(others);

        // The kernel itself makes a route to the network of an address.
        Assert.True(new AddressTable(channel).Add(index, IpPrefix.Parse("192.0.2.11/24")).IsOk);
        Read();
        Assert.Equal(3, leadTo.Count);
        Assert.NotEmpty(others);
        monitor!.Dispose();

        void Read()
        {
            while (monitor!.TryRead(out NetlinkEvent news))
            {
                if (news.Kind == NetlinkEventKind.RouteChanged && news.IsOurs)
                {
                    leadTo.Add(news.InterfaceIndex);
                }
                else if (news.Kind == NetlinkEventKind.RouteChanged)
                {
                    others.Add(true);
                }
            }
        }
    });

    private static NetlinkChannel Open()
    {
        Assert.True(NetlinkChannel.TryOpen(out NetlinkChannel? channel).IsOk);
        return channel!;
    }

    private static TunDevice Up(NetlinkChannel channel, string name, out int index)
    {
        Assert.True(TunDevice.TryCreate(name, out TunDevice? device).IsOk);
        LinkTable links = new(channel);
        Assert.True(links.TryGet(System.Text.Encoding.ASCII.GetBytes(name), out LinkState link).IsOk);
        Assert.True(links.SetUp(link.Index, up: true).IsOk);
        index = link.Index;
        return device!;
    }
}
