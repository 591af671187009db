using System;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>A device gets its address from the DHCP server of the home network, through the MAG's relay (RFC 5844 3.4.2).</summary>
public sealed class DhcpRelayTests
{
    private const string Home4 = "10.45.9.9";

    [RootFact]
    [Trait("Requirement", "R21")]
    public void Device_AsksByDhcp_TheServerBehindTheRelayAnswers_AndARenewalToo() => Trial.Run(
        new Scenario { Adjust = Relaying },
        lab =>
        {
            // A virtual link leaves the checksum of UDP to hardware that it does not have: the capture would show half a checksum.
            lab.Lma.Place.Require("ethtool", "-K", "wan0", "tx", "off");
            lab.Mag1.Place.Require("ethtool", "-K", "wan0", "tx", "off");
            Capture transport = lab.StartCapture(lab.Mag1.Place, "wan0", "relay", filter: "udp port 67");
            LabProcess server = lab.Lma.Place.Start(
                "dnsmasq", "dnsmasq", "--no-daemon", "--port=0", "--log-dhcp", "--interface=wan0", "--bind-interfaces", "--user=root",
                $"--dhcp-leasefile={lab.Folder}/dnsmasq.leases", $"--pid-file={lab.Folder}/dnsmasq.pid", "--conf-file=/dev/null",
                "--dhcp-authoritative", "--dhcp-range=10.45.0.0,static,255.255.0.0,60s", $"--dhcp-host={Plan.FirstDeviceMac},{Home4}",
                $"--dhcp-option=option:router,{Plan.InternetRouter4}");
            server.AwaitLine(line => line.Contains("DHCP", StringComparison.Ordinal), "serves");

            lab.Ue1.Attach();

            Assert.Equal([Home4], lab.Ue1.Addresses(4));
            Assert.True(lab.Mag1.Counter("dhcpRelayed") >= 2);
            Assert.True(lab.Mag1.Counter("dhcpRelayAnswers") >= 2);
            Assert.Equal(0, lab.Mag1.Counter("dhcpOffers"));

            // Half of the lease is over after 30 s; the client renews at once when it is asked to.
            long before = lab.Mag1.Counter("dhcpRelayAnswers");
            lab.Ue1.DhcpClient.Signal("USR1");
            Await.Until("the renewal is answered", () => lab.Mag1.Counter("dhcpRelayAnswers") > before);
            Assert.True(lab.Ue1.Ping(Plan.Server4));

            transport.Stop();
            const string Remote = "0a2d0909"; // The home address as the remote identifier has it.
            Assert.NotEqual(0, Reading.Count(transport.File, $"dhcp.option.dhcp == 1 && dhcp.option.agent_information_option.agent_remote_id == {Remote}"));
            Assert.Equal("", Reading.Malformed(transport.File));
        },
        capture => Assert.NotEmpty(capture));

    private static void Relaying(string node, JsonObject file)
    {
        if (file["lma"] is JsonObject lma)
        {
            lma["subscribers"] = new JsonArray(new JsonObject
            {
                ["identifier"] = Plan.FirstIdentifier,
                ["accessPoint"] = "internet",
                ["ipv4Address"] = Home4,
            });
            foreach (JsonNode? accessPoint in lma["accessPoints"]!.AsArray())
            {
                accessPoint!["dhcp"] = "relay";
            }
        }
        else
        {
            file["mag"]!["dhcpRelay"] = new JsonObject { ["server"] = Plan.Lma4 };
        }
    }
}
