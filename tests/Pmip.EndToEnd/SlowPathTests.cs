using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>What the programs leave to the process arrives all the same: fragments, checksums, sequence numbers, narrow paths.</summary>
public sealed class SlowPathTests
{
    [RootTheory]
    [InlineData("ipv6")]
    [InlineData("ipv4-mapped")]
    public void Uplink_InFragmentsOrWithAChecksum_IsForwarded(string form) => Trial.Run(Scenario.For(form), lab =>
    {
        lab.Ue1.Attach();
        string key = Text(lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey);
        bool isIpv6 = lab.Scenario.IsIpv6Transport;
        string outer = isIpv6 ? $"IPv6(src='{Plan.Mag16}', dst='{Plan.Lma6}')" : $"IP(src='{Plan.Mag14}', dst='{Plan.Lma4}')";
        string inner = $"IP(src='{lab.Ue1.Addresses(4)[0]}', dst='{Plan.Server4}')/ICMP(id=900)";
        Capture server = lab.StartCapture(lab.Server, "lan", "server");

        string checksummed = $"{outer}/GRE(chksum_present=1, key_present=1, key={key}, proto=0x0800)/{inner}";
        Forgery.Send(lab.Mag1.Place, checksummed);
        Await.Until("the checksummed packet arrives", () => Moments.Of(server.File, "icmp[icmptype] == icmp-echo and icmp[4:2] == 900").Count == 1);
        long before = Drops(lab.Lma, "greChecksum");
        Forgery.Send(lab.Mag1.Place, checksummed.Replace("key_present=1,", "key_present=1, chksum=0x1234,", System.StringComparison.Ordinal));
        Await.Until("the wrong checksum is counted", () => Drops(lab.Lma, "greChecksum") == before + 1);

        string big = $"GRE(key_present=1, key={key}, proto=0x0800)/{inner.Replace("900", "901", System.StringComparison.Ordinal)}/Raw('x' * 1200)";
        Forgery.Send(lab.Mag1.Place, isIpv6 ? $"*fragment6({outer}/IPv6ExtHdrFragment()/{big}, 600)" : $"*fragment({outer}/{big}, 600)");
        Await.Until("the packet in fragments arrives", () => Moments.Of(server.File, "icmp[icmptype] == icmp-echo and icmp[4:2] == 901").Count == 1);
        server.Stop();
    }, examine: null);

    [RootTheory]
    [InlineData("ipv6")]
    [InlineData("ipv4-mapped")]
    public void SequenceNumbers_OfBothEnds_CountUpFromZero(string form) => Trial.Run(
        Scenario.For(form) with { Adjust = (_, file) => file["dataPath"]!["sequenceNumbers"] = new JsonArray("2001:db8:f::/64", "192.0.2.0/24") },
        lab =>
        {
            lab.Ue1.Attach();
            Assert.True(lab.Ue1.Ping(Plan.Server4, count: 3));
            Assert.True(lab.Ue1.Ping(Plan.Server6, count: 3));
            Assert.Equal(0, Drops(lab.Lma, "sequenceOld") + Drops(lab.Mag1, "sequenceOld"));
        },
        capture =>
        {
            Assert.Equal(0, Reading.Count(capture, "gre.key && gre.flags.sequence_number == 0"));
            Dictionary<string, List<long>> numbers = [];
            foreach (string[] row in Reading.Fields(capture, "gre.key", "gre.key", "gre.sequence_number"))
            {
                numbers[row[0]] = numbers.GetValueOrDefault(row[0], []);
                numbers[row[0]].Add(long.Parse(row[1], CultureInfo.InvariantCulture));
            }

            Assert.Equal(2, numbers.Count);
            Assert.All(numbers.Values, sent => Assert.Equal(Enumerable.Range(0, sent.Count).Select(static number => (long)number), sent));
            Assert.All(numbers.Values, sent => Assert.True(sent.Count >= 6));
        });

