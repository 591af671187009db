using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Network;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.LabBench.Results;

namespace Pmip.LabBench.Crossings;

/// <summary>
/// Crowds of devices that attach to two MAGs and then go to and fro between them, at several rates. The processes that play the
/// devices and the server have real-time priority, so that what is measured is not their own waiting for a processor; the gateways
/// have none.
/// </summary>
internal static class HandoverBench
{
    private static readonly CrowdPlan[] Plans =
    [
        new CrowdPlan(First: 0, Count: 4, PerSecond: 1, Handovers: 8, Sampled: 4),
        new CrowdPlan(First: 100, Count: 100, PerSecond: 100, Handovers: 500, Sampled: 50),
        new CrowdPlan(First: 1000, Count: 1000, PerSecond: 1000, Handovers: 5000, Sampled: 100, Stays: true),
        new CrowdPlan(First: 2000, Count: 1000, PerSecond: 1000, Handovers: 5000, Sampled: 100),
    ];

    // What no counter of a node may say when every device comes and goes as devices do.
    private static readonly string[] Refusals =
    [
        "attachLimited", "quietPeriod", "answerLimited", "tableFull", "refusals", "retries", "unknownProfile", "attachesAlreadyAttached",
        "attachesNoKey", "attachesTableFull", "attachesBackedOff", "sessionsRefused", "updatesUnanswered", "kernelRoutesRefused", "accessFramesRefused",
        "sendRefused", "eventsDropped",
    ];

    internal static void Run(string binary, CrowdPlan[] wanted)
    {
        using GatewayLab lab = new(new Scenario { Adjust = static (_, file) => Adapt(file) }, binary);
        for (int cell = 1; cell <= CrowdPlay.Links.Length; cell++)
        {
            string link = CrowdPlay.Links[cell - 1];
            lab.Air.Ip(
                $"link add {link} type veth peer name {link}-far",
                $"link set {link} up",
                $"link set {link}-far master cell{cell.ToString(CultureInfo.InvariantCulture)} up");
        }

        QuietNodes.Start(lab);
        foreach (NetworkNamespace place in new[] { lab.Lma.Place, lab.Mag1.Place, lab.Mag2.Place, lab.Server })
        {
            // The kernel solicits nobody from an address that it still checks: the first packet would wait for a second.
            Await.Until(
                $"the addresses of {place.Name} are checked",
                () => place.Require("ip", "-6", "address", "show", "tentative").Length == 0);
        }

        Capture signalling = lab.StartCapture(lab.Wan, "lma", "signalling", filter: "ip6 proto 135");
        int read = 0;
        foreach (CrowdPlan plan in wanted.Length > 0 ? wanted : Plans)
        {
            Play(lab, plan, signalling, ref read);
        }

        foreach (Gateway node in NodesOf(lab).Where(static node => node.Process.HasExited))
        {
            throw new LabException($"{node.Name} ended\n{node.Log}");
        }
    }

    private static Gateway[] NodesOf(GatewayLab lab) => [lab.Lma, lab.Mag1, lab.Mag2];

    private static void Play(GatewayLab lab, CrowdPlan plan, Capture signalling, ref int read)
    {
        string program = typeof(HandoverBench).Assembly.Location;
        string[] before = ["chrt", "--fifo", "10", "dotnet", "exec", program];
        Gateway[] nodes = NodesOf(lab);
        Tally[] tallies = Array.ConvertAll(nodes, Tally.Of);
        LabProcess server = lab.Server.Start("far-end", [.. before, FarEnd.Word, Plan.Server6, plan.Sampled.ToString(CultureInfo.InvariantCulture)]);
        server.AwaitLine(static line => line == "listening", "listens");
        LabProcess crowd = lab.Air.Start("crowd", [.. before, CrowdPlay.Word, .. plan.Words]);
        crowd.AwaitLine(static line => line == "moving", "all have attached", TimeSpan.FromSeconds(60));
        LabProcess[] processes = [.. nodes.Select(static node => node.Process), server];
        ProcessorUse[] uses = Array.ConvertAll(processes, static process => new ProcessorUse(process));
        crowd.AwaitLine(static line => line == "moved", "all have moved", TimeSpan.FromSeconds(60));
        double[] percents = Array.ConvertAll(uses, static use => use.Percent);
        if (crowd.AwaitExit(TimeSpan.FromSeconds(60)) != 0)
        {
            throw new LabException($"the crowd ended: {crowd.Text}");
        }

        server.Signal("HUP");
        server.AwaitExit();
        string rate = $"{plan.PerSecond.ToString("N0", CultureInfo.InvariantCulture)}/s{(plan.Stays ? " at one place" : "")}";
        Spread.Read(crowd, "attach").Write($"attach at {rate}, first frame to first answer");
        Spread.Read(crowd, "handover").Write($"handover at {rate}, announcement to first answer");
        Line.Write($"handover at {rate}, rate reached", NumberIn(crowd, "rate"), "/s", 0);
        Spread.Read(server, "up").Write($"longest gap after a handover at {rate}, up");
        Spread.Read(crowd, "down").Write($"longest gap after a handover at {rate}, down");
        Exchange.Read(signalling.File, ref read).Write($"update to acknowledgement at {rate}");
        Line.Write($"latest packet of the devices and the server at {rate}", Math.Max(NumberIn(crowd, "late"), NumberIn(server, "late")) / 1000, "ms late", 2);
        Line.Write($"processor time of {crowd.Name} at {rate}", NumberIn(crowd, "used"), "% of one", 0);
        for (int i = 0; i < processes.Length; i++)
        {
            Line.Write($"processor time of {processes[i].Name} at {rate}", percents[i], "% of one", 0);
        }

        for (int i = 0; i < nodes.Length; i++)
        {
            Judge(nodes[i], tallies[i], rate);
        }
    }

    // Drops of users' packets are a figure too: a packet on its way to the MAG that the device has left is dropped there.
    private static void Judge(Gateway node, Tally before, string rate)
    {
        foreach ((string room, string counter, long value) in Tally.Of(node).Since(before))
        {
            if (room == "datapath" || Refusals.Contains(counter))
            {
                Line.Write($"{node.Name} at {rate}, {room} {counter}", value, "times", 0);
            }

            Console.Error.WriteLine($"{node.Name}\t{room}\t{counter}\t{value.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static double NumberIn(LabProcess process, string name) => double.Parse(
        process.AwaitLine(line => line.StartsWith(name + " ", StringComparison.Ordinal), name).Split(' ')[1], CultureInfo.InvariantCulture);

    private static void Adapt(JsonObject file)
    {
        file["limits"] = new JsonObject { ["bindings"] = 4096, ["peers"] = 16, ["nodes"] = 4096 };
        file["log"] = new JsonObject { ["level"] = "info" };
        file["timers"] = new JsonObject();
        if (file["mag"] is { } mag)
        {
            mag["presence"] = new JsonObject { ["probeAfterSeconds"] = 3600 };
            mag["defaultProfile"] = new JsonObject
            {
                ["identifier"] = "{mac}@example.com",
                ["connections"] = new JsonArray(new JsonObject { ["accessPoint"] = "internet", ["lma"] = "lma1" }),
            };
        }
    }
}
