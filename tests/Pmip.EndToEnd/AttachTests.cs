using System.Collections.Generic;
using System.Linq;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Two devices attach and talk, over each transport and each form of signalling.</summary>
public sealed class AttachTests
{
    // The updates and acknowledgements of a capture, for tshark.
    private const string Registrations = "(mip6.mhtype == 5 || mip6.mhtype == 6)";

    // ue1 -> mag1: RS, DHCPDISCOVER; mag1 -> lma: PBU; lma -> mag1: PBA; then GRE both ways.
    [RootFact]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R8")]
    [Trait("Requirement", "R21")]
    public void Devices_Attach_OverIpv6_TalkInBothFamilies() => AttachBoth("ipv6", capture =>
    {
        Assert.NotEqual(0, Reading.Count(capture, "ipv6.nxt == 135 && mip6.mhtype == 5"));
        Assert.NotEqual(0, Reading.Count(capture, "ipv6.nxt == 135 && mip6.mhtype == 6"));
        Assert.Empty(Updates(capture));
    });

    [RootFact]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R3")]
    [Trait("Requirement", "R9")]
    [Trait("Requirement", "R21")]
    public void Devices_Attach_OverIpv4Udp_TalkInBothFamilies() => AttachBoth("udp", capture =>
    {
        // RFC 5844 4.1: the mobility header follows UDP at once; 59, its length, its type.
        IReadOnlyList<string[]> messages = Reading.Fields(capture, "udp.port == 5436", "ip.dst", "udp.payload");
        Assert.Contains(messages, message => message[0] == Plan.Lma4 && MessageType(message[1]) == "05");
        Assert.Contains(messages, message => message[0] == Plan.Mag14 && MessageType(message[1]) == "06");
        Assert.Equal(0, Reading.Count(capture, $"ipv6.nxt == 135 && !ip && {Registrations}"));
    });

    [RootFact]
    [Trait("Requirement", "R9")]
    [Trait("Requirement", "R10")]
    [Trait("Requirement", "R11")]
    [Trait("Requirement", "R12")]
    [Trait("Requirement", "R21")]
    public void Devices_Attach_OverIpv4UdpWithMappedAddresses_TalkInBothFamilies() => AttachBoth("udp-mapped", capture =>
    {
        IReadOnlyList<string> pairs = InnerPairs(capture);
        Assert.Contains(Octets("::ffff:" + Plan.Mag14) + Octets("::ffff:" + Plan.Lma4), pairs);
        Assert.Contains(Octets("::ffff:" + Plan.Lma4) + Octets("::ffff:" + Plan.Mag14), pairs);
        Assert.Equal(0, Reading.Count(capture, $"ipv6.nxt == 135 && !ip && {Registrations}"));
    });

    [RootFact]
    [Trait("Requirement", "R9")]
    [Trait("Requirement", "R10")]
    [Trait("Requirement", "R11")]
    [Trait("Requirement", "R12")]
    [Trait("Requirement", "R21")]
    public void Devices_Attach_OverIpv4WithoutUdp_TalkInBothFamilies() => AttachBoth("ipv4-mapped", capture =>
    {
        IReadOnlyList<string[]> packets = Reading.Fields(capture, "ip.proto == 41", "ipv6.src", "ipv6.dst");
        Assert.Contains(packets, packet => packet[1] == "::ffff:" + Plan.Lma4 && packet[0] == "::ffff:" + Plan.Mag14);
        Assert.Contains(packets, packet => packet[0] == "::ffff:" + Plan.Lma4 && packet[1] == "::ffff:" + Plan.Mag14);
        Assert.Empty(Updates(capture));
    });

    /// <summary>Each end shows its IPv6 address where it has one and the mapped IPv4 one where not, and is addressed likewise.</summary>
    [RootTheory]
    [InlineData("udp-mapped", true, false)]
    [InlineData("udp-mapped", false, true)]
    [InlineData("ipv4-mapped", true, false)]
    [InlineData("ipv4-mapped", false, true)]
    [Trait("Requirement", "R9")]
    [Trait("Requirement", "R10")]
    [Trait("Requirement", "R11")]
    [Trait("Requirement", "R12")]
    public void Device_Attaches_OneGatewayWithIpv6AndOneWithout_Talks(string form, bool magHasIpv6, bool lmaHasIpv6) => Trial.Run(
        new Scenario { Form = form, MagHasIpv6 = magHasIpv6, LmaHasIpv6 = lmaHasIpv6 },
        lab => lab.Ue1.Attach(),
        capture =>
        {
            string mag = Octets(magHasIpv6 ? Plan.Mag16 : "::ffff:" + Plan.Mag14);
            string lma = Octets(lmaHasIpv6 ? Plan.Lma6 : "::ffff:" + Plan.Lma4);
            IReadOnlyList<string> pairs = form == "udp-mapped"
                ? InnerPairs(capture)
                : [.. Reading.Fields(capture, $"ip.proto == 41 && {Registrations}", "ipv6.src", "ipv6.dst")
                    .Select(packet => Octets(packet[0]) + Octets(packet[1]))];
            Assert.Contains(mag + lma, pairs);
            Assert.Contains(lma + mag, pairs);
            Assert.All(pairs, pair => Assert.True(pair == mag + lma || pair == lma + mag, pair));
            Assert.NotEqual(0, Reading.Count(capture, $"gre && ip.src == {Plan.Mag14} && ip.dst == {Plan.Lma4}"));
        });

