using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>What is dropped after the kernel has had its turn: at the tunnel interface, and when the kernel will not change a packet.</summary>
public sealed class LastResortTests
{
    // The kernel's test run takes the type of a frame from octets 12 and 13, where a packet without an Ethernet header has its source.
    private static readonly IpAddress Source = IpAddress.Parse("8.0.0.80");

    [BpfTheory]
    [InlineData(true, 1452)]
    [InlineData(false, 1472)]
    public void TunnelInterface_PacketOneTooBig_GoesToTheProcess(bool overIpv6, int largest)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        bench.Install(bench.Session(overIpv6));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapTunnel, Packet.Ipv4(Source, ProgramBench.Node4, Packet.Udp(largest - 28))));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapTunnel, Packet.Ipv4(Source, ProgramBench.Node4, Packet.Udp(largest - 27))));
        Assert.Equal(1u, bench.Counters().PacketsOut);
    }

    [BpfFact]
    public void TunnelInterface_PacketForNobody_IsDropped()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] packet = Packet.Ipv4(Source, ProgramBench.Node4, Packet.Udp());

        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapTunnel, packet));
        Assert.Equal(DropReason.NoSession, bench.Refuse(bench.EncapTunnel, Packet.Ipv4(Source, IpAddress.Parse("10.45.0.10"), Packet.Udp())));
        bench.Sessions.Remove(session.Index);
        Assert.Equal(DropReason.NoSession, bench.Refuse(bench.EncapTunnel, packet));
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packet_ThatTheKernelWillNotGrow_IsDropped(bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6));
        byte[] segments = Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(2000)));

        // The kernel grows segments of TCP and UDP; the test run says of what they are only to itself, and they are of neither.
        Assert.Equal(Verdict.Dropped, bench.Run(bench.EncapAccess, segments, out _, gsoSize: 1000));

        Assert.Equal(1ul, bench.DropCount(DropReason.RewriteFailed));
        Assert.Equal(0u, bench.Counters().PacketsOut);
    }
}
