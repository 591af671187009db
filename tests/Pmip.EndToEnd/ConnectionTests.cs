using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Connections and their keys.</summary>
public sealed class ConnectionTests
{
    [RootFact]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R2")]
    public void Device_WithTwoAccessPoints_HasTwoBindingsAndTwoPairsOfKeys()
    {
        IReadOnlyList<BindingRow> bindings = [];
        Trial.Run(
            new Scenario { FirstDeviceAccessPoints = ["internet", "voice"] },
            lab =>
            {
                lab.Ue1.Attach();
                Await.Until("two prefixes", () => lab.Ue1.Addresses(6).Count == 2, seen: lab.Ue1.Describe);
                foreach (string source in lab.Ue1.Addresses(6))
                {
                    lab.Ue1.AwaitPing(Plan.Server6, source: source);
                }

                bindings = lab.Lma.Bindings();
                Assert.Equal(2, bindings.Count);
                Assert.All(bindings, binding => Assert.Equal(Plan.FirstIdentifier, binding.Identifier));
                Assert.Equal(["internet", "voice"], bindings.Select(binding => binding.AccessPoint).Order());
                Assert.Equal(2, lab.Mag1.Bindings().Count);
                Assert.Equal(4, bindings.SelectMany(binding => new[] { binding.UplinkKey, binding.DownlinkKey + (1UL << 32) }).Distinct().Count());
            },
            capture => Assert.All(bindings, binding =>
            {
                Assert.NotEqual(0, Reading.Count(capture, $"gre.key == {binding.UplinkKey} && ipv6.dst == {Plan.Lma6}"));
                Assert.NotEqual(0, Reading.Count(capture, $"gre.key == {binding.DownlinkKey} && ipv6.dst == {Plan.Mag16}"));
            }));
    }

    [RootFact]
    [Trait("Requirement", "R2")]
    public void Device_WithTwoConnectionsToOneAccessPoint_TheirIdentifiersTellThemApart()
    {
        IReadOnlyList<BindingRow> bindings = [];
        Trial.Run(
            new Scenario { FirstDeviceAccessPoints = ["internet", "internet"], Adjust = static (_, file) => NumberConnections(file) },
            lab =>
            {
                lab.Ue1.Attach();
                Await.Until("two prefixes", () => lab.Ue1.Addresses(6).Count == 2, seen: lab.Ue1.Describe);
                foreach (string source in lab.Ue1.Addresses(6))
                {
                    lab.Ue1.AwaitPing(Plan.Server6, source: source);
                }

                bindings = lab.Lma.Bindings();
                Assert.Equal([("internet", 5), ("internet", 6)], Numbers(bindings));
                Assert.Equal([("internet", 5), ("internet", 6)], Numbers(lab.Mag1.Bindings()));
                Assert.Equal(4, bindings.SelectMany(binding => new[] { binding.UplinkKey, binding.DownlinkKey + (1UL << 32) }).Distinct().Count());
            },
            capture => Assert.All(bindings, binding =>
            {
                Assert.NotEqual(0, Reading.Count(capture, $"gre.key == {binding.UplinkKey} && ipv6.dst == {Plan.Lma6} && icmpv6.type == 128"));
                Assert.NotEqual(0, Reading.Count(capture, $"gre.key == {binding.DownlinkKey} && ipv6.dst == {Plan.Mag16} && icmpv6.type == 129"));
            }));
    }

