using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>The uplink key comes to the new MAG from another source than the LMA's answer: here the operator hands it over (R16).</summary>
public sealed class EarlyUplinkTests
{
    [RootTheory]
    [InlineData("ipv6")]
    [InlineData("udp-mapped")]
    [Trait("Requirement", "R16")]
    public void Node_AttachedWithItsUplinkKey_SendsBeforeTheLmaAnswers_AndGoesOnThen(string form)
    {
        // The LMA stands still for longer than its window for timestamps is by default.
        Scenario scenario = Scenario.For(form) with { Adjust = (_, file) => file["timers"]!["timestampValidityWindowMs"] = 60_000 };
        Capture? arrived = null;
        uint key = 0;
        Trial.Run(
            scenario,
            lab =>
            {
                lab.Ue1.Attach();
                JsonNode binding = JsonNode.Parse(lab.Lma.Binding(Plan.FirstIdentifier).Text)!;
                key = lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey;
                arrived = lab.StartCapture(lab.Server, "lan", "server", filter: "icmp[icmptype] == icmp-echo or icmp6[icmp6type] == icmp6-echo");
                lab.Lma.Process.Signal("STOP");
                lab.Ue1.MoveTo("cell2");

                lab.Mag2.Require(
                    "attach", "acc0", lab.Ue1.Mac, "internet", "uplink-key", $"0x{key:x8}", "prefix", binding["homeNetworkPrefixes"]![0]!.GetValue<string>(),
                    "ipv4", binding["ipv4HomeAddress"]!.GetValue<string>(), "router", Plan.InternetRouter4, "handoff", "gateways");

                // Answers cannot come: the LMA still sends them to the first MAG. What the device sends arrives nevertheless.
                foreach (string server in new[] { Plan.Server4, Plan.Server6 })
                {
                    Await.Until($"echo requests for {server} arrive", () =>
                    {
                        lab.Ue1.Place.Run("ping", "-n", "-c", "1", "-W", "1", server);
                        return Reading.Count(arrived.File, server == Plan.Server4 ? "icmp" : "icmpv6") > 0;
                    });
                }

                Assert.Equal("registering", State(lab.Mag2));
                lab.Lma.Process.Signal("CONT");
                lab.Ue1.AwaitPing(Plan.Server4);
                lab.Ue1.AwaitPing(Plan.Server6);
                Assert.Equal(key, lab.Mag2.Binding(Plan.FirstIdentifier).UplinkKey);
                Assert.Equal("registered", State(lab.Mag2));
            },
            capture =>
            {
                string fromNewGateway = form == "ipv6" ? $"ipv6.src == {Plan.Mag26}" : $"ip.src == {Plan.Mag24}";
                string toNewGateway = form == "ipv6" ? $"ipv6.dst == {Plan.Mag26}" : $"ip.dst == {Plan.Mag24}";
                double firstUplink = First(capture, $"{fromNewGateway} && gre.key == {key.ToString(CultureInfo.InvariantCulture)}");
                double firstAnswer = First(capture, form == "ipv6"
                    ? $"{toNewGateway} && mip6.mhtype == 6"
                    : $"{toNewGateway} && udp.srcport == 5436 && udp.payload[42:1] == 06");
                Assert.True(firstUplink < firstAnswer, $"the first uplink packet came at {firstUplink} s, the first answer of the LMA at {firstAnswer} s");
            });
    }

    private static double First(string capture, string filter) =>
        double.Parse(Reading.Fields(capture, filter, "frame.time_relative")[0][0], CultureInfo.InvariantCulture);

    private static string State(Gateway mag) => JsonDocument.Parse(mag.Binding(Plan.FirstIdentifier).Text).RootElement.GetProperty("state").GetString()!;
}
