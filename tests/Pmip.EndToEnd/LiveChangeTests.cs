using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>An LMA whose file changes while packets go through it: what the change does not contradict goes on.</summary>
public sealed partial class LiveChangeTests
{
    private const int LiveChanges = 50;
    private const string MetricsEndpoint = "127.0.0.1:9469";

    [RootFact]
    public void Lma_FileChangedFiftyTimes_BindingsKeepKeysAndNoPacketIsLost() => Trial.Run(
        new Scenario(),
        lab =>
        {
            lab.Ue1.Attach();
            BindingRow before = lab.Lma.Binding(Plan.FirstIdentifier);
            long allocated = lab.Lma.Counter("controlLoopAllocatedOctets");
            LabProcess pings = lab.Ue1.Place.Start("pings", "ping", "-n", "-i", "0.02", "-W", "5", "-w", "600", Plan.Server6);

            for (int number = 0; number < LiveChanges; number++)
            {
                Take(lab.Lma, file => Edit(file, number));
            }

            pings.Signal("INT");
            pings.AwaitExit();
            Match counts = Counts().Match(pings.Text);
            Assert.True(counts.Success, pings.Text);
            int sent = int.Parse(counts.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            int received = int.Parse(counts.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            Assert.True(sent > 100, pings.Text);
            Assert.True(sent - received <= 1, pings.Text); // The last one may be under way.

            BindingRow after = lab.Lma.Binding(Plan.FirstIdentifier);
            Assert.Equal((before.UplinkKey, before.DownlinkKey), (after.UplinkKey, after.DownlinkKey));
            Assert.Equal(LiveChanges, lab.Lma.Counter("reconfigured"));
            Assert.Equal(allocated, lab.Lma.Counter("controlLoopAllocatedOctets"));
            Assert.Contains("pmip_", Scrape(lab.Lma), StringComparison.Ordinal); // Seven changes of its place: it is on.
            Assert.Single(lab.Lma.Log.Split('\n'), static line => line.Contains("ready", StringComparison.Ordinal));
        });

    [RootFact]
    public void Lma_PeerTakenOut_ItsBindingsEndAsListed_ARestartIsOne_AndABrokenStartGoesBack() => Trial.Run(
        new Scenario(),
        lab =>
        {
            lab.Ue1.Attach();
            lab.Ue2.MoveTo("cell2");
            lab.Ue2.Attach();
            BindingRow kept = lab.Lma.Binding(Plan.FirstIdentifier);
            int process = lab.Lma.Process.Id;

            Take(lab.Lma, static file => Peers(file).RemoveAt(1));
            lab.Lma.Process.AwaitLine(static line => line.Contains("lma.peers[mag2]: ", StringComparison.Ordinal)
                && line.Contains("1 binding ends", StringComparison.Ordinal), "what ends");
            lab.Lma.AwaitBindings(1);
            BindingRow after = lab.Lma.Binding(Plan.FirstIdentifier);
            Assert.Equal((kept.UplinkKey, kept.DownlinkKey), (after.UplinkKey, after.DownlinkKey));
            lab.Ue1.AwaitPing(Plan.Server6);

            Take(lab.Lma, static file => file["limits"]!["bindings"] = 300);
            lab.Lma.Process.AwaitLine(
                static line => line.Contains("the node starts anew: its 1 binding ends", StringComparison.Ordinal), "that it starts anew");
            Assert.Equal(process, lab.Lma.Process.Id);
            Assert.False(lab.Lma.Process.HasExited);
            lab.Lma.AwaitBindings(1, TimeSpan.FromSeconds(60));
            lab.Ue1.Reattach();

            Change(lab.Lma, static file => file["transport"]!["tunnelInterface"] = "lo");
            lab.Lma.Process.Signal("HUP");
            lab.Lma.Process.AwaitLine(
                static line => line.Contains("is not taken in: the node runs as before: ", StringComparison.Ordinal), "that it went back",
                TimeSpan.FromSeconds(60));
            lab.Lma.AwaitBindings(1, TimeSpan.FromSeconds(60));
            Assert.False(lab.Lma.Process.HasExited);
        });

    // Another edit each time: timers, a peer that comes and goes, a pool that grows, a static tunnel, the name,
    // the level of the log, the place of the metrics.
    private static void Edit(JsonObject file, int number)
    {
        switch (number % 7)
        {
            case 0:
                file["timers"]!["lifetimeSeconds"] = 1800 + (4 * number);
                break;
            case 1 when Peers(file).Count == 2:
                Peers(file).Add(new JsonObject { ["name"] = "mag9", ["ipv6"] = "2001:db8:f::99" });
                break;
            case 1:
                Peers(file).RemoveAt(2);
                break;
            case 2:
                JsonNode accessPoint = file["lma"]!["accessPoints"]![1]!;
                accessPoint["ipv4Pool"] = accessPoint["ipv4Pool"]!.GetValue<string>() == Plan.VoicePool4 ? "10.46.0.0/17" : Plan.VoicePool4;
                break;
            case 3:
                file["tunnels"] = file["tunnels"] is JsonArray { Count: > 0 } ? new JsonArray() : new JsonArray(Tunnel());
                break;
            case 4:
                file["name"] = $"lma1-{number}";
                break;
            case 5:
                file["log"]!["level"] = file["log"]!["level"]!.GetValue<string>() == "debug" ? "info" : "debug";
                break;
            default:
                if (!file.Remove("metrics"))
                {
                    file["metrics"] = new JsonObject { ["listen"] = MetricsEndpoint };
                }

                break;
        }
    }

    private static JsonObject Tunnel() => new()
    {
        ["name"] = "west",
        ["role"] = "lma",
        ["local"] = Plan.Lma6,
        ["remote"] = "2001:db8:f::77",
        ["sendKey"] = "0x0a000077",
        ["receiveKey"] = "0x0b000077",
        ["prefixes"] = new JsonArray("2001:db8:777:1::/64"),
    };

    private static string Scrape(Gateway node) => node.Place.Require("python3", "-c",
        $"import urllib.request; print(urllib.request.urlopen('http://{MetricsEndpoint}/metrics', timeout=30).read().decode())");

    private static JsonArray Peers(JsonObject file) => file["lma"]!["peers"]!.AsArray();

    // A change of the file, and SIGHUP; until the node says that it is in force.
    private static void Take(Gateway node, Action<JsonObject> edit)
    {
        int taken = Taken(node);
        Change(node, edit);
        node.Process.Signal("HUP");
        Await.Until("the file is in force", () => Taken(node) == taken + 1, TimeSpan.FromSeconds(60), () => node.Log);
    }

    private static int Taken(Gateway node) => node.Process.Lines.Count(line => line.EndsWith($"{node.FilePath} is in force", StringComparison.Ordinal));

    private static void Change(Gateway node, Action<JsonObject> edit)
    {
        JsonObject file = JsonNode.Parse(File.ReadAllText(node.FilePath))!.AsObject();
        edit(file);
        node.Write(file);
    }

    [GeneratedRegex(@"(\d+) packets transmitted, (\d+) received")]
    private static partial Regex Counts();
}