    [RootFact]
    [Trait("Requirement", "R4")]
    [Trait("Requirement", "R13")]
    [Trait("Requirement", "R15")]
    public void Keys_OfTheUpdateAndItsAnswer_AreTheOnesOnTheWire()
    {
        BindingRow? lma = null;
        BindingRow? mag = null;
        Trial.Run(
            new Scenario(),
            lab =>
            {
                lab.Ue1.Attach();
                lma = lab.Lma.Binding(Plan.FirstIdentifier);
                mag = lab.Mag1.Binding(Plan.FirstIdentifier);
            },
            capture =>
            {
                Assert.Equal((lma!.UplinkKey, lma.DownlinkKey), (mag!.UplinkKey, mag.DownlinkKey));
                // MAG -> LMA: every PBU that creates has a key, and it is the downlink's.
                IReadOnlyList<string[]> updates = Reading.Fields(capture, "mip6.mhtype == 5 && mip6.bu.lifetime > 0", "mip6.gre_key");
                Assert.NotEmpty(updates);
                Assert.All(updates, update => Assert.Equal(lma.DownlinkKey, Number(update[0])));
                // LMA -> MAG: the PBA has the uplink's.
                IReadOnlyList<string[]> answers = Reading.Fields(capture, "mip6.mhtype == 6 && mip6.ba.status == 0", "mip6.gre_key");
                Assert.Contains(answers, answer => Number(answer[0]) == lma.UplinkKey);
                Assert.All(Reading.Fields(capture, $"gre && ipv6.dst == {Plan.Lma6}", "gre.key"), packet => Assert.Equal(lma.UplinkKey, Number(packet[0])));
                Assert.All(Reading.Fields(capture, $"gre && ipv6.dst == {Plan.Mag16}", "gre.key"), packet => Assert.Equal(lma.DownlinkKey, Number(packet[0])));
            });
    }

    [RootFact]
    [Trait("Requirement", "R14")]
    public void DownlinkKey_SameValueTowardsTwoLmas_BothConnectionsCarryTrafficAtOnce()
    {
        Trial.Run(
            new Scenario
            {
                HasSecondLma = true,
                FirstDeviceAccessPoints = ["internet", "private"],
                Adjust = (name, file) =>
                {
                    if (file["mag"] is { } mag)
                    {
                        mag["downlinkKeyScope"] = "lma";
                    }
                },
            },
            lab =>
            {
                lab.Ue1.Attach();
                Await.Until("two prefixes", () => lab.Ue1.Addresses(6).Count == 2, seen: lab.Ue1.Describe);
                IReadOnlyList<string> sources = lab.Ue1.Addresses(6);
                foreach (string source in sources)
                {
                    lab.Ue1.AwaitPing(Plan.Server6, source: source);
                }

                BindingRow first = Assert.Single(lab.Lma.Bindings());
                BindingRow second = Assert.Single(lab.SecondLma!.Bindings());
                Assert.Equal(("internet", "private"), (first.AccessPoint, second.AccessPoint));
                Assert.Equal(first.DownlinkKey, second.DownlinkKey);
                Assert.Equal([first.DownlinkKey, first.DownlinkKey], lab.Mag1.ReceiveKeys());
                LabProcess[] pings = [.. sources.Select(source => lab.Ue1.Place.Start(
                    "ping", "ping", "-n", "-q", "-c", "20", "-i", "0.05", "-W", "2", "-I", source, Plan.Server6))];
                Assert.All(pings, ping =>
                {
                    ping.AwaitExit();
                    Assert.Contains("20 received", ping.Text, System.StringComparison.Ordinal);
                });
            });
    }

    private static void NumberConnections(JsonObject file)
    {
        if (file["mag"] is { } mag)
        {
            JsonArray connections = mag["profiles"]![0]!["connections"]!.AsArray();
            connections[0]!["pdnConnectionId"] = 5;
            connections[1]!["pdnConnectionId"] = 6;
        }
    }

    private static IReadOnlyList<(string AccessPoint, int Number)> Numbers(IReadOnlyList<BindingRow> bindings) =>
        [.. bindings.Select(row => (row.AccessPoint, JsonNode.Parse(row.Text)!["pdnConnectionId"]!.GetValue<int>())).Order()];

    private static uint Number(string text) => text.StartsWith("0x", System.StringComparison.Ordinal)
        ? uint.Parse(text[2..], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture)
        : uint.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
