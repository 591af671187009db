using System;
using System.Buffers.Binary;
using System.Threading;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>Receive keys whose low bits do not say the place of their session: reserved ones (R19) and those of static tunnels (R7).</summary>
public sealed class ForeignKeyTests
{
    // The place that the low bits say is 6; the session that has it is at 5.
    private static readonly GreKey Foreign = new(0x0D0D_0D06);

    [BpfTheory]
    [Trait("Requirement", "R7")]
    [Trait("Requirement", "R19")]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Session_WithForeignKey_WhosePlaceIsAnothers_BothReceive(bool atLma, bool overIpv6)
    {
        using ProgramBench bench = new(atLma ? DataPathRoles.Lma : DataPathRoles.Mag);
        GreSession foreign = bench.Install(bench.Session(overIpv6) with { ReceiveKey = Foreign });
        GreSession placed = bench.Install(Other(bench, overIpv6, index: 6));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(foreign)));
        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(placed)));
        Assert.Equal(1u, bench.Counters(5).PacketsIn);
        Assert.Equal(1u, bench.Counters(6).PacketsIn);
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mag_ForeignKey_WithOneThingWrong_IsDroppedForIt(bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession session = bench.Install(bench.Session(overIpv6) with { ReceiveKey = Foreign });
        bench.Install(Other(bench, overIpv6, index: 6));
        IpAddress stranger = overIpv6 ? IpAddress.Parse("2001:db8:f::99") : IpAddress.Parse("192.0.2.99");

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(session)));
        Assert.Equal(DropReason.GreKeyUnknown, bench.Refuse(bench.Decap, Frame(session with { RemoteEndpoint = stranger })));
        for (int bit = 0; bit < 32; bit++)
        {
            GreKey wrong = new(Foreign.Value ^ (1u << bit));
            Assert.Equal(DropReason.GreKeyUnknown, bench.Refuse(bench.Decap, Frame(session with { ReceiveKey = wrong })));
        }

        Assert.Equal(
            DropReason.InnerDestinationWrong,
            bench.Refuse(bench.Decap, Frame(session with { HomeAddress4 = IpAddress.Parse("10.45.0.10") })));
        Assert.Equal(1u, bench.Counters().PacketsIn);
    }

    [BpfTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Lma_ForeignKey_WithOneThingWrong_IsDroppedForIt(bool overIpv6)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6) with { ReceiveKey = Foreign });
        bench.Install(Other(bench, overIpv6, index: 6));
        IpAddress stranger = overIpv6 ? IpAddress.Parse("2001:db8:bad::1") : IpAddress.Parse("203.0.113.1");

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(session)));
        Assert.Equal(DropReason.OuterSourceUntrusted, bench.Refuse(bench.Decap, Frame(session with { RemoteEndpoint = stranger })));
        for (int bit = 0; bit < 32; bit++)
        {
            GreKey wrong = new(Foreign.Value ^ (1u << bit));
            Assert.Equal(DropReason.GreKeyUnknown, bench.Refuse(bench.Decap, Frame(session with { ReceiveKey = wrong })));
        }

        Assert.Equal(
            DropReason.InnerSourceWrong, bench.Refuse(bench.Decap, Frame(session with { HomeAddress4 = IpAddress.Parse("10.45.0.10") })));
        Assert.Equal(1u, bench.Counters().PacketsIn);
    }

    [BpfTheory]
    [InlineData(0x0D0D_0D06u, 0x0E0E_0E07u)]
    [InlineData(0x0D0D_0D06u, 0xA1B2_C305u)]
    [InlineData(0xA1B2_C305u, 0x0D0D_0D06u)]
    public void Session_ReplacedWithAnotherKey_TakesTheNewOneAndNoMoreTheOld(uint before, uint after)
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession old = bench.Install(bench.Session(overIpv6: true) with { ReceiveKey = new GreKey(before) });
        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(old)));

        GreSession next = bench.Install(old with { Generation = 2, ReceiveKey = new GreKey(after) });

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(next)));
        Assert.Equal(DropReason.GreKeyUnknown, bench.Refuse(bench.Decap, Frame(old)));
        Assert.Equal(2u, bench.Counters().PacketsIn);
        Assert.Equal(DataPathStatus.Ok, bench.Sessions.Install(Other(bench, true, index: 7) with { ReceiveKey = old.ReceiveKey }));
    }

    [BpfFact]
    public void Key_OfOneSession_IsGivenToNoOtherInEitherOrder()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession placed = bench.Install(Other(bench, true, index: 6));
        GreSession foreign = bench.Session(overIpv6: true) with { ReceiveKey = placed.ReceiveKey };

        Assert.Equal(DataPathStatus.KeyTaken, bench.Sessions.Install(foreign));
        bench.Sessions.Remove(placed.Index);
        Assert.Equal(DataPathStatus.Ok, bench.Sessions.Install(foreign));
        Assert.Equal(DataPathStatus.KeyTaken, bench.Sessions.Install(placed));
        IpAddress otherLma = IpAddress.Parse("2001:db8:f::2");
        Assert.Equal(DataPathStatus.Ok, bench.Sessions.Install(placed with { RemoteEndpoint = otherLma }));
    }

    [BpfFact]
    public void Change_Refused_LeavesTheSessionAsItWas()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        GreSession session = bench.Install(bench.Session(overIpv6: true));
        GreSession other = bench.Install(Other(bench, true, index: 6));

        Assert.Equal(DataPathStatus.KeyTaken, bench.Sessions.Install(session with { Generation = 2, ReceiveKey = other.ReceiveKey }));

        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(session)));
        Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, Frame(other)));
    }

    [BpfFact]
    public void Table_FullOfForeignKeys_StillTakesAChangeOfEach()
    {
        using ProgramBench bench = new(DataPathRoles.Lma);
        for (int round = 0; round < 3; round++)
        {
            for (int index = 0; index < 1 << ProgramBench.IndexBits; index++)
            {
                GreSession session = Other(bench, true, index) with
                {
                    Generation = (uint)round + 1,
                    ReceiveKey = new GreKey(0x7700_0000 | (uint)((round << 12) + (index << 4)) | (uint)(~index & 15)),
                };
                Assert.Equal(DataPathStatus.Ok, bench.Sessions.Install(session));
            }
        }
    }

    [BpfFact]
    [Trait("Requirement", "R16")]
    public void Mag_UplinkKeyChangedByTheAnswer_WhilePacketsPass_NoneIsLost()
    {
        using ProgramBench bench = new(DataPathRoles.Mag);
        GreSession early = bench.Install(bench.Session(overIpv6: true));
        uint packets = 0;
        for (uint round = 0; round < 50; round++)
        {
            GreSession changed = early with { Generation = round + 2, SendKey = new GreKey(0x0BAD_0000 + round) };
            Thread writer = new(() => bench.Sessions.Install(changed));
            writer.Start();
            do
            {
                Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, RefusalTests.NodeFrame(), out byte[] passing));
                Assert.Equal(Verdict.Redirected, bench.Run(bench.Decap, RefusalTests.TunnelFrame(early)));
                Assert.Contains(KeyOf(passing), (uint[])[early.SendKey.Value, changed.SendKey.Value]);
                packets++;
            }
            while (writer.IsAlive);
            writer.Join();
            Assert.Equal(Verdict.Redirected, bench.Run(bench.EncapAccess, RefusalTests.NodeFrame(), out byte[] after));
            Assert.Equal(changed.SendKey.Value, KeyOf(after));
            packets++;
            early = changed;
        }

        Assert.Equal(packets, bench.Counters().PacketsOut);
    }

    private static uint KeyOf(byte[] frame) =>
        BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(Packet.EthernetLength + 44));

    private static GreSession Other(ProgramBench bench, bool overIpv6, int index)
    {
        GreSession session = bench.Session(overIpv6, index);
        session.HomeNetworkPrefixes = default;
        session.HomeAddress4 = IpAddress.FromIPv4(0x0A2D_0100 + (uint)index);
        return session;
    }

    private static byte[] Frame(GreSession session)
    {
        byte[] inner = session.AtLma
            ? Packet.Ipv4(session.HomeAddress4, ProgramBench.Server4, Packet.Udp())
            : Packet.Ipv4(ProgramBench.Server4, session.HomeAddress4, Packet.Udp());
        return Packet.Ethernet(
            default, default, Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner));
    }
}
