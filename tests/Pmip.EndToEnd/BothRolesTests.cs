using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>
/// One node that is a MAG and an LMA at once: its own device is registered at another LMA, and it is the LMA of another MAG. What comes
/// for either half finds it.
/// </summary>
public sealed class BothRolesTests
{
    private const string Both = "mag2";
    private const string Indication = "mip6.bri_br.type == 1";
    private const string Success = "mip6.bri_br.type == 2 && mip6.bri_status == 0";

    [RootFact]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R5")]
    public void Node_MagAndLmaAtOnce_CarriesForBothAndIsRevokedAtBoth() => Trial.Run(
        new Scenario { Adjust = MakeBoth },
        static lab =>
        {
            lab.Server.Ip($"link add {Both} type veth peer name pdn0 netns {lab.Mag2.Place.FullName}", $"link set {Both} master lan up");
            lab.Mag2.Place.Ip(
                "link set pdn0 up", $"addr add {Plan.SecondLmaService6}/64 dev pdn0 nodad", $"addr add {Plan.SecondLmaService4}/24 dev pdn0");
            lab.Server.Ip($"route add {Plan.SecondPool6} via {Plan.SecondLmaService6}", $"route add {Plan.SecondPool4} via {Plan.SecondLmaService4}");
            lab.Lma.Place.Ip(
                $"route add {Plan.SecondPool6} via {Plan.SecondLmaService6}", $"route add {Plan.SecondPool4} via {Plan.SecondLmaService4}");
            lab.StartGateways();

            // ue1 -- mag1 == mag2, the LMA -- server; ue2 -- mag2 == lma -- server; and from one to the other.
            lab.Ue2.MoveTo("cell2");
            lab.Ue1.Attach();
            lab.Ue2.Attach();
            Assert.Equal(["lma mn1@example.com private", "mag mn2@example.com internet"], Rows(lab.Mag2));
            lab.Ue1.AwaitPing(lab.Ue2.Addresses(6)[0]);
            lab.Ue1.AwaitPing(lab.Ue2.Addresses(4)[0]);

            foreach ((Gateway node, string peer) in new[] { (lab.Mag1, "both"), (lab.Lma, "mag2"), (lab.Mag2, "mag1"), (lab.Mag2, "lma1") })
            {
                Await.Until($"{node.Name} hears heartbeats of {peer}", () => IsAnswered(node, peer), seen: () => node.Show("peers").ToString());
            }

            lab.Lma.Require("revoke", "node", Plan.SecondIdentifier);
            lab.Lma.AwaitBindings(0);
            Await.Until(
                "the MAG's half has forgotten it",
                () => Rows(lab.Mag2) is ["lma mn1@example.com private"],
                seen: () => string.Join(", ", Rows(lab.Mag2)));
            Assert.True(lab.Ue1.Ping(Plan.Server4));
            Assert.True(lab.Ue1.Ping(Plan.Server6));

            lab.Mag2.Require("revoke", "node", Plan.FirstIdentifier);
            lab.Mag1.AwaitBindings(0);
            lab.Mag2.AwaitBindings(0);
            Assert.All(new[] { lab.Lma, lab.Mag1, lab.Mag2 }, static node => Assert.Equal(0, node.SessionCount()));
        },
        static capture =>
        {
            Assert.Equal(1, Reading.Count(capture, $"{Indication} && ipv6.src == {Plan.Lma6} && ipv6.dst == {Plan.Mag26}"));
            Assert.Equal(1, Reading.Count(capture, $"{Success} && ipv6.src == {Plan.Mag26} && ipv6.dst == {Plan.Lma6}"));
            Assert.Equal(1, Reading.Count(capture, $"{Indication} && ipv6.src == {Plan.Mag26} && ipv6.dst == {Plan.Mag16}"));
            Assert.Equal(1, Reading.Count(capture, $"{Success} && ipv6.src == {Plan.Mag16} && ipv6.dst == {Plan.Mag26}"));
        },
        startsGateways: false);

    private static string[] Rows(Gateway node) =>
    [
        .. node.Bindings()
            .Select(static row => $"{JsonNode.Parse(row.Text)!["role"]} {row.Identifier} {row.AccessPoint}")
            .Order(StringComparer.Ordinal),
    ];

    // A round trip is only known of a peer that has answered.
    private static bool IsAnswered(Gateway node, string peer)
    {
        JsonElement row = node.Show("peers").GetProperty("peers").EnumerateArray().First(row => row.GetProperty("name").GetString() == peer);
        return row.GetProperty("path").GetString() == "reachable" && row.GetProperty("restartCounter").ValueKind == JsonValueKind.Number;
    }

    private static void MakeBoth(string name, JsonObject file)
    {
        file["heartbeat"] = new JsonObject { ["intervalSeconds"] = 1 };
        if (name == Both)
        {
            file["role"] = "both";
            file["lma"] = new JsonObject
            {
                ["interfaces"] = new JsonArray("pdn0"),
                ["peers"] = new JsonArray(new JsonObject { ["name"] = "mag1", ["ipv6"] = Plan.Mag16 }),
                ["accessPoints"] = new JsonArray(new JsonObject
                {
                    ["name"] = "private",
                    ["ipv6Pool"] = Plan.SecondPool6,
                    ["ipv4Pool"] = Plan.SecondPool4,
                    ["ipv4Router"] = Plan.SecondRouter4,
                }),
            };
        }
        else if (name == "mag1")
        {
            file["mag"]!["lmas"] = new JsonArray(new JsonObject { ["name"] = "both", ["ipv6"] = Plan.Mag26 });
            JsonArray profiles = file["mag"]!["profiles"]!.AsArray();
            profiles.RemoveAt(1);
            JsonNode connection = profiles[0]!["connections"]![0]!;
            connection["accessPoint"] = "private";
            connection["lma"] = "both";
        }
    }
}
