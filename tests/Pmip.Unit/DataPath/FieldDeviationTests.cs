using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.DataPath;
using Pmip.Linux.Bpf;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>A good packet with another value in any one field: dropped with that field's reason, left to the kernel, or as good as before.</summary>
public sealed class FieldDeviationTests
{
    private const int PayloadLength = 12; // shorter than options of IPv4 can be

    private static readonly string[] s_forms = ["ipv6", "ipv4", "udp"];

    // What no single field of a packet does, and the test that has it.
    private static readonly Dictionary<DropReason, string> s_elsewhere = new()
    {
        [DropReason.OuterFragment] = nameof(RefusalTests.Lma_PacketFromTunnel_WithOneThingWrong_IsDroppedForIt),
        [DropReason.NotForwarding] = nameof(RefusalTests.Session_NotForwarding_DropsBothWays),
        [DropReason.AccessInterfaceWrong] = nameof(RefusalTests.Mag_PacketFromNode_WithForeignAddressOrMac_IsDropped),
        [DropReason.NoRoute] = nameof(RefusalTests.Session_WithoutRoute_DropsAndSaysSo),
        [DropReason.NoSession] = nameof(LastResortTests),
        [DropReason.RewriteFailed] = nameof(SlowPathProgramTests.Checksum_OfASession_GoesToTheProcess_ButWhatTheKernelHasJoined),
        [DropReason.EncapsulationWrong] = nameof(UdpTunnelTests.Session_OfOneEncapsulation_TakesNoPacketOfTheOther),
        [DropReason.NotSegmented] = nameof(UdpTunnelTests.Mag_SegmentsInOneBuffer_ForATunnelInUdp_AreDroppedWithTheirOwnReason),
        [DropReason.Policed] = nameof(QualityOfServiceTests.PolicedSession_InXdp_IsPolicedThereFromTheSameBucket),
        [DropReason.SlowPathLimited] = nameof(SlowPathProgramTests.Fragments_InAFlood_AreLimited),
        [DropReason.TooBig] = "the process: what was fragmented and still does not fit",
        [DropReason.GreChecksum] = "the process: GreDatagramTests",
        [DropReason.SequenceOld] = "the process: SequenceWindowTests",
        [DropReason.PathMtuUnbelieved] = "the process: no packet of a user",
    };

