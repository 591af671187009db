using System;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

public sealed class NeighborTests
{
    private static readonly IpAddress Subnet4 = IpAddress.Parse("10.45.9.9");

    [Fact]
    public void Solicitation_ForOurAddress_IsAnsweredWithOurMac()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(AccessBench.NeighborSolicitation(AccessBench.Device, AccessBench.DeviceLinkLocal, AccessBench.Router));
        NeighborDiscoveryMessage answer = bench.OnlyDiscovery();
        Assert.Equal(Icmpv6Type.NeighborAdvertisement, answer.Type);
        Assert.Equal(AccessBench.DeviceLinkLocal, answer.Destination);
        Assert.Equal(AccessBench.Router, answer.Target);
        Assert.True(answer.IsSolicited && answer.IsRouter && answer.IsOverride);
        Assert.True(answer.TryFindLinkLayerAddress(out MacAddress mac));
        Assert.Equal(MacAddress.FixedMag, mac);
    }

    [Fact]
    public void Probe_ForOurAddress_IsTold_ThatItIsTaken()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(AccessBench.NeighborSolicitation(AccessBench.Device, IpAddress.Unspecified, AccessBench.Router));
        NeighborDiscoveryMessage answer = bench.OnlyDiscovery();
        Assert.Equal(NeighborDiscoveryEmitter.AllNodes, answer.Destination);
        Assert.False(answer.IsSolicited);
    }

    [Fact]
    public void Probe_ForItsOwnAddress_IsNotAnswered_ButLearned()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        IpAddress own = IpAddress.Parse("fe80::abcd");
        bench.Receive(AccessBench.NeighborSolicitation(AccessBench.Device, IpAddress.Unspecified, own));
        Assert.Empty(bench.Frames);
        Assert.True(bench.Links.TryRead(node, out AccessNodeView view));
        Assert.Equal(own, view.LinkLocalAddress);
    }

    [Fact]
    public void Solicitation_KernelHoldsTheAddress_IsNotAnsweredByUs()
    {
        AccessBench bench = new(configuration => configuration with
        {
            Links = [new() { AnswersNeighborSolicitation = false }],
        });
        bench.Serve();
        bench.Receive(AccessBench.NeighborSolicitation(AccessBench.Device, AccessBench.DeviceLinkLocal, AccessBench.Router));
        Assert.Empty(bench.Frames);
    }

    [Fact]
    public void Solicitations_TooMany_AreNotAllAnswered()
    {
        AccessBench bench = new();
        bench.Serve();
        for (int i = 0; i < 100; i++)
        {
            bench.Receive(AccessBench.NeighborSolicitation(AccessBench.Device, AccessBench.DeviceLinkLocal, AccessBench.Router));
        }

        Assert.Equal(20, bench.Frames.Count);
        Assert.Equal(80, bench.Links.Counters[AccessCounter.AnswerLimited]);
        bench.Pass(Duration.FromSeconds(1));
        bench.Receive(AccessBench.NeighborSolicitation(AccessBench.Device, AccessBench.DeviceLinkLocal, AccessBench.Router));
        Assert.Equal(21, bench.Frames.Count);
    }

    [Theory]
    [InlineData("10.45.0.1", true)] // the default router
    [InlineData("10.45.9.9", true)] // a neighbour in the home subnet
    [InlineData("203.0.113.5", true)] // on-link for a node with odd routes
    [InlineData("10.45.0.7", false)] // its own
    [InlineData("169.254.3.4", false)]
    [InlineData("224.0.0.5", false)]
    [InlineData("0.0.0.0", false)]
    public void Arp_Request_IsAnsweredForEverythingButItsOwn(string target, bool answered)
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(AccessBench.Arp(AccessBench.Device, AccessBench.Home4, IpAddress.Parse(target)));
        Assert.Equal(answered ? 1 : 0, bench.Frames.Count);
        if (answered)
        {
            EthernetHeader.TryRead(bench.Frames[0], out EthernetHeader header);
            Assert.Equal(AccessBench.Device, header.Destination);
            Assert.Equal(WireStatus.Ok, ArpPacket.TryRead(header.Payload, out ArpPacket reply));
            Assert.Equal(ArpOperation.Reply, reply.Operation);
            Assert.Equal(MacAddress.FixedMag, reply.SenderLinkLayerAddress);
            Assert.Equal(IpAddress.Parse(target), reply.SenderAddress);
            Assert.Equal(AccessBench.Home4, reply.TargetAddress);
        }
    }

    [Fact]
    public void Arp_Probe_ForItsOwn_IsNotAnswered_ForANeighboursItIs()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(AccessBench.Arp(AccessBench.Device, IpAddress.FromIPv4(0), AccessBench.Home4));
        bench.Receive(AccessBench.Arp(AccessBench.Device, IpAddress.FromIPv4(0), IpAddress.Parse("203.0.113.5")));
        bench.Receive(AccessBench.Arp(AccessBench.Device, AccessBench.Home4, AccessBench.Home4)); // gratuitous
        Assert.Empty(bench.Frames);
        bench.Receive(AccessBench.Arp(AccessBench.Device, IpAddress.FromIPv4(0), Subnet4));
        Assert.Single(bench.Frames);
    }

    [Fact]
    public void Arp_SenderIsSomebodyElse_IsNotAnswered()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.Receive(AccessBench.Arp(AccessBench.Device, Subnet4, AccessBench.Router4));
        byte[] spoofed = AccessBench.Arp(AccessBench.Device, AccessBench.Home4, AccessBench.Router4);
        AccessBench.Stranger.Write(spoofed.AsSpan(22));
        bench.Receive(spoofed);
        Assert.Empty(bench.Frames);
        Assert.Equal(2, bench.Links.Counters[AccessCounter.ForeignArpSender]);
    }

    [Fact]
    public void Discovery_FromBeyondARouter_IsNoTrigger()
    {
        AccessBench bench = new();
        byte[] frame = AccessBench.RouterSolicitation(AccessBench.Device);
        frame[14 + 7] = 254;
        bench.Receive(frame);
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.MalformedDiscovery]);
    }
}
