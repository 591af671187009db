using System.Collections.Generic;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>GRE behind UDP and the TLV header over IPv4 (RFC 5845 4), octet for octet.</summary>
public sealed class UdpTunnelTests
{
    private const uint Key = 0xA1B2_C305;

    public static TheoryData<string> Deviations => [.. Made(ProgramBench.Mag4, ProgramBench.Lma4).Keys];

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Node_PacketOfSession_IsTunnelledInUdp(bool atLma, bool payloadIpv6)
    {
        using ProgramBench bench = new(atLma ? DataPathRoles.Lma : DataPathRoles.Mag);
        GreSession session = bench.Install(Session(bench));
        byte[] frame = atLma
            ? Packet.Ethernet(default, ProgramBench.NodeMac, GoldenPacketTests.ForNode(payloadIpv6, 64))
            : Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, GoldenPacketTests.FromNode(payloadIpv6, 64));
        byte[] inner = atLma ? GoldenPacketTests.ForNode(payloadIpv6, 63) : GoldenPacketTests.FromNode(payloadIpv6, 63);

        Verdict verdict = bench.Run(bench.Encap, frame, out byte[] result);

        Assert.Equal(Verdict.Redirected, verdict);
        byte[] expected = Packet.UdpTunnel(session.LocalEndpoint, session.RemoteEndpoint, session.SendKey.Value, inner);
        Assert.Equal(expected, result[Packet.EthernetLength..]);
    }

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Node_PacketFromTunnelInUdp_IsTakenOut(bool atLma, bool payloadIpv6)
    {
        using ProgramBench bench = new(atLma ? DataPathRoles.Lma : DataPathRoles.Mag);
        GreSession session = bench.Install(Session(bench));
        byte[] inner = atLma ? GoldenPacketTests.FromNode(payloadIpv6, 63) : GoldenPacketTests.ForNode(payloadIpv6, 63);
        byte[] outer = Packet.UdpTunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner);

        Verdict verdict = bench.Run(bench.Decap, Packet.Ethernet(default, default, outer), out byte[] result);

        Assert.Equal(Verdict.Redirected, verdict);
        byte[] expected = atLma ? inner : GoldenPacketTests.ForNode(payloadIpv6, 62);
        Assert.Equal(expected, result[Packet.EthernetLength..]);
    }

    [BpfTheory]
    [MemberData(nameof(Deviations))]
    public void Lma_PacketFromTunnelInUdp_WithOneThingWrong_IsDroppedForIt(string deviation)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(Session(bench));
        (byte[] frame, DropReason reason) = Made(session.RemoteEndpoint, session.LocalEndpoint)[deviation];
        byte[] good = Packet.UdpTunnel(session.RemoteEndpoint, session.LocalEndpoint, Key, GoldenPacketTests.FromNode(ipv6: false, 63));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Packet.Ethernet(default, default, good)));
        Assert.Equal(reason, bench.Refuse(bench.Decap, frame));
        Assert.Equal(1u, bench.Counters().PacketsIn);
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Session_OfOneEncapsulation_TakesNoPacketOfTheOther(bool inUdp)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(inUdp ? Session(bench) : bench.Session(overIpv6: false));
        byte[] inner = GoldenPacketTests.FromNode(ipv6: false, 63);
        byte[] outer = inUdp
            ? Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, Key, inner)
            : Packet.UdpTunnel(session.RemoteEndpoint, session.LocalEndpoint, Key, inner);

        Assert.Equal(DropReason.EncapsulationWrong, bench.Refuse(bench.Decap, Packet.Ethernet(default, default, outer)));
    }

    [BpfFact]
    public void Size_AtTheEdge_LeavesRoomForFortyOctets()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(Session(bench));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, Frame(1460)));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, Frame(1461)));
        Assert.Equal(1460, new DataPathConfiguration { LocalIpv4 = ProgramBench.Mag4, UsesUdp = true }.TunnelMtu);
        Assert.Equal(1472, new DataPathConfiguration { LocalIpv4 = ProgramBench.Mag4 }.TunnelMtu);
        Assert.Equal(1452, new DataPathConfiguration { LocalIpv6 = ProgramBench.Mag6, UsesUdp = true }.TunnelMtu);

        static byte[] Frame(int length) => Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(length - 28)));
    }

    [BpfFact]
    public void Mag_SegmentsInOneBuffer_ForATunnelInUdp_AreDroppedWithTheirOwnReason()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(Session(bench));
        byte[] tcp = new byte[3000];
        tcp[12] = 0x50;
        byte[] whole = Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, tcp, protocol: 6));

        Assert.Equal(Verdict.Dropped, bench.Run(bench.EncapAccess, whole, out _, gsoSize: 1000));
        Assert.Equal(1ul, bench.DropCount(DropReason.NotSegmented));
    }

    [BpfFact]
    public void Session_InUdp_OverIpv6_IsIncomplete()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Session(overIpv6: true) with { Encapsulation = GreEncapsulation.UdpTlvGre };

        Assert.Equal(DataPathStatus.SessionIncomplete, bench.Sessions.Install(session));
    }

    [BpfFact]
    public void UdpOfOthers_OnTransport_IsLeftToTheKernel()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(Session(bench));
        byte[] inner = GoldenPacketTests.FromNode(ipv6: true, 9);
        byte[] elsewhere = Packet.UdpTunnel(session.RemoteEndpoint, IpAddress.Parse("192.0.2.77"), Key, inner);
        byte[] later = Packet.Ipv4(ProgramBench.Mag4, ProgramBench.Lma4, Packet.UdpTlvGre(Key, inner), fragment: 0x0010);

        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, Packet.Ethernet(default, default, elsewhere)));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, Packet.Ethernet(default, default, later)));
    }

    private static GreSession Session(ProgramBench bench) =>
        bench.Session(overIpv6: false) with { Encapsulation = GreEncapsulation.UdpTlvGre };

    private static Dictionary<string, (byte[] Frame, DropReason Reason)> Made(IpAddress source, IpAddress destination)
    {
        const int Udp = 20;
        const int Tlv = Udp + 8;
        const int Gre = Tlv + 4;
        byte[] inner = GoldenPacketTests.FromNode(ipv6: false, 63);
        byte[] outer = Packet.UdpTunnel(source, destination, Key, inner);
        Dictionary<string, (byte[], DropReason)> made = [];
        Add("type that RFC 5845 does not have", Packet.With(outer, Tlv, 0x10), DropReason.TlvHeader);
        Add("reserved bit", Packet.With(outer, Tlv, 0x01), DropReason.TlvHeader);
        Add("plain IPv4 behind UDP", Packet.With(outer, Tlv, 0x45), DropReason.TlvHeader);
        Add("IPv4 announced instead of GRE", Packet.With(outer, Tlv + 1, 4), DropReason.TlvHeader);
        Add("TLV length too short", Packet.With(outer, Tlv + 3, (byte)(outer[Tlv + 3] - 1)), DropReason.TlvHeader);
        Add("UDP length too long", Packet.With(outer, Udp + 5, (byte)(outer[Udp + 5] + 1)), DropReason.TlvHeader);
        Add("packet longer than UDP", Packet.With(outer, 3, (byte)(outer[3] + 1)), DropReason.TlvHeader);
        Add("ends inside the TLV header", outer[..(Tlv + 2)], DropReason.Truncated);
        Add("ends inside GRE", outer[..(Gre + 6)], DropReason.Truncated);
        Add("checksum flag without a checksum", Packet.With(outer, Gre, 0xA0), DropReason.GreKeyUnknown);
        Add("no key", Packet.With(outer, Gre, 0x00), DropReason.GreKeyAbsent);
        Add("bridged Ethernet", Packet.With(Packet.With(outer, Gre + 2, 0x65), Gre + 3, 0x58), DropReason.GreProtocol);
        Add("key of no session", Packet.With(outer, Gre + 4, 0xA2), DropReason.GreKeyUnknown);
        Add("inner header too short", Packet.With(outer, Gre + 8, 0x44), DropReason.InnerHeader);
        Add("IPv4 source of another", Packet.With(outer, Gre + 8 + 15, 0x0A), DropReason.InnerSourceWrong);
        IpAddress stranger = IpAddress.Parse("203.0.113.1");
        Add("first fragment of a stranger", Packet.Ipv4(stranger, destination, Packet.UdpTlvGre(Key, inner), fragment: 0x2000), DropReason.OuterFragment);
        Add("untrusted source", Packet.UdpTunnel(IpAddress.Parse("203.0.113.1"), destination, Key, inner), DropReason.OuterSourceUntrusted);
        Add("congestion on a flow that cannot be told", Packet.UdpTunnel(source, destination, Key, inner, tos: 3), DropReason.CongestionNotEct);
        return made;

        void Add(string name, byte[] packet, DropReason reason) => made.Add(
            name, (Packet.Ethernet(default, default, packet.Length > Gre + 28 ? Packet.Summed(packet, 0, Gre + 8) : packet), reason));
    }
}
