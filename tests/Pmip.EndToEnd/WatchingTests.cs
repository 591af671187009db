using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Whoever watches a node sees what happens, and costs its control loop nothing.</summary>
public sealed class WatchingTests
{
    private static readonly string[][] Watchers =
        [["monitor", "events"], ["monitor", "bindings", "interval", "1"], ["monitor", "counters", "interval", "1"], ["monitor", "log"]];

    [RootFact]
    public void Node_FetchedFromAndMonitored_DuringTrafficAndHandovers_ItsLoopAllocatesNothing() => Trial.RunDownload(Listening(), lab =>
    {
        lab.StartDownloadService();
        Gateway[] nodes = [lab.Lma, lab.Mag1!, lab.Mag2!];
        List<LabProcess> watching = [.. nodes.SelectMany(node => Watchers.Select(words => node.Place.Start(
            "watch-" + node.Name, [Binary.Path, .. words, "--socket", node.Socket])))];
        using Timer scraper = new(_ => Array.ForEach(nodes, node => Fetch(node)), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        lab.Ue1.Attach();
        Download download = Download.Start(lab.Ue1.Place, Plan.Server6, TimeSpan.FromSeconds(6));

        lab.Ue1.RoamTo("cell2");
        lab.Ue1.AwaitPing(Plan.Server4);

        // It is seen once a second: a node that comes back within one was never away.
        watching[1].AwaitLine(line => line.Contains("changed", StringComparison.Ordinal), "the handover as a change of the binding");
        lab.Ue1.RoamTo("cell1");
        lab.Ue1.AwaitPing(Plan.Server4);
        download.Finish();

        // They saw it: the moves, and the counters that grew.
        watching[0].AwaitLine(line => line.Contains("handed over", StringComparison.Ordinal), "the handover as an event");
        watching[2].AwaitLine(line => line.Contains("signalling", StringComparison.Ordinal), "counters that grow");
        Assert.All(watching, process => Assert.False(process.HasExited, process.Text));
        foreach (Gateway node in nodes)
        {
            JsonElement counters = node.Show("counters").GetProperty("counters");
            Assert.Equal(0, ValueOf(counters, "host", "controlLoopAllocatedOctets"));
            Assert.True(ValueOf(counters, "host", "controlLoopTurns") > 0);
            RequireEveryCounter(counters, Fetch(node));
        }

        Assert.Contains("\npmip_bindings{role=\"lma\",state=\"active\"} 1\n", Fetch(lab.Lma), StringComparison.Ordinal);
        watching.ForEach(process => process.Stop());
    });

    private static Scenario Listening() => new()
    {
        Adjust = (_, file) => file["metrics"] = new JsonObject { ["listen"] = "127.0.0.1:9464" },
    };

    private static string Fetch(Gateway node) => node.Place.Run("curl", "--silent", "--max-time", "20", "http://127.0.0.1:9464/metrics").Output;

    private static long ValueOf(JsonElement counters, string room, string counter) => counters.EnumerateArray()
        .Single(row => row.GetProperty("room").GetString() == room && row.GetProperty("counter").GetString() == counter).GetProperty("value").GetInt64();

    // pmip_ROOM_COUNTER_total, or the drops of the data path by their reason.
    private static void RequireEveryCounter(JsonElement counters, string figures)
    {
        foreach (JsonElement row in counters.EnumerateArray())
        {
            string room = row.GetProperty("room").GetString()!;
            string counter = row.GetProperty("counter").GetString()!;
            string name = string.Concat(counter.Select(letter => char.IsAsciiLetterUpper(letter) ? "_" + char.ToLowerInvariant(letter) : letter.ToString()));
            string wanted = room == "datapath" ? $"\npmip_datapath_drops_total{{reason=\"{counter}\"}} " : $"\npmip_{room}_{name}_total ";
            Assert.Contains(wanted, figures, StringComparison.Ordinal);
        }
    }
}