    /// <summary>The mapped form of an address stays between the gateways (R12): no device ever sees it.</summary>
    [RootFact]
    [Trait("Requirement", "R12")]
    public void MappedAddress_OverIpv4_NeverReachesADevice()
    {
        string cell = "";
        int seen = -1;
        Trial.Run(Scenario.For("udp-mapped"), lab =>
        {
            Capture radio = lab.StartCapture(lab.Air, "cell1", "radio");
            cell = radio.File;
            lab.Ue1.Attach();
            radio.Stop();
            seen = Reading.Count(cell, "ipv6.addr == ::ffff:0:0/96 || frame contains 00:00:00:00:00:00:00:00:00:00:ff:ff");
            Assert.NotEqual(0, Reading.Count(cell, "icmpv6.type == 134"));
        });
        Assert.Equal(0, seen);
    }

    private static void AttachBoth(string form, System.Action<string> examineSignalling)
    {
        List<BindingRow> bindings = [];
        Scenario scenario = Scenario.For(form);
        Trial.Run(
            scenario,
            lab =>
            {
                lab.Ue1.Attach();
                lab.Ue2.Attach();
                Assert.True(lab.Ue1.Ping(Plan.Server4, count: 3));
                Assert.True(lab.Ue2.Ping(Plan.Server6, count: 3));
                Assert.Equal(2, lab.Lma.Bindings().Count);
                Assert.Equal(2, lab.Mag1.Bindings().Count);
                bindings.AddRange(lab.Lma.Bindings());
            },
            capture =>
            {
                examineSignalling(capture);
                ExamineTunnels(capture, scenario.IsIpv6Transport, bindings);
            });
    }

    private static void ExamineTunnels(string capture, bool isIpv6, List<BindingRow> bindings)
    {
        string lma = isIpv6 ? Plan.Lma6 : Plan.Lma4;
        string mag = isIpv6 ? Plan.Mag16 : Plan.Mag14;
        HashSet<string> seen = [.. Reading
            .Fields(capture, isIpv6 ? "ipv6.nxt == 47" : "ip.proto == 47", isIpv6 ? "ipv6.dst" : "ip.dst", "gre.key", "gre.proto")
            .Select(packet => string.Join(' ', packet))];
        foreach (BindingRow binding in bindings)
        {
            foreach (string payload in new[] { "0x0800", "0x86dd" })
            {
                Assert.Contains($"{lma} 0x{binding.UplinkKey:x8} {payload}", seen);
                Assert.Contains($"{mag} 0x{binding.DownlinkKey:x8} {payload}", seen);
            }
        }

        // Nothing else: no other key, no packet without one.
        Assert.Equal(4 * bindings.Count, seen.Count);
    }

    // Octets 8 to 39 of the payload of UDP: the addresses of the inner IPv6 header, source and destination.
    private static IReadOnlyList<string> InnerPairs(string capture) =>
    [
        .. Updates(capture).Where(octets => octets[0] == '6').Select(octets => octets[16..80]),
    ];

    // What is registered over UDP. Heartbeats go to every peer at start, by whatever way is known of it then.
    private static IReadOnlyList<string> Updates(string capture) =>
    [
        .. Reading.Fields(capture, "udp.port == 5436", "udp.payload")
            .Select(packet => packet[0].Replace(":", "", System.StringComparison.Ordinal))
            .Where(octets => octets.Length > 86 && (octets[0] == '6' ? octets[84..86] : octets[4..6]) is "05" or "06"),
    ];

    private static string MessageType(string payload)
    {
        string octets = payload.Replace(":", "", System.StringComparison.Ordinal);
        Assert.StartsWith("3b", octets, System.StringComparison.Ordinal);
        return octets[4..6];
    }

    private static string Octets(string address) => System.Convert.ToHexStringLower(System.Net.IPAddress.Parse(address).GetAddressBytes());
}
