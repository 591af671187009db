using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Lab;
using Pmip.Lab.Network;
using Pmip.Lab.Traffic;
using Pmip.LabBench.Results;

namespace Pmip.LabBench.Streams;

/// <summary>
/// One TCP stream through MAG and LMA against one over the same links, bridges and machines without a tunnel, in turns. The transport
/// carries packets large enough that both have segments of the same size. The ends of the streams have real-time priority:
/// it is the way between them that is measured.
/// </summary>
internal static class TcpBench
{
    private const int Rounds = 5;
    private const int TransportMtu = 1600;
    private const string PlainAddress6 = "2001:db8:aa::2";
    private const string PlainAddress4 = "203.0.113.2";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    internal static void Run(string binary)
    {
        GatewayLab.TrafficPrefix = ["chrt", "--rr", "5"];
        using (GatewayLab lab = Open("ipv6", binary))
        {
            Dictionary<bool, string> device = Attach(lab);
            All(lab, device, "IPv6 transport, GSO", Long);
            WithoutOffloads(lab);
            All(lab, device, "IPv6 transport, no GSO", Short);
        }

        using GatewayLab other = Open("udp-mapped", binary);
        Compare(other, Attach(other), "IPv4 transport, GSO", isIpv6: false, isDownlink: true, Long);
    }

    private static GatewayLab Open(string form, string binary)
    {
        GatewayLab lab = new(Scenario.For(form) with { HasPlainPath = true, TransportMtu = TransportMtu }, binary);
        lab.Wan.Ip([.. new[] { "mag1", "mag2", "lma", "wan" }.Select(static link => $"link set {link} mtu {Text(TransportMtu)}")]);
        foreach (NetworkNamespace node in new[] { lab.Mag1.Place, lab.Mag2.Place, lab.Lma.Place })
        {
            node.Ip($"link set wan0 mtu {Text(TransportMtu)}");
        }

        QuietNodes.Start(lab);
        return lab;
    }

    // By family, whether it is IPv6: the address of the device.
    private static Dictionary<bool, string> Attach(GatewayLab lab)
    {
        lab.Ue1.SwitchOn();
        lab.Ue1.StartDhcp();
        Dictionary<bool, string> addresses = new() { [false] = lab.Ue1.AwaitAddress(4), [true] = lab.Ue1.AwaitAddress(6) };
        lab.Ue1.AwaitPing(Plan.Server4);
        lab.Ue1.AwaitPing(Plan.Server6);
        lab.StartDownloadService();
        foreach (NetworkNamespace place in new[] { lab.Ue1.Place, lab.Plain! })
        {
            GatewayLab.StartTraffic(place, "serve", Text(Plan.DownloadPort)).AwaitLine(static line => line == "listening", "serves");
        }

        return addresses;
    }

    private static void All(GatewayLab lab, Dictionary<bool, string> device, string how, TimeSpan span)
    {
        foreach (bool isIpv6 in new[] { false, true })
        {
            foreach (bool isDownlink in new[] { true, false })
            {
                Compare(lab, device, how, isIpv6, isDownlink, span);
            }
        }
    }

    private static void Compare(GatewayLab lab, Dictionary<bool, string> device, string how, bool isIpv6, bool isDownlink, TimeSpan span)
    {
        double Measure(bool isTunnelled)
        {
            string far = isTunnelled ? device[isIpv6] : isIpv6 ? PlainAddress6 : PlainAddress4;
            Download download = isDownlink
                ? Download.Start(isTunnelled ? lab.Ue1.Place : lab.Plain!, isIpv6 ? Plan.Server6 : Plan.Server4, span)
                : Download.Start(lab.Server, far, span);
            return download.Finish().MegabitsPerSecond / 1000;
        }

        List<double> tunnelled = [];
        List<double> plain = [];
        for (int round = 0; round < Rounds; round++)
        {
            // Who goes first changes, so that a load that grows or falls favours neither.
            bool isTunnelFirst = round % 2 == 0;
            double first = Measure(isTunnelFirst);
            double second = Measure(!isTunnelFirst);
            tunnelled.Add(isTunnelFirst ? first : second);
            plain.Add(isTunnelFirst ? second : first);
        }

        string what = $"TCP {(isIpv6 ? "IPv6" : "IPv4")} {(isDownlink ? "down" : "up")}, {how}";
        Line.WriteMedian($"{what}: plain forwarding", plain, "Gbit/s", 2);
        Line.WriteMedian($"{what}: tunnelled", tunnelled, "Gbit/s", 2);
        Line.WriteMedian($"{what}: tunnelled to plain", [.. tunnelled.Zip(plain, static (with, without) => with / without)], "x", 2);
    }

    // Every end of every link of both paths: then each packet crosses alone.
    private static void WithoutOffloads(GatewayLab lab)
    {
        (NetworkNamespace Place, string[] Links)[] ends =
        [
            (lab.Ue1.Place, ["eth0"]),
            (lab.Plain!, ["eth0"]),
            (lab.Air, ["ue1", "plain", "plain0", "mag1", "cell1", "cell0"]),
            (lab.Mag1.Place, ["acc0", "plain0", "wan0"]),
            (lab.Wan, ["mag1", "lma", "wan"]),
            (lab.Lma.Place, ["wan0", "pdn0"]),
            (lab.Server, ["lma", "lan"]),
        ];
        foreach ((NetworkNamespace place, string[] links) in ends)
        {
            foreach (string link in links)
            {
                place.Require("ethtool", "-K", link, "tso", "off", "gso", "off", "gro", "off");
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
