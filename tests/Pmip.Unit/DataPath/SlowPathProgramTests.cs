using System;
using System.Buffers.Binary;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>What the programs leave to the process, and that nobody can make them leave more than a share.</summary>
public sealed class SlowPathProgramTests
{
    private const uint Key = 0xA1B2_C305;

    [BpfTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Fragment_OfARemoteEnd_GoesToTheKernel_OfAnyoneElse_IsDropped(bool atLma, bool overIpv6)
    {
        using ProgramBench bench = new(atLma ? DataPathRoles.Lma : DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6));
        IpAddress stranger = overIpv6 ? IpAddress.Parse("2001:db8:bad::1") : IpAddress.Parse("203.0.113.1");

        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, Fragment(session.RemoteEndpoint, session.LocalEndpoint)));
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpTransport, Fragment(session.RemoteEndpoint, session.LocalEndpoint), out _));
        Assert.Equal(DropReason.OuterFragment, bench.Refuse(bench.Decap, Fragment(stranger, session.LocalEndpoint)));
        Assert.Equal(DropReason.OuterFragment, bench.RefuseXdp(bench.XdpTransport, Fragment(stranger, session.LocalEndpoint)));
    }

    [BpfFact]
    public void Mag_FragmentOfAnLmaWithoutSessions_IsDropped()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        bench.NextHops.Release(bench.NextHops.Find(session.LocalEndpoint, session.RemoteEndpoint)); // What the bench has taken itself.

        Assert.Equal(DataPathStatus.Ok, bench.Sessions.Remove(session.Index));

        Assert.Equal(DropReason.OuterFragment, bench.Refuse(bench.Decap, Fragment(session.RemoteEndpoint, session.LocalEndpoint)));
    }

    [BpfFact]
    public void Fragments_InAFlood_AreLimited()
    {
        // Thousands arrive at one moment as the budget sees it: what was saved up passes, and the others are counted.
        const int flood = 20_000;
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] fragment = Fragment(session.RemoteEndpoint, session.LocalEndpoint);
        int left = 0;
        long start = Environment.TickCount64;
        for (int i = 0; i < flood; i++)
        {
            left += bench.Run(bench.Decap, fragment) == Verdict.ToKernel ? 1 : 0;
        }

        long most = 512 + 1 + (8 * (Environment.TickCount64 - start + 20));
        Assert.InRange(left, 512, most);
        Assert.Equal((ulong)(flood - left), bench.DropCount(DropReason.SlowPathLimited));
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Checksum_OfASession_GoesToTheProcess_ButWhatTheKernelHasJoined(bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6));
        byte[] inner = GoldenPacketTests.FromNode(ipv6: false, 63);

        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, Checksummed(session, Key, inner)));
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpTransport, Checksummed(session, Key, inner), out _));
        Assert.Equal(DropReason.GreKeyUnknown, bench.Refuse(bench.Decap, Checksummed(session, Key + 1, inner)));
        byte[] tcp = new byte[3000];
        tcp[12] = 0x50;
        byte[] joined = Checksummed(session, Key, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, tcp, protocol: 6));

        // The kernel's test run cannot make a buffer of TCP whose headers it would change: it gets as far as that.
        Assert.Equal(Verdict.Dropped, bench.Run(bench.Decap, joined, out _, gsoSize: 1400));
        Assert.Equal(1u, bench.DropCount(DropReason.RewriteFailed));
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void SequencedSession_BothWays_GoesToTheProcess(bool atLma)
    {
        using ProgramBench bench = new(atLma ? DataPathRoles.Lma : DataPathRoles.Mag, sequenced: [IpPrefix.Parse("2001:db8:f::/64")]);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        bench.PrepareXdp(session);
        byte[] inner = atLma ? GoldenPacketTests.FromNode(ipv6: false, 63) : GoldenPacketTests.ForNode(ipv6: false, 63);
        byte[] outgoing = Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, atLma ? GoldenPacketTests.ForNode(ipv6: false, 63) : GoldenPacketTests.FromNode(ipv6: false, 63));
        byte[] plain = Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, Key, inner);
        byte[] numbered = Packet.Ethernet(default, default, Packet.With(plain, 40, 0x30));

        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Decap, numbered));
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpTransport, numbered, out _));
        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Packet.Ethernet(default, default, plain)));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.Encap, outgoing));
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpEncap, outgoing, out _));
        Assert.Equal(0u, bench.Counters().PacketsOut);
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void NarrowPath_IsObeyedUntilItIsForgotten(bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6));
        int hop = bench.NextHops.Find(session.LocalEndpoint, session.RemoteEndpoint);
        Instant now = new(1_000_000);
        int room = 1400 - (overIpv6 ? 48 : 28);
        bench.NextHops.LearnPath(hop, 1400, now);

        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, Frame(room)));
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, Frame(room + 1)));
        bench.NextHops.Set(hop, ProgramBench.Loopback, session.RemoteEndpoint, mtu: 1450);
        Assert.Equal(Verdict.ToKernel, bench.Run(bench.EncapAccess, Frame(room + 1)));
        bench.NextHops.ExpirePaths(now.Plus(Duration.FromSeconds(599)));
        Assert.Equal((1400, 1), (bench.NextHops.PathMtu(hop), bench.NextHops.NarrowPathCount));
        bench.NextHops.ExpirePaths(now.Plus(Duration.FromSeconds(600)));
        Assert.Equal((1450, 0), (bench.NextHops.PathMtu(hop), bench.NextHops.NarrowPathCount));
        Assert.Equal(Instant.Never, bench.NextHops.NextPathExpiry);
        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, Frame(room + 50)));

        static byte[] Frame(int length) => Packet.Ethernet(
            ProgramBench.GatewayMac, ProgramBench.NodeMac, Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(length - 28)));
    }

    [BpfTheory]
    [InlineData(false, 0, 1460, 1412)]
    [InlineData(false, 1, 1460, 1412)]
    [InlineData(true, 0, 1440, 1392)]
    [InlineData(true, 3, 9000, 1392)]
    [InlineData(true, 2, 1392, 1392)]
    [InlineData(false, 0, 536, 536)]
    public void SegmentSize_OfBothDirections_IsMadeToFit(bool payloadIpv6, int nothings, int announced, int expected)
    {
        using ProgramBench bench = new(DataPathRoles.Mag, clampsMss: true);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        bench.PrepareXdp(session);
        IpAddress node = payloadIpv6 ? ProgramBench.Node6 : ProgramBench.Node4;
        IpAddress server = payloadIpv6 ? ProgramBench.Server6 : ProgramBench.Server4;
        byte[] up = Beginning(node, server, nothings, announced);
        byte[] down = Beginning(server, node, nothings, announced);
        byte[] upFrame = Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, up);
        byte[] downFrame = Packet.Ethernet(default, default, Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, Key, down));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, upFrame, out byte[] sent));
        Check(sent.AsSpan(14 + 48));
        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, downFrame, out byte[] delivered));
        Check(delivered.AsSpan(14));
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpAccess, upFrame, out _));
        Assert.Equal(XdpVerdict.LeftToTc, bench.RunXdp(bench.XdpTransport, downFrame, out _));

        void Check(ReadOnlySpan<byte> packet)
        {
            ReadOnlySpan<byte> tcp = packet[(payloadIpv6 ? 40 : 20)..];
            Assert.Equal(expected, BinaryPrimitives.ReadUInt16BigEndian(tcp[(20 + nothings + 2)..]));
            Assert.Equal(0, TcpSum(packet, payloadIpv6));
        }
    }

    [BpfFact]
    public void SegmentSize_NotWanted_StaysAsItIs()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        bench.Install(bench.Session(overIpv6: true));
        byte[] packet = Beginning(ProgramBench.Node4, ProgramBench.Server4, 0, 1460);

        Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, packet), out byte[] sent));

        Assert.Equal(1460, BinaryPrimitives.ReadUInt16BigEndian(sent.AsSpan(14 + 48 + 20 + 22)));
    }

    private static byte[] Fragment(IpAddress source, IpAddress destination)
    {
        byte[] gre = Packet.Gre(Key, GoldenPacketTests.FromNode(ipv6: false, 63));
        byte[] packet = source.IsIPv4
            ? Packet.Ipv4(source, destination, gre, Packet.ProtocolGre, fragment: 0x2000)
            : Packet.Ipv6(source, destination, [Packet.ProtocolGre, 0, 0, 1, 0, 0, 0, 1, .. gre], next: 44);
        return Packet.Ethernet(default, default, packet);
    }

    private static byte[] Checksummed(in GreSession session, uint key, byte[] inner)
    {
        byte[] plain = Packet.Gre(key, inner, flags: 0xA000);
        byte[] gre = [.. plain[..4], 0, 0, 0, 0, .. plain[4..]];
        BinaryPrimitives.WriteUInt16BigEndian(gre.AsSpan(4), Packet.Checksum(gre));
        return Packet.Ethernet(default, default, Packet.Ip(session.RemoteEndpoint, session.LocalEndpoint, gre, Packet.ProtocolGre));
    }

    private static byte[] Beginning(IpAddress source, IpAddress destination, int nothings, int segment)
    {
        byte[] tcp = new byte[28];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, 40000);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(2), 80);
        tcp[12] = 0x70;
        tcp[13] = 2;
        tcp.AsSpan(20).Fill(1);
        tcp[20 + nothings] = 2;
        tcp[21 + nothings] = 4;
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(22 + nothings), (ushort)segment);
        byte[] packet = Packet.Ip(source, destination, tcp, protocol: 6);
        int header = source.IsIPv4 ? 20 : 40;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(header + 16), TcpSum(packet, !source.IsIPv4));
        return packet;
    }

    // Over the pseudo-header and all of TCP: zero when the checksum in it is right.
    private static ushort TcpSum(ReadOnlySpan<byte> packet, bool isIpv6)
    {
        ReadOnlySpan<byte> addresses = isIpv6 ? packet[8..40] : packet[12..20];
        ReadOnlySpan<byte> tcp = packet[(isIpv6 ? 40 : 20)..];
        return Packet.Checksum([.. addresses, 0, 6, 0, (byte)tcp.Length, .. tcp]);
    }
}