    public static TheoryData<DataPathRoles, string, bool> Tunnels
    {
        get
        {
            TheoryData<DataPathRoles, string, bool> data = [];
            foreach (DataPathRoles role in (DataPathRoles[])[DataPathRoles.Mag, DataPathRoles.Lma])
            {
                foreach (string form in s_forms)
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
    [MemberData(nameof(Tunnels))]
    public void PacketFromTunnel_WithAnotherValueInOneField_MeetsItsFate(DataPathRoles role, string form, bool payloadIpv6)
    {
        using ProgramBench bench = new(role);
        GreSession session = Install(bench, form);
        byte[] inner = bench.AtLma ? FromNode(payloadIpv6) : ForNode(payloadIpv6);
        byte[] outer = form == "udp"
            ? Packet.UdpTunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner)
            : Packet.Tunnel(session.RemoteEndpoint, session.LocalEndpoint, session.ReceiveKey.Value, inner);
        byte[] good = Packet.Ethernet(default, ProgramBench.RouterMac, outer);

        IEnumerable<FieldDeviation> deviations = FieldDeviation.FromTunnel(bench.AtLma, form, payloadIpv6, inner.Length);
        Check(bench, bench.Decap, bench.XdpTransport, good, deviations, good.Length - inner.Length);
    }

    [BpfTheory]
    [Trait("Requirement", "R3")]
    [InlineData(DataPathRoles.Mag, true)]
    [InlineData(DataPathRoles.Mag, false)]
    [InlineData(DataPathRoles.Lma, true)]
    [InlineData(DataPathRoles.Lma, false)]
    public void PacketIntoTunnel_WithAnotherValueInOneField_MeetsItsFate(DataPathRoles role, bool payloadIpv6)
    {
        using ProgramBench bench = new(role);
        Install(bench, "ipv6");
        byte[] inner = bench.AtLma ? ForNode(payloadIpv6) : FromNode(payloadIpv6);
        byte[] good = Packet.Ethernet(bench.AtLma ? default : ProgramBench.GatewayMac, ProgramBench.NodeMac, inner);

        Check(bench, bench.Encap, bench.XdpEncap, good, FieldDeviation.IntoTunnel(bench.AtLma, payloadIpv6, inner.Length), Packet.EthernetLength);
    }

    [Fact]
    public void EveryReason_HasARowOrATestOfItsOwn()
    {
        HashSet<string> fates =
        [
            .. from atLma in (bool[])[false, true]
               from ipv6 in (bool[])[false, true]
               from row in s_forms.SelectMany(form => FieldDeviation.FromTunnel(atLma, form, ipv6, 60)).Concat(FieldDeviation.IntoTunnel(atLma, ipv6, 60))
               select row.Fate,
        ];

        Assert.All(Enum.GetValues<DropReason>(), reason => Assert.True(
            fates.Contains(reason.ToString()) != s_elsewhere.ContainsKey(reason), $"{reason} has no row and no test, or both"));
    }

    private static byte[] FromNode(bool ipv6) => ipv6
        ? Packet.Ipv6(ProgramBench.Node6, ProgramBench.Server6, Packet.Udp(PayloadLength))
        : Packet.Ipv4(ProgramBench.Node4, ProgramBench.Server4, Packet.Udp(PayloadLength));

    private static byte[] ForNode(bool ipv6) => ipv6
        ? Packet.Ipv6(ProgramBench.Server6, ProgramBench.Node6, Packet.Udp(PayloadLength))
        : Packet.Ipv4(ProgramBench.Server4, ProgramBench.Node4, Packet.Udp(PayloadLength));

    private static GreSession Install(ProgramBench bench, string form)
    {
        GreSession session = bench.Session(form == "ipv6");
        session.Encapsulation = form == "udp" ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre;
        bench.Install(session);
        bench.PrepareXdp(session);
        return session;
    }

    private static void Check(ProgramBench bench, BpfProgram tc, BpfProgram xdp, byte[] good, IEnumerable<FieldDeviation> rows, int innerAt)
    {
        Assert.Equal(Verdict.Redirected, bench.Run(tc, good));
        foreach (FieldDeviation row in rows)
        {
            int header = row.Header switch
            {
                "frame" => 0,
                "outer" => Packet.EthernetLength,
                "udp" => Packet.EthernetLength + 20,
                "gre" => innerAt - 8,
                _ => innerAt,
            };
            byte[] frame = [.. good];
            row.Value.CopyTo(frame, header + row.Offset);
            Assert.False(frame.AsSpan().SequenceEqual(good), row.Field);
            frame = row.Field == "checksum" ? frame : Packet.Summed(frame, Packet.EthernetLength, innerAt);
            string where = $"{row.Header}: {row.Field}";
            Assert.Equal((where, row.Fate), (where, FateByTc(bench, tc, frame)));

            // XDP does the same, or leaves the packet to tc.
            string byXdp = FateByXdp(bench, xdp, frame);
            Assert.True(byXdp == row.Fate || byXdp == FieldDeviation.Left, $"{where}: {byXdp} by XDP, {row.Fate} by tc");
        }
    }

    private static string FateByTc(ProgramBench bench, BpfProgram program, byte[] frame)
    {
        ulong[] before = bench.ReadDrops();
        return bench.Run(program, frame) switch
        {
            Verdict.Redirected => FieldDeviation.Passes,
            Verdict.ToKernel => FieldDeviation.Left,
            _ => ProgramBench.Moved(before, bench.ReadDrops()).ToString(),
        };
    }

    private static string FateByXdp(ProgramBench bench, BpfProgram program, byte[] frame)
    {
        ulong[] before = bench.ReadDrops();
        return bench.RunXdp(program, frame, out _) switch
        {
            XdpVerdict.Redirected => FieldDeviation.Passes,
            XdpVerdict.LeftToTc => FieldDeviation.Left,
            _ => ProgramBench.Moved(before, bench.ReadDrops()).ToString(),
        };
    }
}
