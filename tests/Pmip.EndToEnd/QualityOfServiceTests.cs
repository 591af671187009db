using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Rates and outer DSCPs of an access point, by the eyes of iperf3 and tshark.</summary>
public sealed class QualityOfServiceTests
{
    private const int UpKilobits = 3_000;
    private const int DownKilobits = 5_000;
    private const int BurstMilliseconds = 200;
    private const int Seconds = 4;
    private const int Payload = 1200;

    [RootFact]
    public void Session_OfferedMoreThanItsAmbr_GetsThatInBothDirections() => Trial.RunDownload(new Scenario { Adjust = Adjust }, lab =>
    {
        lab.Ue1.Attach();
        lab.Ue1.AwaitPing(Plan.Server4);

        ExpectRate(lab, UpKilobits);
        Assert.True(Policed(lab, "policedIn") > 0);
        Assert.Equal(0, Policed(lab, "policedOut"));
        ExpectRate(lab, DownKilobits, "-R");
        Assert.True(Policed(lab, "policedOut") > 0);
        Assert.Contains("policed", lab.Lma.Require("show", "datapath"), StringComparison.Ordinal);
    });

    [RootFact]
    public void OuterDscp_OfAnAccessPoint_IsTheMaps() => Trial.Run(
        new Scenario { Adjust = Adjust },
        lab =>
        {
            lab.Ue1.Attach();
            lab.Ue1.AwaitPing(Plan.Server4);
            lab.Ue1.Place.Require("ping", "-n", "-c", "5", "-i", "0.05", "-Q", "0xb8", Plan.Server4);
        },
        capture =>
        {
            // Up as the MAG has it, the inner one; down EF as CS5, and anything else as AF11.
            Assert.Equal(5, Reading.Count(capture, $"gre && ipv6.dst == {Plan.Lma6} && ipv6.tclass.dscp == 46"));
            Assert.Equal(5, Reading.Count(capture, $"gre && ipv6.dst == {Plan.Mag16} && ipv6.tclass.dscp == 40"));
            Assert.NotEqual(0, Reading.Count(capture, $"gre && ipv6.dst == {Plan.Mag16} && ipv6.tclass.dscp == 10"));
            Assert.Equal(0, Reading.Count(capture, $"gre && ipv6.dst == {Plan.Mag16} && !(ipv6.tclass.dscp == 10) && !(ipv6.tclass.dscp == 40)"));
        });

    private static void Adjust(string node, JsonObject file)
    {
        if (file["lma"]?["accessPoints"]?[0] is JsonNode accessPoint)
        {
            accessPoint["dscp"] = "EF=CS5 *=AF11";
            accessPoint["ambr"] = new JsonObject { ["upKbps"] = UpKilobits, ["downKbps"] = DownKilobits, ["burstMs"] = BurstMilliseconds };
        }
    }

    // What arrives is the rate by iperf's clock, and what was saved up once.
    private static void ExpectRate(GatewayLab lab, int kilobits, params string[] direction)
    {
        LabProcess server = lab.Server.Start("iperf3", "iperf3", "-s", "-1", "--forceflush");
        server.AwaitLine(static line => line.Contains("Server listening", StringComparison.Ordinal), "iperf3 listens");
        string answer = lab.Ue1.Place.Require(
            [
                "iperf3", "-c", Plan.Server4, "-u", "-b", "12M", "-l", Payload.ToString(CultureInfo.InvariantCulture),
                "-t", Seconds.ToString(CultureInfo.InvariantCulture), "-J", .. direction,
            ]);
        server.AwaitExit();
        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement sum = document.RootElement.GetProperty("end").GetProperty("sum");
        double packets = sum.GetProperty("packets").GetDouble() - sum.GetProperty("lost_packets").GetDouble();
        double carried = packets * (Payload + 28) * 8;
        double expected = kilobits * 1000.0 * (sum.GetProperty("seconds").GetDouble() + (BurstMilliseconds / 1000.0));
        Assert.InRange(carried / expected, 0.93, 1.05);
    }

    private static long Policed(GatewayLab lab, string counter) => Answers.Rows(lab.Lma.Show("sessions")).Single().GetProperty(counter).GetInt64();
}
