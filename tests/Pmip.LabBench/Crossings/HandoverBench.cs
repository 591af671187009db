using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
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
        new CrowdPlan(First: 1000, Count: 1000, PerSecond: 1000, Handovers: 5000, Sampled: 100),
    ];

    internal static void Run(string binary)
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
        Capture signalling = lab.StartCapture(lab.Wan, "lma", "signalling", filter: "ip6 proto 135");
        int read = 0;
        foreach (CrowdPlan plan in Plans)
        {
            Play(lab, plan, signalling, ref read);
        }

        foreach (Gateway node in new[] { lab.Lma, lab.Mag1, lab.Mag2 }.Where(static node => node.Process.HasExited))
        {
            throw new LabException($"{node.Name} ended\n{node.Log}");
        }
    }

    private static void Play(GatewayLab lab, CrowdPlan plan, Capture signalling, ref int read)
    {
        string program = typeof(HandoverBench).Assembly.Location;
        string[] before = ["chrt", "--fifo", "10", "dotnet", "exec", program];
        LabProcess server = lab.Server.Start("far-end", [.. before, FarEnd.Word, Plan.Server6, plan.Sampled.ToString(CultureInfo.InvariantCulture)]);
        server.AwaitLine(static line => line == "listening", "listens");
        LabProcess crowd = lab.Air.Start("crowd", [.. before, CrowdPlay.Word, .. plan.Words]);
        if (crowd.AwaitExit(TimeSpan.FromSeconds(60)) != 0)
        {
            throw new LabException($"the crowd ended: {crowd.Text}");
        }

        server.Signal("HUP");
        server.AwaitExit();
        string rate = $"{plan.PerSecond.ToString("N0", CultureInfo.InvariantCulture)}/s";
        Spread.Read(crowd, "attach").Write($"attach at {rate}, first frame to first answer");
        Spread.Read(crowd, "handover").Write($"handover at {rate}, announcement to first answer");
        Spread.Read(server, "up").Write($"longest gap after a handover at {rate}, up");
        Spread.Read(crowd, "down").Write($"longest gap after a handover at {rate}, down");
        Exchange.Read(signalling.File, ref read).Write($"update to acknowledgement at {rate}");
        Line.Write($"latest packet of the devices and the server at {rate}", Math.Max(LateIn(crowd), LateIn(server)) / 1000, "ms late", 2);
    }

    private static double LateIn(LabProcess process) =>
        double.Parse(process.AwaitLine(static line => line.StartsWith("late ", StringComparison.Ordinal), "late").Split(' ')[1], CultureInfo.InvariantCulture);

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
