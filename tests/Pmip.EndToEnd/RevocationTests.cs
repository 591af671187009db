using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>Connections that the network ends (RFC 5846): both sides forget them, and the node is told by what it understands.</summary>
public sealed class RevocationTests
{
    private const string Indication = "mip6.bri_br.type == 1";
    private const string Success = "mip6.bri_br.type == 2 && mip6.bri_status == 0";
    private const string AdministrativeReason = "mip6.bri_r.trigger == 1";
    private const string PerPeerPolicy = "mip6.bri_r.trigger == 128";
    private const string RealmPolicy = "mip6.bri_r.trigger == 129";

    [RootFact]
    [Trait("Requirement", "R5")]
    public void Lma_RevokesANode_ItsMagEndsTheConnectionAndTheNodeLosesItsRouter() => Trial.Run(
        new Scenario(),
        static lab =>
        {
            lab.Ue1.Attach();
            lab.Ue2.Attach();
            lab.Lma.Require("revoke", "node", Plan.FirstIdentifier, "trigger", "administrative");
            ExpectOnly(lab, Plan.SecondIdentifier);
            Await.Until("the advertisement of lifetime 0 took the router away", () => !lab.Ue1.HasDefaultRoute(6), seen: lab.Ue1.Describe);
            Assert.False(Reaches(lab, lab.Ue1.Addresses(4)[0]));
            Assert.True(lab.Ue2.Ping(Plan.Server4));

            // Revoked is not barred: a node that asks again is served again.
            lab.Ue1.Reattach();
        },
        static capture =>
        {
            Assert.Equal(1, Reading.Count(capture, $"{Indication} && {AdministrativeReason} && ipv6.src == {Plan.Lma6} && ipv6.dst == {Plan.Mag16}"));
            Assert.Equal(1, Reading.Count(capture, $"{Success} && ipv6.src == {Plan.Mag16} && ipv6.dst == {Plan.Lma6}"));
        });

    [RootFact]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R21")]
    public void Lma_RevokesTheIpv4AddressAlone_Ipv6GoesOn() => Trial.Run(
        new Scenario(),
        static lab =>
        {
            lab.Ue1.Attach();
            string address4 = lab.Ue1.Addresses(4)[0];
            lab.Lma.Require("revoke", "node", Plan.FirstIdentifier, "ipv4-only");
            foreach (Gateway node in new[] { lab.Lma, lab.Mag1 })
            {
                Await.Until(
                    $"{node.Name} has no IPv4 address for the node",
                    () => JsonNode.Parse(node.Binding(Plan.FirstIdentifier).Text)!["ipv4HomeAddress"] is null,
                    seen: () => node.Binding(Plan.FirstIdentifier).Text);
                Assert.Equal(1, node.SessionCount());
            }

            Assert.False(Reaches(lab, address4));
            Assert.True(lab.Ue1.Ping(Plan.Server6));
        },
        static capture =>
        {
            Assert.Equal(1, Reading.Count(capture, $"{Indication} && mip6.bri_iv == 1"));
            Assert.Equal(1, Reading.Count(capture, $"{Success} && mip6.bri_av == 1"));
        });

    [RootTheory]
    [Trait("Requirement", "R5")]
    [InlineData("lma")]
    [InlineData("mag")]
    public void Node_RevokesAPeer_OnlyTheConnectionsBetweenTheTwoEnd(string side) => Trial.Run(
        new Scenario(),
        lab =>
        {
            lab.Ue2.MoveTo("cell2");
            lab.Ue1.Attach();
            lab.Ue2.Attach();
            Revoke(lab, side, "peer", side == "lma" ? "mag1" : "lma1");
            lab.Mag1.AwaitBindings(0);
            lab.Lma.AwaitBindings(1);
            Assert.Equal(Plan.SecondIdentifier, lab.Lma.Bindings()[0].Identifier);
            Await.Until("no data path is left for them", () => lab.Mag1.SessionCount() == 0 && lab.Lma.SessionCount() == 1);
            Assert.True(lab.Ue2.Ping(Plan.Server4));
        },
        capture => ExpectGlobal(capture, side, PerPeerPolicy));

