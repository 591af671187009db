using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Crowds;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Nodes with hundreds of bindings between them crash and come back: soon both sides agree, and nothing is left over.</summary>
public sealed class CrowdRestartTests
{
    private const int PerMag = 250;
    private const int HeartbeatSeconds = 5;
    private const string Announcements = "mip6.mhtype == 13 && mip6.hb.u_flag == 1 && mip6.hb.r_flag == 1";

    private static readonly TimeSpan TwoIntervals = TimeSpan.FromSeconds(2 * HeartbeatSeconds);

    [RootFact]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R17")]
    public void Nodes_KilledInTurn_With500Bindings_StateAgreesWithinTwoHeartbeats() => Trial.Run(
        new Scenario { Adjust = static (_, file) => Adapt(file) },
        static lab =>
        {
            lab.Ue2.MoveTo("cell2");
            Crowd first = Crowd.Start(lab.Ue1, 0, PerMag);
            Crowd second = Crowd.Start(lab.Ue2, PerMag, PerMag);
            first.AwaitServed();
            second.AwaitServed();
            Agreement agreement = new(lab.Lma, lab.Mag1, lab.Mag2);
            AwaitAgreement(agreement, "all are attached", PerMag, PerMag);

            // The MAGs know their devices, and register them again by themselves.
            Crash(lab.Lma, lab.Mag1, lab.Mag2);
            AwaitAgreement(agreement, "the LMA was killed", PerMag, PerMag);

            // A MAG that lost its memory has only the devices that speak to it: for the others nothing may be left anywhere.
            Crash(lab.Mag1, lab.Lma);
            AwaitAgreement(agreement, "the first MAG was killed", 0, PerMag);
            first.Speak();
            first.AwaitServed();
            AwaitAgreement(agreement, "its devices have spoken", PerMag, PerMag);

            Crash(lab.Mag2, lab.Lma);
            AwaitAgreement(agreement, "the second MAG was killed", PerMag, 0);
            second.Speak();
            second.AwaitServed();
            AwaitAgreement(agreement, "its devices have spoken", PerMag, PerMag);
        },
        static capture => Assert.True(Reading.Count(capture, Announcements) > 0));

    // A peer notices a restart by another counter than the one that it has heard.
    private static void Crash(Gateway node, params Gateway[] peers)
    {
        string name = node.Name == "lma" ? "lma1" : node.Name;
        foreach (Gateway peer in peers)
        {
            Await.Until($"{peer.Name} knows the restart counter of {name}", () => KnowsCounter(peer, name), seen: () => peer.Show("peers").ToString());
        }

        node.Process.Kill();
        node.Start();
    }

    private static bool KnowsCounter(Gateway node, string peer) => node.Show("peers").GetProperty("peers").EnumerateArray()
        .Any(row => row.GetProperty("name").GetString() == peer && row.GetProperty("restartCounter").ValueKind == JsonValueKind.Number);

    private static void AwaitAgreement(Agreement agreement, string moment, int atFirst, int atSecond)
    {
        string? difference = null;
        Await.Until(
            $"state agrees after {moment}",
            () => (difference = agreement.Difference(atFirst, atSecond)) is null,
            TwoIntervals,
            () => difference ?? "nothing");
    }

    private static void Adapt(JsonObject file)
    {
        file["limits"] = new JsonObject { ["bindings"] = 1024, ["peers"] = 16, ["nodes"] = 512 };
        file["heartbeat"] = new JsonObject { ["intervalSeconds"] = HeartbeatSeconds };
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
