using Pmip.DataPath;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>Both payload families over both transports, octet for octet.</summary>
public sealed class GoldenPacketTests
{
    [BpfTheory]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R21")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Mag_PacketFromNode_OfSession_IsTunnelled(bool overIpv6, bool payloadIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6));
        byte[] frame = Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, FromNode(payloadIpv6, 64));

        Verdict verdict = bench.Run(bench.EncapAccess, frame, out byte[] result);

        Assert.Equal(Verdict.Redirected, verdict);
        AssertTunnelled(session, FromNode(payloadIpv6, 63), result);
    }

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R21")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Lma_PacketForNode_OfSession_IsTunnelled(bool overIpv6, bool payloadIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6));
        byte[] frame = Packet.Ethernet(default, ProgramBench.NodeMac, ForNode(payloadIpv6, 64));

        Verdict verdict = bench.Run(bench.EncapService, frame, out byte[] result);

        Assert.Equal(Verdict.Redirected, verdict);
        AssertTunnelled(session, ForNode(payloadIpv6, 63), result);
    }

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R21")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Mag_PacketFromTunnel_OfSession_ReachesNode(bool overIpv6, bool payloadIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6));
        byte[] outer = Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, ForNode(payloadIpv6, 63));

        Verdict verdict = bench.Run(bench.Decap, Packet.Ethernet(default, default, outer), out byte[] result);

        Assert.Equal(Verdict.Redirected, verdict);
        Assert.Equal(Packet.Ethernet(ProgramBench.NodeMac, ProgramBench.GatewayMac, ForNode(payloadIpv6, 62)), result);
    }

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R21")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Lma_PacketFromTunnel_OfSession_ReachesKernelAsItCame(bool overIpv6, bool payloadIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6));
        byte[] outer = Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, FromNode(payloadIpv6, 63));

        Verdict verdict = bench.Run(bench.Decap, Packet.Ethernet(default, default, outer), out byte[] result);

        // The kernel takes the Ethernet header away and decrements the hop limit when it routes.
        Assert.Equal(Verdict.Redirected, verdict);
        Assert.Equal(FromNode(payloadIpv6, 63), result[Packet.EthernetLength..]);
    }

    [BpfFact]
    public void Mag_FlowsOfANode_OverIpv6_HaveLabelsOfTheirOwn()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6: true));

        Assert.Equal(LabelFor(bench, 80), LabelFor(bench, 80));
        Assert.NotEqual(LabelFor(bench, 80), LabelFor(bench, 81));
    }

    internal static byte[] FromNode(bool ipv6, byte hops, byte tos = 0) => ipv6
        ? Packet.Ipv6(ProgramBench.Node6, ProgramBench.Server6, Packet.Udp(), hops: hops, trafficClass: tos)
        : Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(), hops: hops, tos: tos);

    internal static byte[] ForNode(bool ipv6, byte hops, byte tos = 0) => ipv6
        ? Packet.Ipv6(ProgramBench.Server6, ProgramBench.Node6, Packet.Udp(), hops: hops, trafficClass: tos)
        : Packet.Ipv4(ProgramBench.Server4, ProgramBench.Node4, Packet.Udp(), hops: hops, tos: tos);

    private static uint LabelFor(ProgramBench bench, ushort port)
    {
        byte[] packet = Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(destinationPort: port));
        bench.Run(bench.EncapAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, packet), out byte[] result);
        return (uint)((result[15] & 0x0F) << 16 | result[16] << 8 | result[17]);
    }

    private static void AssertTunnelled(GreSession session, byte[] inner, byte[] result)
    {
        byte[] packet = result[Packet.EthernetLength..];
        if (!session.RemoteEndpoint.IsIPv4)
        {
            // Any flow label will do; the rest is fixed.
            packet[1] &= 0xF0;
            packet[2] = packet[3] = 0;
        }

        Assert.Equal(Packet.Tunnel(session.LocalEndpoint, session.RemoteEndpoint, session.SendKey.Value, inner), packet);
    }
}