    [RootTheory]
    [InlineData("ipv6")]
    [InlineData("ipv4-mapped")]
    public void NarrowPath_ToldByARouterAboutASession_ReachesTheSender(string form) => Trial.Run(Scenario.For(form), lab =>
    {
        lab.Ue1.Place.Sysctl("net.ipv6.conf.eth0.accept_ra_mtu=0");
        lab.Ue1.Attach();
        lab.Ue1.Place.Ip("link set eth0 mtu 1500");
        uint key = lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey;
        bool isIpv6 = lab.Scenario.IsIpv6Transport;
        int room = 1360 - (isIpv6 ? 48 : 28);

        // Nobody believes a message about a packet that no session has sent.
        Forgery.Send(lab.Lma.Place, TooBig(isIpv6, key + 1));
        Await.Until("the message is counted", () => Drops(lab.Mag1, "pathMtuUnbelieved") == 1);
        Assert.True(lab.Ue1.Ping(Plan.Server4, octets: 1400, mayFragment: false));

        Forgery.Send(lab.Lma.Place, TooBig(isIpv6, key));
        Await.Until("the path is narrow", () => NarrowPaths(lab.Mag1) == 1);
        Assert.Contains(Text((uint)room), Answer(lab, Plan.Server4, 1400), System.StringComparison.Ordinal);
        Assert.Contains(Text((uint)room), Answer(lab, Plan.Server6, 1400), System.StringComparison.Ordinal);
        lab.Ue1.Place.Require("ip", "-4", "route", "flush", "cache");
        Assert.True(lab.Ue1.Ping(Plan.Server4, octets: room - 28, mayFragment: false));

        // What may be cut is cut for the path.
        Assert.True(lab.Ue1.Place.Run("ping", "-n", "-c", "1", "-W", "2", "-M", "dont", "-s", "1400", Plan.Server4).Succeeded);
    });

    [RootFact]
    public void SegmentSize_AnnouncedByBothSides_FitsTheTunnel() => Trial.Run(
        new Scenario { Adjust = (_, file) => file["dataPath"]!["mssClamp"] = true },
        lab =>
        {
            lab.Ue1.Attach();
            lab.Ue1.Place.Ip("link set eth0 mtu 1500");

            // Whole checksums, so that the capture of the transport is judged with them.
            lab.Ue1.Place.Require("ethtool", "-K", "eth0", "tx", "off");
            lab.Server.Require("ethtool", "-K", "lan", "tx", "off");
            Capture server = lab.StartCapture(lab.Server, "lan", "server");
            Capture air = lab.StartCapture(lab.Air, "ue1", "air");
            lab.Ue1.Place.Run("/usr/bin/python3", "-c", Connect(Plan.Server4));
            lab.Server.Run("/usr/bin/python3", "-c", Connect(lab.Ue1.Addresses(4)[0]));
            Await.Until("both have begun", () => Moments.Of(server.File, "tcp[13] & 2 != 0").Count >= 2 && Moments.Of(air.File, "tcp[13] & 2 != 0").Count >= 2);
            server.Stop();
            air.Stop();
            Assert.All(Reading.Fields(server.File, $"tcp.flags == 2 && ip.dst == {Plan.Server4}", "tcp.options.mss_val"), row => Assert.Equal("1412", row[0]));
            Assert.All(Reading.Fields(air.File, $"tcp.flags == 2 && ip.src == {Plan.Server4}", "tcp.options.mss_val"), row => Assert.Equal("1412", row[0]));
        });

    private static string Connect(string address) =>
        $"import socket; s = socket.socket(); s.settimeout(2); s.connect_ex(('{address}', 9))";

    private static string TooBig(bool isIpv6, uint key) => isIpv6
        ? $"IPv6(src='2001:db8:f::1', dst='{Plan.Mag16}')/ICMPv6PacketTooBig(mtu=1360)/IPv6(src='{Plan.Mag16}', dst='{Plan.Lma6}', nh=47)"
            + $"/GRE(key_present=1, key={Text(key)}, proto=0x0800)/Raw('x' * 100)"
        : $"IP(src='192.0.2.1', dst='{Plan.Mag14}')/ICMP(type=3, code=4, nexthopmtu=1360)/IP(src='{Plan.Mag14}', dst='{Plan.Lma4}', proto=47)"
            + $"/GRE(key_present=1, key={Text(key)}, proto=0x0800)";

    private static string Answer(GatewayLab lab, string address, int octets)
    {
        CommandResult result = lab.Ue1.PingResult(address, count: 2, octets, mayFragment: false);
        return result.Output + result.Error;
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Drops(Gateway node, string reason) => node.Show("datapath").GetProperty("datapath").EnumerateArray()
        .Single(row => row.GetProperty("item").GetString() == "dropped" && row.GetProperty("name").GetString() == reason).GetProperty("count").GetInt64();

    private static long NarrowPaths(Gateway node) => node.Show("datapath").GetProperty("datapath").EnumerateArray()
        .Single(row => row.GetProperty("name").GetString() == "withNarrowPath").GetProperty("count").GetInt64();
}
