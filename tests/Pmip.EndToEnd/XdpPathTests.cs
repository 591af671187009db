using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Network;
using Pmip.Lab.Nodes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Programs in the drivers of the lab's links at both ends: who carries a session, and what a capture sees of it.</summary>
public sealed class XdpPathTests
{
    private const int Pings = 40;

    [RootFact]
    public void Session_UnderNativeXdp_IsCarriedPastCapturesUntilItIsMirrored() => Trial.RunDownload(ByXdp("off"), lab =>
    {
        Prepare(lab);
        lab.Ue1.Attach();
        lab.Ue1.AwaitPing(Plan.Server4);
        lab.Ue1.AwaitPing(Plan.Server6);
        foreach (Gateway node in (Gateway[])[lab.Mag1, lab.Lma])
        {
            JsonElement session = Assert.Single(Answers.Rows(node.Show("sessions")));
            Assert.Equal("xdp", session.GetProperty("placement").GetString());
            Assert.Equal("xdp", Assert.Single(Answers.Rows(node.Show("bindings"))).GetProperty("placement").GetString());
            Assert.Equal(1, Figure(node, "sessionsBy", "xdp"));
            Assert.Equal(0, Figure(node, "sessionsBy", "tc"));
        }

        string number = Session(lab.Mag1).GetProperty("session").GetInt64().ToString(CultureInfo.InvariantCulture);
        Assert.InRange(Seen(lab, "before"), 0, 4); // One of many goes the kernel's way, so that its neighbours stay known.

        lab.Mag1.Require("datapath", "mirror", "on", number);
        Assert.Equal("tc", Session(lab.Mag1).GetProperty("placement").GetString());
        Assert.InRange(Figure(lab.Mag1, "mirrored", number), 1, 600);
        Assert.InRange(Seen(lab, "session"), 2 * Pings, int.MaxValue);

        lab.Mag1.Require("datapath", "mirror", "off");
        Assert.InRange(Seen(lab, "between"), 0, 4);
        lab.Mag1.Require("datapath", "mirror", "on", "all");
        Assert.InRange(Seen(lab, "all"), 2 * Pings, int.MaxValue);
        lab.Mag1.Require("datapath", "mirror", "off", "all");
        Assert.Equal(0, Figure(lab.Mag1, "mirrored", "nothing"));
    });

    [RootFact]
    public void Session_SpreadOverAllProcessors_IsCarriedBothWays() => Trial.RunDownload(ByXdp("on"), lab =>
    {
        Prepare(lab);
        lab.Ue1.Attach();
        lab.Ue1.AwaitPing(Plan.Server4);
        lab.Ue1.AwaitPing(Plan.Server6);
        JsonElement before = Session(lab.Mag1);

        Assert.Equal(Pings, Answered(lab, Plan.Server4));
        Assert.Equal(Pings, Answered(lab, Plan.Server6));

        JsonElement after = Session(lab.Mag1);
        foreach (string counter in (string[])["packetsIn", "packetsOut"])
        {
            Assert.InRange(after.GetProperty(counter).GetInt64() - before.GetProperty(counter).GetInt64(), 2 * Pings, 3 * Pings);
        }

        Assert.Equal("xdp", after.GetProperty("placement").GetString());
    });

    private static Scenario ByXdp(string spreading) => new()
    {
        Adjust = (node, file) => file["dataPath"] = new JsonObject(
            (file["dataPath"]?.AsObject() ?? []).Select(static pair => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(
                pair.Key, pair.Value?.DeepClone())))
        {
            ["xdp"] = "force",
            ["spreading"] = spreading,
            ["serviceForwarding"] = node.StartsWith("lma", StringComparison.Ordinal) ? "direct" : "kernel",
        },
    };

    // A virtual link takes redirected frames only while its other end polls, and a checksum that was left to hardware it does not have stays half.
    private static void Prepare(GatewayLab lab)
    {
        foreach ((NetworkNamespace place, string link) in ((NetworkNamespace, string)[])
            [(lab.Air, "mag1"), (lab.Air, "mag2"), (lab.Wan, "mag1"), (lab.Wan, "mag2"), (lab.Wan, "lma"), (lab.Server, "lma")])
        {
            place.Require("ethtool", "-K", link, "gro", "on");
        }

        lab.Ue1.Place.Require("ethtool", "-K", "eth0", "tx", "off");
    }

    // Tunnelled packets that a capture at the MAG sees, both ways, while so many pings go.
    private static int Seen(GatewayLab lab, string name)
    {
        using Capture capture = lab.StartCapture(lab.Mag1.Place, "wan0", name, filter: "ip6 proto 47");
        Assert.Equal(Pings, Answered(lab, Plan.Server4));
        capture.Stop();
        return Reading.Count(Path.Combine(lab.Folder, name + ".pcap"), "gre");
    }

    private static int Answered(GatewayLab lab, string server)
    {
        string text = lab.Ue1.Place.Require("ping", "-n", "-c", Pings.ToString(CultureInfo.InvariantCulture), "-i", "0.02", "-W", "5", server);
        return text.Split('\n').Count(static line => line.Contains("bytes from", StringComparison.Ordinal));
    }

    private static JsonElement Session(Gateway node) => Answers.Rows(node.Show("sessions")).Single();

    private static long Figure(Gateway node, string item, string name) => Answers.Rows(node.Show("datapath"))
        .Single(row => row.GetProperty("item").GetString() == item && row.GetProperty("name").GetString() == name).GetProperty("count").GetInt64();
}
