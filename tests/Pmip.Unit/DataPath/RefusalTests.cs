using System.Collections.Generic;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>A good packet with one thing wrong in it is dropped, and counted for that reason and for no other.</summary>
public sealed class RefusalTests
{
    private const uint Key = 0xA1B2_C305;

    public static TheoryData<string, bool> Deviations
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string name in Made(true, ProgramBench.Mag6, ProgramBench.Lma6).Keys)
            {
                data.Add(name, true);
                data.Add(name, false);
            }

            return data;
        }
    }

    [BpfTheory]
    [MemberData(nameof(Deviations))]
    public void Lma_PacketFromTunnel_WithOneThingWrong_IsDroppedForIt(string deviation, bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6));
        (byte[] frame, DropReason reason) = Made(overIpv6, session.RemoteEndpoint, session.LocalEndpoint)[deviation];

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Good(session.RemoteEndpoint, session.LocalEndpoint)));
        Assert.Equal(reason, bench.Refuse(bench.Decap, frame));
        Assert.Equal(1u, bench.Counters().PacketsIn);
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mag_PacketFromTunnel_FromAnotherThanItsLma_IsDropped(bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6));
        IpAddress stranger = overIpv6 ? IpAddress.Parse("2001:db8:f::99") : IpAddress.Parse("192.0.2.99");
        byte[] inner = GoldenPacketTests.ForNode(ipv6: true, 60);

        byte[] frame = Packet.Ethernet(default, default, Packet.Tunnel(stranger, session.LocalEndpoint, Key, inner));

        Assert.Equal(DropReason.OuterSourceWrong, bench.Refuse(bench.Decap, frame));
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mag_PacketFromTunnel_ForAnotherNode_IsDropped(bool payloadIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] inner = payloadIpv6
            ? Packet.Ipv6(ProgramBench.Server6, IpAddress.Parse("2001:db8:100:8::42"), Packet.Udp())
            : Packet.Ipv4(ProgramBench.Server4, IpAddress.Parse("10.45.0.10"), Packet.Udp());

        byte[] frame = Packet.Ethernet(default, default, Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, Key, inner));

        Assert.Equal(DropReason.InnerDestinationWrong, bench.Refuse(bench.Decap, frame));
    }

    [BpfFact]
    public void Mag_PacketFromNode_WithForeignAddressOrMac_IsDropped()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        byte[] spoofed4 = Packet.Ipv4(IpAddress.Parse("10.45.0.10"), ProgramBench.Server4, Packet.Udp());
        byte[] spoofed6 = Packet.Ipv6(IpAddress.Parse("2001:db8:100:8::1"), ProgramBench.Server6, Packet.Udp());
        byte[] good = GoldenPacketTests.FromNode(ipv6: false, 64);

        Assert.Equal(DropReason.InnerSourceWrong, Refuse(ProgramBench.NodeMac, spoofed4));
        Assert.Equal(DropReason.InnerSourceWrong, Refuse(ProgramBench.NodeMac, spoofed6));
        Assert.Equal(DropReason.LinkLayerSourceWrong, Refuse(new MacAddress(0x0200_0000_0002), good));
        Assert.Equal(DropReason.InnerHeader, Refuse(ProgramBench.NodeMac, Packet.With(good, 0, 0x43)));
        session.AccessInterface = 77;
        session.Generation++;
        bench.Install(session);
        Assert.Equal(DropReason.AccessInterfaceWrong, Refuse(ProgramBench.NodeMac, good));

        DropReason Refuse(MacAddress source, byte[] packet) =>
            bench.Refuse(bench.EncapAccess, Packet.Ethernet(ProgramBench.GatewayMac, source, packet));
    }

    [BpfFact]
    public void Session_NotForwarding_DropsBothWays()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Session(overIpv6: false);
        session.IsForwarding = false;
        bench.Install(session);

        Assert.Equal(DropReason.NotForwarding, bench.Refuse(bench.EncapAccess, NodeFrame()));
        Assert.Equal(DropReason.NotForwarding, bench.Refuse(bench.Decap, TunnelFrame(session)));
    }

    [BpfFact]
    public void Session_Removed_DropsBothWays()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6: false));

        Assert.Equal(DataPathStatus.Ok, bench.Sessions.Remove(session.Index));

        Assert.Equal(DropReason.InnerSourceWrong, bench.Refuse(bench.EncapAccess, NodeFrame()));
        Assert.Equal(DropReason.GreKeyUnknown, bench.Refuse(bench.Decap, TunnelFrame(session)));
        Assert.Equal(DataPathStatus.NotInstalled, bench.Sessions.Remove(session.Index));
    }

    [BpfFact]
    public void Session_WithoutRoute_DropsAndSaysSo()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        Assert.Equal(DataPathStatus.Ok, bench.Sessions.Install(bench.Session(overIpv6: true)));

        Assert.Equal(DropReason.NoRoute, bench.Refuse(bench.EncapAccess, NodeFrame()));
        Assert.Equal(1, bench.NextHops.UnresolvedCount);
    }

    internal static byte[] NodeFrame() =>
        Packet.Ethernet(ProgramBench.GatewayMac, ProgramBench.NodeMac, GoldenPacketTests.FromNode(ipv6: false, 64));

    internal static byte[] TunnelFrame(GreSession session)
    {
        byte[] inner = GoldenPacketTests.ForNode(ipv6: false, 63);
        return Packet.Ethernet(default, default, Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner));
    }

    internal static byte[] Good(IpAddress source, IpAddress destination) =>
        Packet.Ethernet(default, default, Packet.Tunnel(source, destination, Key, GoldenPacketTests.FromNode(ipv6: false, 63)));

    internal static Dictionary<string, (byte[] Frame, DropReason Reason)> Made(bool overIpv6, IpAddress source, IpAddress destination)
    {
        byte[] inner = GoldenPacketTests.FromNode(ipv6: false, 63);
        byte[] outer = Packet.Tunnel(source, destination, Key, inner);
        int gre = overIpv6 ? 40 : 20;
        Dictionary<string, (byte[], DropReason)> made = [];
        Add("checksum flag without a checksum", Packet.With(outer, gre, 0xA0), DropReason.GreKeyUnknown);
        Add("reserved flag", Packet.With(outer, gre, 0x24), DropReason.GreFlags);
        Add("version 1", Packet.With(outer, gre + 1, 0x01), DropReason.GreFlags);
        Add("no key", Packet.With(outer, gre, 0x00), DropReason.GreKeyAbsent);
        Add("sequence", Packet.With(outer, gre, 0x30), DropReason.GreSequence);
        Add("bridged Ethernet", Packet.With(Packet.With(outer, gre + 2, 0x65), gre + 3, 0x58), DropReason.GreProtocol);
        Add("key of no session", Packet.With(outer, gre + 4, 0xA2), DropReason.GreKeyUnknown);
        Add("key of an empty place", Packet.With(outer, gre + 7, 0x06), DropReason.GreKeyUnknown);
        Add("IPv6 announced, IPv4 inside", Packet.With(Packet.With(outer, gre + 2, 0x86), gre + 3, 0xDD), DropReason.InnerHeader);
        Add("inner header too short", Packet.With(outer, gre + 8, 0x44), DropReason.InnerHeader);
        Add("inner length beyond the packet", Packet.With(outer, gre + 8 + 2, 0x40), DropReason.InnerHeader);
        Add("inner length below the header", Packet.With(outer, gre + 8 + 3, 0x10), DropReason.InnerHeader);
        Add("IPv4 source of another", Packet.With(outer, gre + 8 + 15, 0x0A), DropReason.InnerSourceWrong);
        IpAddress another = IpAddress.Parse("2001:db8:100:8::42");
        Add("IPv6 source of another", Tunnel(Packet.Ipv6(another, ProgramBench.Server6, Packet.Udp())), DropReason.InnerSourceWrong);
        Add("IPv6 source unspecified", Tunnel(Packet.Ipv6(default, ProgramBench.Server6, Packet.Udp())), DropReason.InnerSourceWrong);
        Add("congestion on a flow that cannot be told", Packet.Tunnel(source, destination, Key, inner, tos: 3), DropReason.CongestionNotEct);
        Add("ends inside GRE", outer[..(gre + 6)], DropReason.Truncated);
        IpAddress stranger = overIpv6 ? IpAddress.Parse("2001:db8:bad::1") : IpAddress.Parse("203.0.113.1");
        Add("untrusted source", Packet.Tunnel(stranger, destination, Key, inner), DropReason.OuterSourceUntrusted);
        byte[] greOctets = Packet.Gre(Key, inner);
        if (overIpv6)
        {
            byte[] fragment = [Packet.ProtocolGre, 0, 0, 1, 0, 0, 0, 1, .. greOctets];
            Add("fragment of a stranger", Packet.Ipv6(stranger, destination, fragment, next: 44), DropReason.OuterFragment);
            Add("options", Packet.WithEncapsulationLimit(outer, option: 0xC2), DropReason.OuterOptions);
        }
        else
        {
            Add("fragment of a stranger", Packet.Ipv4(stranger, destination, greOctets, Packet.ProtocolGre, fragment: 0x2000), DropReason.OuterFragment);
            Add("options", Packet.With(outer, 0, 0x46), DropReason.OuterOptions);
        }

        return made;

        void Add(string name, byte[] packet, DropReason reason) => made.Add(
            name, (Packet.Ethernet(default, default, packet.Length > gre + 28 ? Packet.Summed(packet, 0, gre + 8) : packet), reason));

        byte[] Tunnel(byte[] payload) => Packet.Tunnel(source, destination, Key, payload);
    }
}
