using System.Linq;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>Congestion marks, hop limits, sizes, counters, and what stays on the access link.</summary>
public sealed class ForwardingTests
{
    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tunnel_OfEveryEcnPair_FollowsRfc6040(bool payloadIpv6)
    {
        // Rows: inner not-ECT, ECT(1), ECT(0), CE; columns: outer the same; -1 is dropped (RFC 6040 4.2, figure 4).
        int[][] expected = [[0, 0, 0, -1], [1, 1, 1, 3], [2, 1, 2, 3], [3, 3, 3, 3]];
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        for (int inner = 0; inner < 4; inner++)
        {
            for (int outer = 0; outer < 4; outer++)
            {
                byte[] packet = GoldenPacketTests.ForNode(payloadIpv6, 10, (byte)(0xB8 | inner));
                byte[] tunnel = Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, packet, (byte)outer);
                byte[] frame = Packet.Ethernet(default, default, tunnel);
                if (expected[inner][outer] < 0)
                {
                    Assert.Equal(DropReason.CongestionNotEct, bench.Refuse(bench.Decap, frame));
                    continue;
                }

                Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, frame, out byte[] result));
                Assert.Equal(GoldenPacketTests.ForNode(payloadIpv6, 9, (byte)(0xB8 | expected[inner][outer])), result[Packet.EthernetLength..]);
            }
        }
    }

    [BpfTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Tunnel_OfEveryDscp_CopiesItOutwards(bool overIpv6, bool payloadIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6));
        for (int tos = 0; tos < 256; tos += 5)
        {
            byte[] packet = GoldenPacketTests.FromNode(payloadIpv6, 64, (byte)tos);
            byte[] frame = Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, packet);
            Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, frame, out byte[] result));
            int outer = overIpv6 ? (result[14] & 15) << 4 | result[15] >> 4 : result[15];
            Assert.Equal(tos, outer);
        }
    }

    [BpfFact]
    public void Decap_WithEncapsulationLimit_IsTaken()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] outer = Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, GoldenPacketTests.ForNode(ipv6: false, 63));

        Verdict verdict = bench.Run(bench.Decap, Packet.Ethernet(default, default, Packet.WithEncapsulationLimit(outer)), out byte[] result);

        Assert.Equal(Verdict.Redirected, verdict);
        Assert.Equal(GoldenPacketTests.ForNode(ipv6: false, 62), result[Packet.EthernetLength..]);
    }

    [BpfFact]
    public void HopLimit_AtItsEnd_IsLeftToTheKernel()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] fromNode = Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, GoldenPacketTests.FromNode(ipv6: true, 1));
        byte[] inner = GoldenPacketTests.ForNode(ipv6: true, 1);
        byte[] fromTunnel = Packet.Ethernet(default, default, Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner));

        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, fromNode));
        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, fromTunnel, out byte[] result));
        Assert.Equal(inner, result[Packet.EthernetLength..]);
    }

    [BpfTheory]
    [InlineData(true, 1452)]
    [InlineData(false, 1472)]
    public void Size_AtTheEdge_FitsOrIsLeftToTheKernel(bool overIpv6, int largest)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, Frame(largest)));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, Frame(largest + 1)));

        // Segments of a packet that is still whole: TCP of 20 octets over IPv4 of 20.
        byte[] tcp = new byte[3000];
        tcp[12] = 0x50;
        byte[] whole = Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, tcp, protocol: 6));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, whole, out _, gsoSize: largest - 39));
        Assert.NotEqual(Verdict.ToKernel, bench.Run(bench.EncapAccess, whole, out _, gsoSize: largest - 40));

        static byte[] Frame(int length) => Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(length - 28)));
    }

    [BpfFact]
    public void Counters_OfASession_CountInnerOctetsAndOutliveAChange()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] fromNode = RefusalTests.NodeFrame();
        ulong innerOctets = (ulong)(fromNode.Length - Packet.EthernetLength);

        bench.Run(bench.EncapAccess, fromNode);
        bench.Run(bench.EncapAccess, fromNode);
        bench.Run(bench.Decap, RefusalTests.TunnelFrame(session));
        session.Generation++;
        bench.Install(session);

        Assert.Equal(new SessionCounters(1, innerOctets, 2, 2 * innerOctets), bench.Counters());
        bench.Sessions.Remove(session.Index);
        Assert.False(bench.Sessions.TryReadCounters(session.Index, out _));
        bench.Install(session);
        Assert.Equal(default, bench.Counters());
    }

    [BpfFact]
    public void Mag_PacketThatStaysOnTheLink_IsLeftToTheKernel()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6: true));
        IpAddress linkLocal = IpAddress.Parse("fe80::1");
        IpAddress broadcast = IpAddress.Parse("255.255.255.255");

        AssertToKernel(Packet.Ipv6(linkLocal, IpAddress.Parse("ff02::2"), Packet.Udp()));
        AssertToKernel(Packet.Ipv6(ProgramBench.Node6, linkLocal, Packet.Udp()));
        AssertToKernel(Packet.Ipv6(ProgramBench.Node6, IpAddress.Parse("ff02::1"), Packet.Udp()));
        AssertToKernel(Packet.Ipv6(default, IpAddress.Parse("ff02::1:ff00:42"), Packet.Udp()));
        AssertToKernel(Packet.Ipv6(ProgramBench.Node6, IpAddress.Parse("2001:db8:100:7::1"), Packet.Udp()));
        AssertToKernel(Packet.Ipv4(ProgramBench.Node4, broadcast, Packet.Udp()));
        AssertToKernel(Packet.Ipv4(ProgramBench.Node4, IpAddress.Parse("224.0.0.251"), Packet.Udp()));
        byte[] arp = Packet.Ethernet(MacAddress.Broadcast, ProgramBench.NodeMac, new byte[28], Packet.TypeArp);
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, arp));

        void AssertToKernel(byte[] packet) =>
            Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, packet)));
    }

    [BpfFact]
    public void Mag_DhcpOfANode_EndsAtTheAccessLink()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6: true));
        byte[] dhcp = Packet.Udp(300, 67);

        AssertTaken(Packet.Ipv4(IpAddress.Parse("0.0.0.0"), IpAddress.Parse("255.255.255.255"), dhcp));
        AssertTaken(Packet.Ipv4(ProgramBench.Node4, IpAddress.Parse("10.45.0.1"), dhcp));
        Assert.All(Enumerable.Range(0, DropReasons.Count), reason => Assert.Equal(0ul, bench.DropCount((DropReason)reason)));

        void AssertTaken(byte[] packet) =>
            Assert.Equal(Verdict.Dropped, bench.Run(bench.EncapAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, packet)));
    }

    [BpfFact]
    public void Tap_OnAccessLink_ShowsDiscoveryAndStrangersOnly()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        byte[] solicitation = Packet.Ipv6(ProgramBench.Node6, IpAddress.Parse("ff02::2"), [133, 0, 0, 0, 0, 0, 0, 0], next: 58);
        byte[] report = Packet.Ipv6(ProgramBench.Node6, IpAddress.Parse("ff02::16"), [143, 0, 0, 0, 0, 0, 0, 0], next: 58);
        byte[] dhcp = Packet.Ipv4(IpAddress.Parse("0.0.0.0"), IpAddress.Parse("255.255.255.255"), Packet.Udp(300, 67));
        byte[] ordinary = GoldenPacketTests.FromNode(ipv6: true, 64);
        byte[] announcement = [0, 1, 0xAF, 0x81, 1, 0, .. new byte[40]];

        Assert.Equal(512u, Seen(ordinary));
        Assert.True(bench.ServedNodes.Update(new ServedNodeKey(ProgramBench.Loopback, ProgramBench.NodeMac), 1).IsOk);
        Assert.Equal(0u, Seen(ordinary));
        Assert.Equal(0u, Seen(report));
        Assert.Equal(0xFFFFu, Seen(announcement, type: 6));
        Assert.Equal(0xFFFFu, Seen(solicitation));
        Assert.Equal(0xFFFFu, Seen(dhcp));
        Assert.Equal(0xFFFFu, Seen(new byte[28], Packet.TypeArp));

        // The kernel's test run takes an Ethernet header off before a socket filter, a packet socket does not: so one more.
        uint Seen(byte[] packet, ushort? type = null) => (uint)bench.Run(
            bench.AccessTap, Packet.Ethernet(default, default, Packet.Ethernet(MacAddress.Broadcast, ProgramBench.NodeMac, packet, type)));
    }
}
