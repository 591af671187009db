using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>Which session a key belongs to, and who may use it.</summary>
public sealed class SessionLookupTests
{
    [BpfFact]
    [Trait("Requirement", "R14")]
    public void Mag_SameKeyTowardsTwoLmas_BothSessionsReceive()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession first = bench.Install(bench.Session(overIpv6: true));
        GreSession second = bench.Session(overIpv6: true, index: 6);
        second.RemoteEndpoint = IpAddress.Parse("2001:db8:f::2");
        second.ReceiveKey = first.ReceiveKey;
        second.HomeAddress4 = IpAddress.Parse("10.46.0.9");
        second.HomeNetworkPrefixes = default;
        bench.Install(second);

        byte[] toFirst = Packet.Tunnel(first.RemoteEndpoint, first.LocalEndpoint, first.ReceiveKey.Value, Inner(first));
        byte[] toSecond = Packet.Tunnel(second.RemoteEndpoint, second.LocalEndpoint, second.ReceiveKey.Value, Inner(second));
        byte[] crossed = Packet.Tunnel(second.RemoteEndpoint, second.LocalEndpoint, second.ReceiveKey.Value, Inner(first));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Packet.Ethernet(default, default, toFirst)));
        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Packet.Ethernet(default, default, toSecond)));
        Assert.Equal(DropReason.InnerDestinationWrong, bench.Refuse(bench.Decap, Packet.Ethernet(default, default, crossed)));
        Assert.Equal(1u, bench.Counters(5).PacketsIn);
        Assert.Equal(1u, bench.Counters(6).PacketsIn);

        static byte[] Inner(GreSession session) => Packet.Ipv4(ProgramBench.Server4, session.HomeAddress4, Packet.Udp());
    }

    [BpfFact]
    public void Mag_KeyThatDoesNotSayItsPlace_FromItsLma_IsFound()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Session(overIpv6: false);
        session.ReceiveKey = new GreKey(0x0000_0D0D);
        bench.Install(session);

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, RefusalTests.TunnelFrame(session)));
        GreSession other = session with { Index = 6, HomeAddress4 = IpAddress.Parse("10.45.0.77"), HomeNetworkPrefixes = default };
        Assert.Equal(DataPathStatus.KeyTaken, bench.Sessions.Install(other));
        bench.Sessions.Remove(session.Index);
        Assert.Equal(DropReason.GreKeyUnknown, bench.Refuse(bench.Decap, RefusalTests.TunnelFrame(session)));
    }

    [BpfTheory]
    [Trait("Requirement", "R18")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Lma_UplinkFromAnotherTrustedMag_IsTakenWhateverTheBindingNames(bool overIpv6, bool foreignKey)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Session(overIpv6);
        session.ReceiveKey = foreignKey ? new GreKey(0xD0D) : session.ReceiveKey;
        bench.Install(session);
        IpAddress otherMag = overIpv6 ? IpAddress.Parse("2001:db8:f::12") : IpAddress.Parse("192.0.2.12");

        byte[] packet = Packet.Tunnel(otherMag, session.LocalEndpoint, session.ReceiveKey.Value, GoldenPacketTests.FromNode(ipv6: true, 9));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Packet.Ethernet(default, default, packet)));
    }

    [BpfTheory]
    [Trait("Requirement", "R18")]
    [InlineData(true)]
    [InlineData(false)]
    public void Lma_UplinkFromStranger_IsTakenOnlyWhenAnyMay(bool acceptAny)
    {
        using ProgramBench bench = new(DataPathRoles.Lma, acceptAny);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] packet = Packet.Tunnel(
            IpAddress.Parse("2001:db8:bad::1"), session.LocalEndpoint, session.ReceiveKey.Value, GoldenPacketTests.FromNode(ipv6: false, 9));

        Assert.Equal(acceptAny ? Verdict.Redirected : Verdict.Dropped, bench.Run(bench.Decap, Packet.Ethernet(default, default, packet)));
    }

    [BpfFact]
    public void Session_Installed_MayMoveButNotGoBackOrTakeWhatIsTaken()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Session(overIpv6: true) with { Generation = 7 };
        bench.Install(session);
        GreSession moved = session with { Generation = 8, RemoteEndpoint = IpAddress.Parse("2001:db8:f::12") };

        Assert.Equal(DataPathStatus.Ok, bench.Sessions.Install(moved));
        Assert.Equal(DataPathStatus.StaleGeneration, bench.Sessions.Install(session));
        Assert.Equal(DataPathStatus.AddressTaken, bench.Sessions.Install(bench.Session(overIpv6: true, index: 6)));
        Assert.Equal(DataPathStatus.IndexOutOfRange, bench.Sessions.Install(session with { Index = 16 }));
        Assert.Equal(DataPathStatus.SessionIncomplete, bench.Sessions.Install(session with { Index = 6, SendKey = GreKey.None }));
        IpPrefixList wide = default;
        wide.TryAdd(IpPrefix.Parse("2001:db8:200::/56"));
        Assert.Equal(DataPathStatus.PrefixUnsupported, bench.Sessions.Install(session with { Index = 6, HomeNetworkPrefixes = wide }));
    }

    [BpfFact]
    public void NotForUs_OnTransport_IsLeftToTheKernel()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] inner = GoldenPacketTests.FromNode(ipv6: true, 9);
        byte[] elsewhere = Packet.Tunnel(session.RemoteEndpoint, IpAddress.Parse("2001:db8:f::77"), session.ReceiveKey.Value, inner);
        byte[] signalling = Packet.Ipv6(session.RemoteEndpoint, session.LocalEndpoint, new byte[16], next: 135);
        byte[] udp = Packet.Ipv4(ProgramBench.Mag4, ProgramBench.Lma4, Packet.Udp(16, 5436));

        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, Packet.Ethernet(default, default, elsewhere)));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, Packet.Ethernet(default, default, signalling)));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, Packet.Ethernet(default, default, udp)));
    }

    [BpfFact]
    public void Lma_PacketForNobody_IsLeftToTheKernel()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        byte[] packet = Packet.Ipv4(ProgramBench.Server4, ProgramBench.Node4, Packet.Udp());

        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapService, Packet.Ethernet(default, ProgramBench.NodeMac, packet)));
    }
}
