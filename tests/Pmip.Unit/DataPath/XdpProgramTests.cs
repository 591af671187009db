using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>XDP does the same as the traffic classifier, octet for octet, or leaves the packet to it untouched.</summary>
public sealed class XdpProgramTests
{
    public static TheoryData<DataPathRoles, string, bool> Forms
    {
        get
        {
            TheoryData<DataPathRoles, string, bool> data = [];
            foreach (DataPathRoles role in (DataPathRoles[])[DataPathRoles.Mag, DataPathRoles.Lma])
            {
                foreach (string form in (string[])["ipv6", "ipv4", "udp"])
                {
                    data.Add(role, form, true);
                    data.Add(role, form, false);
                }
            }

            return data;
        }
    }

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [MemberData(nameof(Forms))]
    public void Encapsulation_ByXdpAndByTc_GivesTheSamePacket(DataPathRoles role, string form, bool payloadIpv6)
    {
        using ProgramBench bench = new(role);
        GreSession session = Install(bench, form);
        byte[] frame = Inwards(bench, payloadIpv6);

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Encap, frame, out byte[] byTc));
        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpEncap, frame, out byte[] byXdp));

        Assert.Equal(byTc, byXdp);
        Assert.Equal(new SessionCounters(0, 0, 2, 2 * (ulong)(frame.Length - Packet.EthernetLength)), bench.Counters());
        byte[] inner = bench.AtLma ? GoldenPacketTests.ForNode(payloadIpv6, 63) : GoldenPacketTests.FromNode(payloadIpv6, 63);
        byte[] outer = form == "udp"
            ? Packet.UdpTunnel(session.LocalEndpoint, session.RemoteEndpoint, session.SendKey.Value, inner)
            : Packet.Tunnel(session.LocalEndpoint, session.RemoteEndpoint, session.SendKey.Value, inner);
        byte[] expected = Packet.Ethernet(ProgramBench.RouterMac, ProgramBench.OwnMac, outer);
        if (form == "ipv6")
        {
            // Any flow label will do; the rest is fixed.
            (byXdp[15], byXdp[16], byXdp[17]) = ((byte)(byXdp[15] & 0xF0), 0, 0);
        }

        Assert.Equal(expected, byXdp);
    }

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [InlineData("ipv6", true)]
    [InlineData("ipv6", false)]
    [InlineData("ipv4", true)]
    [InlineData("ipv4", false)]
    [InlineData("udp", true)]
    [InlineData("udp", false)]
    public void Decapsulation_ByXdpAndByTc_GivesTheSamePacket(string form, bool payloadIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = Install(bench, form);
        for (int outerEcn = 0; outerEcn < 4; outerEcn++)
        {
            byte[] frame = FromTunnel(session, form, GoldenPacketTests.ForNode(payloadIpv6, 60, 0xBA), (byte)outerEcn);
            Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, frame, out byte[] byTc));
            Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpTransport, frame, out byte[] byXdp));
            Assert.Equal(byTc, byXdp);
            byte tos = (byte)(outerEcn switch { 1 => 0xB9, 3 => 0xBB, _ => 0xBA });
            Assert.Equal(Packet.Ethernet(ProgramBench.NodeMac, ProgramBench.GatewayMac, GoldenPacketTests.ForNode(payloadIpv6, 59, tos)), byXdp);
        }
    }

    [BpfTheory]
    [MemberData(nameof(RefusalTests.Deviations), MemberType = typeof(RefusalTests))]
    public void Lma_PacketFromTunnel_WithOneThingWrong_IsDroppedForItByXdpToo(string deviation, bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = Install(bench, overIpv6 ? "ipv6" : "ipv4");
        (byte[] frame, DropReason reason) = RefusalTests.Made(overIpv6, session.RemoteEndpoint, session.LocalEndpoint)[deviation];
        byte[] good = RefusalTests.Good(session.RemoteEndpoint, session.LocalEndpoint);

        Assert.Equal(reason, bench.RefuseXdp(bench.XdpTransport, frame));

        // A good one is the kernel's to route: tc takes it.
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpTransport, good, out byte[] left));
        Assert.Equal(good, left);
        Assert.Equal(0u, bench.Counters().PacketsIn);
    }

    [BpfFact]
    public void Mag_PacketFromNode_WithOneThingWrong_IsDroppedForItByXdpToo()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        Install(bench, "ipv6");
        byte[] good = GoldenPacketTests.FromNode(ipv6: false, 64);
        byte[] spoofed = Packet.Ipv4(IpAddress.Parse("10.45.0.10"), ProgramBench.Server4, Packet.Udp());

        // The socket of the access link sees what comes from nodes that are not served, and their DHCP; tc drops both behind it.
        byte[] dhcp = Packet.Ipv4(ProgramBench.Node4, IpAddress.Parse("10.45.0.1"), Packet.Udp(300, 67));
        Assert.Equal(XdpVerdict.LeftToTc, Run(spoofed));
        Assert.Equal(XdpVerdict.LeftToTc, Run(dhcp));
        Assert.Equal(DropReason.LinkLayerSourceWrong, Refuse(new MacAddress(0x0200_0000_0002), good));
        Assert.Equal(DropReason.InnerHeader, Refuse(ProgramBench.NodeMac, Packet.With(good, 0, 0x43)));

        XdpVerdict Run(byte[] packet) => bench.RunXdp(bench.XdpAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, packet), out _);

        DropReason Refuse(MacAddress source, byte[] packet) =>
            bench.RefuseXdp(bench.XdpAccess, Packet.Ethernet(ProgramBench.GatewayMac, source, packet));
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packet_ThatXdpCannotFinish_IsLeftToTcAsItCame(bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = Install(bench, overIpv6 ? "ipv6" : "ipv4");
        byte[] big = Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(1500 - 28));
        byte[] dying = GoldenPacketTests.FromNode(ipv6: false, 1);
        byte[] good = GoldenPacketTests.FromNode(ipv6: false, 64);
        byte[] arriving = FromTunnel(session, "plain", GoldenPacketTests.ForNode(ipv6: true, 1), 0);

        AssertLeft(bench.XdpAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, big));
        AssertLeft(bench.XdpAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, dying));
        AssertLeft(bench.XdpAccess, Packet.Ethernet(new MacAddress(0x0200_0000_0077), ProgramBench.NodeMac, good));
        AssertLeft(bench.XdpAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, new byte[46], Packet.TypeArp));
        AssertLeft(bench.XdpTransport, arriving);
        bench.PrepareXdp(session, resolved: false);
        AssertLeft(bench.XdpAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, good));
        bench.PrepareXdp(session, redirects: false);
        AssertLeft(bench.XdpAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, good));
        AssertLeft(bench.XdpTransport, FromTunnel(session, "plain", GoldenPacketTests.ForNode(ipv6: true, 60), 0));
        Assert.Equal(default, bench.Counters());

        void AssertLeft(Pmip.Linux.Bpf.BpfProgram program, byte[] frame)
        {
            Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(program, frame, out byte[] left));
            Assert.Equal(frame, left);
        }
    }

    [BpfTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lma_AddressOfAPool_IsFoundByItsPlaceAndAnyOtherByASearch(bool inPools)
    {
        PoolRange[] pools = [new(IpPrefix.Parse("2001:db8:100::/48"), 64), new(IpPrefix.Parse("10.45.0.0/24"), 256), new(IpPrefix.Parse("10.44.0.0/30"), 4)];
        using ProgramBench bench = new(DataPathRoles.Lma, pools: inPools ? pools : []);
        Install(bench, "ipv6");

        Assert.Equal(inPools ? 0 : 2, bench.Slots.ForeignCount);
        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpService, Inwards(bench, payloadIpv6: true), out _));
        Assert.Equal(XdpVerdict.Redirected, bench.RunXdp(bench.XdpService, Inwards(bench, payloadIpv6: false), out _));
        Assert.Equal(2u, bench.Counters().PacketsOut);
        foreach (string other in (string[])["10.45.0.10", "10.45.1.9", "10.44.255.9", "10.46.0.0"])
        {
            byte[] packet = Packet.Ethernet(default, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Server4, IpAddress.Parse(other), Packet.Udp()));
            Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpService, packet, out _));
        }
    }

    private static GreSession Install(ProgramBench bench, string form)
    {
        GreSession session = bench.Session(form == "ipv6");
        session.Encapsulation = form == "udp" ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre;
        bench.Install(session);
        bench.PrepareXdp(session);
        return session;
    }

    private static byte[] Inwards(ProgramBench bench, bool payloadIpv6) => bench.AtLma
        ? Packet.Ethernet(default, ProgramBench.NodeMac, GoldenPacketTests.ForNode(payloadIpv6, 64))
        : Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, GoldenPacketTests.FromNode(payloadIpv6, 64));

    private static byte[] FromTunnel(in GreSession session, string form, byte[] inner, byte ecn)
    {
        byte[] outer = form == "udp"
            ? Packet.UdpTunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner, ecn)
            : Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner, ecn);
        return Packet.Ethernet(default, ProgramBench.RouterMac, outer);
    }
}