    [RootTheory]
    [Trait("Requirement", "R5")]
    [InlineData("lma")]
    [InlineData("mag")]
    public void Node_RevokesARealm_OnlyItsNodesLoseTheirConnections(string side) => Trial.Run(
        new Scenario { Adjust = static (_, file) => GiveRealm(file, "mn1@example.net") },
        lab =>
        {
            lab.Ue1.Attach();
            lab.Ue2.Attach();
            Revoke(lab, side, "realm", "example.net");
            ExpectOnly(lab, Plan.SecondIdentifier);
            Assert.True(lab.Ue2.Ping(Plan.Server4));
        },
        capture => ExpectGlobal(capture, side, RealmPolicy));

    [RootFact]
    [Trait("Requirement", "R5")]
    public void Node_MovedToAnotherMag_TheOldOneIsToldAndForgetsIt() => Trial.Run(
        new Scenario
        {
            // The old MAG is not to find out by itself that the node is gone.
            Adjust = static (_, file) =>
            {
                if (file["mag"] is { } mag)
                {
                    mag["presence"] = new JsonObject { ["probeAfterSeconds"] = 3600 };
                }
            },
        },
        static lab =>
        {
            lab.Ue1.Attach();
            string address = lab.Ue1.Addresses(6)[0];
            lab.Ue1.RoamTo("cell2");
            lab.Mag1.AwaitBindings(0);
            Assert.Equal(0, lab.Mag1.SessionCount());
            lab.Ue1.AwaitPing(Plan.Server4);
            lab.Ue1.AwaitPing(Plan.Server6);
            Assert.Equal(address, lab.Ue1.Addresses(6)[0]);
            Assert.Single(lab.Mag2.Bindings());
            Assert.Single(lab.Lma.Bindings());
            Assert.Equal(1, lab.Lma.SessionCount());
        },
        static capture =>
        {
            Assert.Equal(1, Reading.Count(capture, $"{Indication} && mip6.bri_r.trigger >= 2 && mip6.bri_r.trigger <= 4 && ipv6.dst == {Plan.Mag16}"));
            Assert.Equal(1, Reading.Count(capture, $"{Success} && ipv6.src == {Plan.Mag16}"));
            Assert.Equal(0, Reading.Count(capture, $"{Indication} && ipv6.dst == {Plan.Mag26}"));
        });

    private static void Revoke(GatewayLab lab, string side, string what, string whose) =>
        (side == "lma" ? lab.Lma : lab.Mag1).Require("revoke", what, whose);

    private static void ExpectGlobal(string capture, string side, string trigger)
    {
        (string from, string to) = side == "lma" ? (Plan.Lma6, Plan.Mag16) : (Plan.Mag16, Plan.Lma6);
        Assert.Equal(1, Reading.Count(capture, $"{Indication} && mip6.bri_ig == 1 && {trigger} && ipv6.src == {from} && ipv6.dst == {to}"));
        Assert.Equal(1, Reading.Count(capture, $"{Success} && mip6.bri_ag == 1 && ipv6.src == {to} && ipv6.dst == {from}"));
    }

    private static void ExpectOnly(GatewayLab lab, string identifier)
    {
        foreach (Gateway node in new[] { lab.Mag1, lab.Lma })
        {
            node.AwaitBindings(1);
            Assert.Equal(identifier, node.Bindings()[0].Identifier);
            Assert.Equal(1, node.SessionCount());
        }
    }

    private static bool Reaches(GatewayLab lab, string address) => lab.Server.Run("ping", "-n", "-c", "1", "-W", "1", address).Succeeded;

    private static void GiveRealm(JsonObject file, string identifier)
    {
        if (file["mag"] is { } mag)
        {
            mag["profiles"]![0]!["identifier"] = identifier;
        }
    }
}
