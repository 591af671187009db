using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Crowds;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Many devices change their MAG in one moment, again and again: each is served wherever it is, and nothing of it is left elsewhere.</summary>
public sealed class CrowdHandoverTests
{
    private const int Count = 64;

    // Each time every device takes a key of its MAG; in the end more than the MAG has places, within the time for which keys rest.
    private const int Moves = 36;

    // What may be said of devices that come and go as these do; drops of packets for which there is no session any more are no fault.
    private static readonly string[] Faults =
    [
        "attachesNoKey", "attachesTableFull", "attachesAlreadyAttached", "attachLimited", "tableFull", "refusals", "quietPeriod", "sessionsRefused",
        "kernelRoutesRefused", "accessFramesRefused", "eventsDropped", "outerSourceWrong", "accessInterfaceWrong",
        "linkLayerSourceWrong", "noRoute",
    ];

    [RootFact]
    [Trait("Requirement", "R4")]
    [Trait("Requirement", "R17")]
    public void Devices_MoveThereAndBack36Times_AllAreServedAndNothingIsLeft() => Trial.Run(
        new Scenario { Adjust = static (_, file) => Adapt(file) },
        static lab =>
        {
            Crowd crowd = Crowd.Start(lab.Ue1, 0, Count);
            crowd.AwaitServed();
            long[] before = [.. Faults.Select(fault => Sum(lab, fault))];
            for (int move = 1; move <= Moves; move++)
            {
                lab.Ue1.MoveTo(move % 2 == 0 ? "cell1" : "cell2");
                crowd.Speak();
                crowd.AwaitServed();
            }

            Agreement agreement = new(lab.Lma, lab.Mag1, lab.Mag2);
            string? difference = null;
            Await.Until("state agrees", () => (difference = agreement.Difference(Count, 0)) is null, seen: () => difference ?? "nothing");
            Assert.Equal(Count, KernelTables.ServedNodes(lab.Mag1));
            Assert.Equal(0, KernelTables.ServedNodes(lab.Mag2));
            Assert.All(Faults.Zip(before), fault => Assert.True(Sum(lab, fault.First) == fault.Second, $"{fault.First} {Sum(lab, fault.First)}"));
        },
        examine: null);

    [RootFact]
    public void Link_LosesItsCarrier_NodesThatLeftAreListenedForAgain() => Trial.Run(new Scenario(), static lab =>
    {
        lab.Ue1.Attach();
        Assert.Equal(1, KernelTables.ServedNodes(lab.Mag1));
        lab.Air.Ip("link set mag1 down");
        lab.Mag1.AwaitBindings(0);
        Await.Until("nobody is hidden from the tap", () => KernelTables.ServedNodes(lab.Mag1) == 0);
        lab.Air.Ip("link set mag1 up");

        // It has noticed nothing: its next packets make it known again.
        lab.Ue1.AwaitPing(Plan.Server6);
        Assert.Equal(1, KernelTables.ServedNodes(lab.Mag1));
    });

    private static long Sum(GatewayLab lab, string counter) => new[] { lab.Lma, lab.Mag1, lab.Mag2 }
        .SelectMany(static node => Answers.Rows(node.Show("counters")).ToArray())
        .Where(row => row.GetProperty("counter").GetString() == counter)
        .Sum(static row => row.GetProperty("value").GetInt64());

    private static void Adapt(JsonObject file)
    {
        file["limits"] = new JsonObject { ["bindings"] = 128, ["peers"] = 16, ["nodes"] = 128 };
        file["log"] = new JsonObject { ["level"] = "info" };
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
