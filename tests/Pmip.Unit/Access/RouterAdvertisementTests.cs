using System;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

public sealed class RouterAdvertisementTests
{
    private static readonly IpPrefix Other = IpPrefix.Parse("2001:db8:200:1::/64");

    [Fact]
    public void Connection_ComesUp_Triggered_AdvertisesAtOnceToTheNodeAlone()
    {
        AccessBench bench = new();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device, IpAddress.Unspecified));
        Assert.Empty(bench.Frames); // Never before the registration (RFC 5213 6.7).
        bench.Up(0, 0, AccessBench.Grant);

        NeighborDiscoveryMessage advertisement = bench.OnlyDiscovery();
        Assert.Equal(Icmpv6Type.RouterAdvertisement, advertisement.Type);
        Assert.Equal(AccessBench.Router, advertisement.Source);
        Assert.Equal(NeighborDiscoveryEmitter.AllNodes, advertisement.Destination);
        Assert.Equal(1800, advertisement.RouterLifetimeSeconds);
        Assert.Equal(new() { ["2001:db8:100:1::/64"] = 3600u }, AccessBench.Prefixes(advertisement));
        Assert.True(advertisement.TryFindLinkLayerAddress(out MacAddress router));
        Assert.Equal(MacAddress.FixedMag, router);
        Assert.Equal(1456, Mtu(advertisement));
        Assert.True(HasDns(advertisement));
        Assert.Equal(AccessEffectKind.NodeServed, bench.Effects[1].Kind);
    }

    [Fact]
    public void Solicitation_Served_AnsweredAtOnce_TheNextAfterTheGap()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Pass(Duration.FromSeconds(1));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.Single(bench.Frames);
        for (int i = 0; i < 10; i++)
        {
            bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        }

        Assert.Single(bench.Frames);
        bench.Pass(Duration.FromMilliseconds(500));
        Assert.Equal(2, bench.Frames.Count); // One answer for all of them.
    }

    [Fact]
    public void Advertisement_Periodic_BeforeLifetimesEnd()
    {
        AccessBench bench = new();
        bench.Serve();
        for (int seconds = 0; seconds < 1200; seconds += 5)
        {
            bench.Pass(Duration.FromSeconds(5));
            bench.Links.NoteTraffic(0, bench.Now);
        }

        Assert.Equal(0, bench.Links.Counters[AccessCounter.Departures]);
        Assert.Equal(3, bench.Links.Counters[AccessCounter.RouterAdvertisements]); // Now, at 600 s and at 1200 s.
    }

    [Fact]
    public void Connection_ChangesPrefix_OldOneIsWithdrawn()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Up(node, 0, AccessBench.GrantOf(Other, AccessBench.Home4));
        Assert.Equal(
            new() { ["2001:db8:200:1::/64"] = 3600u, ["2001:db8:100:1::/64"] = 0u }, AccessBench.Prefixes(bench.OnlyDiscovery()));
        bench.Forget();
        bench.Pass(Duration.FromSeconds(5));
        Assert.Equal(2, bench.Frames.Count); // Withdrawals are said three times in all.
        Assert.Equal(0u, AccessBench.Prefixes(AccessBench.Discovery(bench.Frames[1]))["2001:db8:100:1::/64"]);
    }

    [Fact]
    public void Connection_GoesDown_LastOne_WithdrawsPrefixAndRouter()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Down(node, 0);
        NeighborDiscoveryMessage advertisement = bench.OnlyDiscovery();
        Assert.Equal(0, advertisement.RouterLifetimeSeconds);
        Assert.Equal(new() { ["2001:db8:100:1::/64"] = 0u }, AccessBench.Prefixes(advertisement));
        Assert.Equal(node, bench.Only(AccessEffectKind.NodeForgotten).Node);
        Assert.True(bench.Links.TryRead(node, out AccessNodeView view));
        Assert.Equal(AccessNodeState.Resting, view.State);
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void Connections_Two_EachPrefixIsAdvertised_OneGoesTheOtherStays()
    {
        AccessBench bench = new();
        MacAddress second = new(0x0200_0000_0002);
        bench.Receive(AccessBench.RouterSolicitation(second));
        Assert.Equal(3, bench.Only(AccessEffectKind.NodeArrived).Connections);
        bench.Up(0, 0, AccessBench.GrantOf(AccessBench.Prefix, null));
        bench.Up(0, 1, AccessBench.GrantOf(Other, null));
        Assert.Equal(3, bench.Frames.Count); // One, then both.
        bench.Forget();
        bench.Down(0, 1);
        byte[] frame = Assert.Single(bench.Frames);
        EthernetHeader.TryRead(frame, out EthernetHeader header);
        Assert.Equal(second, header.Destination);
        NeighborDiscoveryMessage.TryReadPacket(header.Payload, out NeighborDiscoveryMessage advertisement);
        Assert.Equal(
            new() { ["2001:db8:100:1::/64"] = 3600u, ["2001:db8:200:1::/64"] = 0u }, AccessBench.Prefixes(advertisement));
    }

    [Fact]
    public void Connection_Ipv4Only_NothingIsAdvertised()
    {
        AccessBench bench = new();
        int node = bench.Serve(AccessBench.GrantOf(null, AccessBench.Home4));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.Empty(bench.Frames);
        Assert.True(bench.Links.TryReadConnection(node, 0, out ConnectionGrant grant));
        Assert.Equal(AccessBench.Home4, grant.HomeAddress4);
    }

    [Fact]
    public void Device_AdvertisesItselfAsRouter_IsIgnoredAndCounted()
    {
        AccessBench bench = new();
        byte[] packet = new byte[200];
        new RouterAdvertisement { RouterLifetimeSeconds = 1800 }.EmitPacket(
            packet, AccessBench.DeviceLinkLocal, NeighborDiscoveryEmitter.AllNodes, out int length);
        bench.Receive(AccessBench.Frame(AccessBench.Device, new MacAddress(0x3333_0000_0001), EtherType.Ipv6, packet.AsSpan(0, length)));
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.RogueRouterAdvertisement]);
    }

    private static int Mtu(NeighborDiscoveryMessage advertisement)
    {
        NeighborDiscoveryOptionReader options = advertisement.Options;
        while (options.TryNext())
        {
            if (options.Type == NeighborDiscoveryOptionType.Mtu)
            {
                return (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(options.Octets[4..]);
            }
        }

        return 0;
    }

    private static bool HasDns(NeighborDiscoveryMessage advertisement)
    {
        NeighborDiscoveryOptionReader options = advertisement.Options;
        bool found = false;
        while (options.TryNext())
        {
            found |= options.Type == NeighborDiscoveryOptionType.RecursiveDnsServer;
        }

        return found;
    }
}
