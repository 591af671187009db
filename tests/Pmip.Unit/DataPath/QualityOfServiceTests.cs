using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>Outer DSCP by a map, inner DSCP afterwards, rates, and what XDP leaves for captures.</summary>
public sealed class QualityOfServiceTests
{
    [BpfTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void OuterDscp_OfAMappedSession_IsTheMapsAndEcnTheInner(bool overIpv6, bool payloadIpv6)
    {
        byte[] outer = [.. Enumerable.Range(0, 64).Select(inner => (byte)(63 - inner))];
        DscpMap map = new(outer, static _ => false);
        using ProgramBench bench = new(DataPathRoles.Lma, maps: [map]);
        GreSession session = bench.Session(overIpv6) with { DscpMap = map.Number };
        bench.Install(session);
        bench.PrepareXdp(session);
        for (int tos = 0; tos < 256; tos += 3)
        {
            byte[] frame = Packet.Ethernet(default, ProgramBench.NodeMac, GoldenPacketTests.ForNode(payloadIpv6, 64, (byte)tos));
            Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapService, frame, out byte[] byTc));
            Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpService, frame, out byte[] byXdp));
            Assert.Equal(byTc, byXdp);
            Assert.Equal((63 - (tos >> 2)) << 2 | (tos & 3), OuterTos(byTc, overIpv6));
        }

        // One value for all, then the inner one again: under the packets, by another generation.
        byte[] ef = Packet.Ethernet(default, ProgramBench.NodeMac, GoldenPacketTests.ForNode(payloadIpv6, 64, 0xB9));
        bench.Install(session with { DscpMap = DscpMap.NumberOf(10), Generation = 2 });
        bench.Run(bench.EncapService, ef, out byte[] result);
        Assert.Equal(10 << 2 | 1, OuterTos(result, overIpv6));
        bench.Install(session with { DscpMap = DscpMap.Copy, Generation = 3 });
        bench.Run(bench.EncapService, ef, out result);
        Assert.Equal(0xB9, OuterTos(result, overIpv6));
    }

    [BpfFact]
    public void MapOfTheNode_Changed_ReachesSessionsThatHaveNoneOfTheirOwn()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        bench.Install(bench.Session(overIpv6: true));
        byte[] frame = Packet.Ethernet(default, ProgramBench.NodeMac, GoldenPacketTests.ForNode(ipv6: true, 64, 0xB8));
        bench.Sessions.DscpMapOfNode = DscpMap.NumberOf(8);
        Assert.True(bench.Sessions.IsFollowing);
        bench.Sessions.FollowNode(5);
        bench.Run(bench.EncapService, frame, out byte[] result);
        Assert.Equal(0xB8, OuterTos(result, overIpv6: true));

        bench.Sessions.FollowNode(1000);

        bench.Run(bench.EncapService, frame, out result);
        Assert.Equal(8 << 2, OuterTos(result, overIpv6: true));
        Assert.False(bench.Sessions.IsFollowing);
    }

    [BpfTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void InnerDscp_AfterTheTunnel_StaysOrIsTheOuterOne(bool payloadIpv6, bool uniform)
    {
        using ProgramBench bench = new(DataPathRoles.Mag, uniform: uniform);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        bench.PrepareXdp(session);
        byte[] packet = GoldenPacketTests.ForNode(payloadIpv6, 60, (10 << 2) | 2);
        byte[] tunnel = Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, packet, (46 << 2) | 3);
        byte[] frame = Packet.Ethernet(default, default, tunnel);

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, frame, out byte[] byTc));
        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpTransport, frame, out byte[] byXdp));

        Assert.Equal(byTc, byXdp);
        byte tos = (byte)((uniform ? 46 : 10) << 2 | 3);
        Assert.Equal(GoldenPacketTests.ForNode(payloadIpv6, 59, tos), byTc[Packet.EthernetLength..]);
    }

    [BpfTheory]
    [InlineData(true, 2_000_000)]
    [InlineData(false, 2_000_000)]
    [InlineData(true, 40_000_000)]
    [InlineData(false, 40_000_000)]
    public void PolicedSession_OfferedMore_PassesItsRateByTheKernelsClock(bool outwards, long bitsPerSecond)
    {
        // The depth is a second, so a bench that the processor is taken from for less loses nothing: what passes is depth and rate exactly.
        SessionRate rate = SessionRate.Of(bitsPerSecond, bitsPerSecond / 8);
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Session(overIpv6: true) with { SendRate = outwards ? rate : default, ReceiveRate = outwards ? default : rate };
        bench.Install(session);
        byte[][] frames = outwards ? [NodeFrame(ipv6: true, 1000), NodeFrame(ipv6: false, 1000)] : [TunnelFrame(session, 1000)];
        bench.Run(outwards ? bench.EncapAccess : bench.Decap, frames[0]);
        long start = Stopwatch.GetTimestamp();
        int offered = 1;
        double passedBeforeLast = 0;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(250) || bench.DropCount(DropReason.Policed) == 0)
        {
            passedBeforeLast = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Assert.NotEqual(Verdict.ToKernel, bench.Run(outwards ? bench.EncapAccess : bench.Decap, frames[offered % frames.Length]));
            offered++;
        }

        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        SessionCounters counters = bench.Counters();
        double passed = outwards ? counters.OctetsOut : counters.OctetsIn;
        ulong dropped = outwards ? counters.PolicedOut : counters.PolicedIn;
        Assert.Equal((ulong)offered, dropped + (outwards ? counters.PacketsOut : counters.PacketsIn));
        Assert.Equal(dropped, bench.DropCount(DropReason.Policed));
        Assert.NotEqual(0ul, dropped);
        Assert.Equal(0ul, outwards ? counters.PolicedIn : counters.PolicedOut);
        double octetsPerSecond = bitsPerSecond / 8.0;
        Assert.InRange(passed, 0.95 * octetsPerSecond * (1 + passedBeforeLast), (1.05 * octetsPerSecond * (1 + elapsed)) + 1100);
    }

    [BpfFact]
    public void PolicedSession_OnSeveralProcessors_PassesOneMorePacketForEachAtMost()
    {
        const int Threads = 2;
        const long OctetsPerSecond = 1_000_000;
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6: true) with { SendRate = SessionRate.Of(8 * OctetsPerSecond, 10_000) });
        byte[] frame = NodeFrame(ipv6: true, 1000);
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(Offer))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => Assert.True(thread.Join(TimeSpan.FromSeconds(30))));
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;

        SessionCounters counters = bench.Counters();
        Assert.NotEqual(0ul, counters.PolicedOut);
        Assert.True(counters.OctetsOut <= (1.001 * OctetsPerSecond * elapsed) + 10_000 + ((1 + Threads) * 1048), $"{counters.OctetsOut} in {elapsed} s");

        // What was let through is owed to the last octet.
        ulong cost = SessionRate.Of(8 * OctetsPerSecond, 10_000).Cost;
        Assert.Equal(counters.PacketsOut * ((ulong)(frame.Length - Packet.EthernetLength) * cost >> 8), PayerOf(bench).Bucket.Charged);

        void Offer()
        {
            for (int i = 0; i < 20_000; i++)
            {
                bench.Run(bench.EncapAccess, frame);
            }
        }
    }

    [BpfFact]
    public void PolicedPacket_ThatIsStillToBeSegmented_IsChargedWithTheHeadersOfAllSegments()
    {
        SessionRate rate = SessionRate.Of(1_000_000, 100_000);
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6: true) with { SendRate = rate });
        byte[] tcp = new byte[20 + 2500];
        tcp[12] = 0x50;
        byte[] whole = Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, tcp, protocol: 6));

        // The kernel's test run makes no packet that it would segment, so it is charged and then cannot be rewritten.
        Assert.NotEqual(Verdict.ToKernel, bench.Run(bench.EncapAccess, whole, out _, gsoSize: 1000));

        // Three segments: 1000, 1000 and 500 octets, each with 40 octets of headers.
        Assert.Equal((2500 + (3 * 40)) * (ulong)rate.Cost >> 8, PayerOf(bench).Bucket.Charged);
    }

    [BpfFact]
    public void PolicedSession_InXdp_IsPolicedThereFromTheSameBucket()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Session(overIpv6: true) with { SendRate = SessionRate.Of(8_000, 0), ReceiveRate = SessionRate.Of(8_000, 0) };
        bench.Install(session);
        bench.PrepareXdp(session);

        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpAccess, NodeFrame(ipv6: true, 1000), out _));
        Assert.Equal(DropReason.Policed, bench.RefuseXdp(bench.XdpAccess, NodeFrame(ipv6: false, 1000)));
        Assert.Equal(DropReason.Policed, bench.Refuse(bench.EncapAccess, NodeFrame(ipv6: true, 1000)));
        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpTransport, TunnelFrame(session, 1000), out _));
        Assert.Equal(DropReason.Policed, bench.RefuseXdp(bench.XdpTransport, TunnelFrame(session, 1000)));
        SessionCounters counters = bench.Counters();
        Assert.Equal((1ul, 2ul), (counters.PolicedIn, counters.PolicedOut));

        // Without a rate again, what was owed is nobody's concern, and what was dropped stays counted.
        bench.Install(session with { Generation = 2, SendRate = default });
        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, NodeFrame(ipv6: true, 1000)));
        Assert.Equal(2ul, bench.Counters().PolicedOut);
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mirror_OfASessionOrOfAll_LeavesPacketsToTcUntilItEnds(bool all)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Session(overIpv6: true);
        bench.Install(session);
        bench.PrepareXdp(session);
        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpAccess, NodeFrame(ipv6: true, 100), out _));
        Switch(isOn: true);

        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpAccess, NodeFrame(ipv6: true, 100), out byte[] left));
        Assert.Equal(NodeFrame(ipv6: true, 100), left);
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpTransport, TunnelFrame(session, 100), out _));
        Assert.Equal(SessionAudit.Sound, bench.Sessions.Audit(session.Index));

        // A registration that is refreshed meanwhile ends nothing.
        bench.Install(session with { Generation = 2 });
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpTransport, TunnelFrame(session, 100), out _));
        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, NodeFrame(ipv6: true, 100)));
        Switch(isOn: false);
        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpTransport, TunnelFrame(session, 100), out _));

        void Switch(bool isOn)
        {
            bench.Tables.SetMirror(isOn && all);
            bench.Sessions.Sampled = isOn && !all ? session.Index : -1;
        }
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(1_000_000)]
    [InlineData(999_999_937)]
    [InlineData(100_000_000_000)]
    public void Rate_InTheProgramsWords_IsWithinAThousandth(long bitsPerSecond)
    {
        SessionRate rate = SessionRate.Of(bitsPerSecond, 3000);

        Assert.InRange(rate.BitsPerSecond, bitsPerSecond * 0.999, bitsPerSecond * 1.001);
        Assert.Equal(rate, SessionRate.Of(rate.BitsPerSecond, 3000) with { Depth = rate.Depth });
    }

    [Fact]
    public void Map_MadeAgain_HasTheSameNumberAndAnotherOneBesideIt()
    {
        byte[] outer = new byte[64];
        outer[46] = 46;
        DscpMap map = new(outer, static _ => false);
        Assert.Equal(map.Number, new DscpMap(outer, static _ => false).Number);
        Assert.NotEqual(map.Number, new DscpMap(outer, number => number == map.Number).Number);
        Assert.InRange(map.Number, 65, 254);
    }

    private static SendEntry PayerOf(ProgramBench bench) => bench.Tables.Send[bench.Slots.Find(NodeAddress.Of(bench.Session(overIpv6: true), 0), bench.AtLma)];

    private static int OuterTos(byte[] frame, bool overIpv6) => overIpv6 ? (frame[14] & 15) << 4 | frame[15] >> 4 : frame[15];

    private static byte[] NodeFrame(bool ipv6, int payload) => Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, ipv6
        ? Packet.Ipv6(ProgramBench.Node6, ProgramBench.Server6, Packet.Udp(payload))
        : Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(payload)));

    private static byte[] TunnelFrame(in GreSession session, int payload) => Packet.Ethernet(default, default, Packet.Tunnel(
        session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, Packet.Ipv4(ProgramBench.Server4, ProgramBench.Node4, Packet.Udp(payload))));
}
