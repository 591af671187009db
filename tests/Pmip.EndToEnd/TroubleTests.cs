using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>What goes wrong around a node is told or counted, costs nobody else anything, and wants no restart.</summary>
public sealed class TroubleTests
{
    [RootFact]
    public void Registration_FromAnUnknownPeer_IsCountedAndOthersAreServed() => Trial.Run(
        new Scenario
        {
            Adjust = (name, file) =>
            {
                if (name == "lma1")
                {
                    file["lma"]!["peers"] = new JsonArray(new JsonObject { ["name"] = "mag1", ["ipv6"] = Plan.Mag16, ["ipv4"] = Plan.Mag14 });
                }
            },
        },
        lab =>
        {
            lab.Ue2.MoveTo("cell2");
            lab.Ue2.SwitchOn();
            lab.Ue1.Attach();
            Await.Until("the LMA tells of a stranger", () => lab.Lma.Log.Contains(Plan.Mag26, StringComparison.Ordinal), seen: () => lab.Lma.Log);
            Assert.NotEqual(0, lab.Lma.Counter("UnknownPeer"));
            Assert.Empty(lab.Ue2.Addresses(6));
            Assert.Single(lab.Lma.Bindings());
            Assert.True(lab.Ue1.Ping(Plan.Server4));
        });

    [RootFact]
    public void Registration_Malformed_IsCountedAndOthersAreServed() => Trial.Run(
        new Scenario { Form = "udp" },
        lab =>
        {
            lab.Ue1.Attach();
            // Each from the other MAG, which the LMA knows: what it is, and the counter that tells of it.
            (string Payload, string Counter)[] messages =
            [
                ("b''", "Malformed"),                                                              // nothing at all
                ("bytes.fromhex('60') + bytes(20)", "Malformed"),                                  // half an inner header
                ("b'\\xff' * 60", "Malformed"),                                                    // none of the forms
                ("bytes(IPv6(src='2001:db8:f::12', dst='2001:db8:f::1', nh=135)/Raw(bytes.fromhex('3b0105000000000182000010') + bytes(4)))", "BadChecksum"),
                ("bytes.fromhex('3b000500')", "HeaderMalformed"),                                  // truncated before its minimum
                ("bytes.fromhex('3bff0500') + bytes(20)", "HeaderMalformed"),                      // claims more than there is
                ("bytes.fromhex('3b0205000000000182000010087f0161') + bytes(8)", "UpdateMalformed"), // an option that ends outside
                ("bytes.fromhex('3b0105000000000182000010') + bytes(4)", "IdentifierMissing"),     // a proxy update of nobody
                ("bytes.fromhex('3bff0500') + bytes(4000)", "TooLong"),                            // larger than any header
            ];
            Dictionary<string, long> before = messages.Select(message => message.Counter).Distinct().ToDictionary(name => name, lab.Lma.Counter);
            Forgery.Send(lab.Mag2.Place, string.Concat(messages.Select(message =>
                $"IP(dst='{Plan.Lma4}')/UDP(sport=5436, dport=5436)/Raw({message.Payload}),")));
            foreach (IGrouping<string, string> group in messages.GroupBy(message => message.Counter, message => message.Payload))
            {
                Await.Until(
                    $"{group.Key} for {string.Join(" and ", group)}",
                    () => lab.Lma.Counter(group.Key) == before[group.Key] + group.Count(),
                    seen: () => lab.Lma.Show("counters").ToString());
            }

            Assert.True(lab.Ue1.Ping(Plan.Server4));
            lab.Ue2.Attach();
            Assert.False(lab.Lma.Process.HasExited);
        },
        // The forged packets are malformed by intent, so only what the nodes did is judged.
        examine: null);

    [RootFact]
    public void Table_Full_NextNodeIsRefusedAndComesInWhenThereIsRoom() => RefusesTheSecondNode(
        "TableFull", file => file["limits"]!["bindings"] = 1);

    [RootFact]
    public void Pool_Exhausted_NextNodeIsRefusedAndComesInWhenThereIsRoom() => RefusesTheSecondNode(
        "PoolExhausted",
        file =>
        {
            JsonNode accessPoint = file["lma"]!["accessPoints"]![0]!;
            accessPoint["ipv6Pool"] = "2001:db8:100::/64";
            accessPoint["ipv4Pool"] = "10.45.0.0/30";
        });

    [RootFact]
    public void AccessInterface_MissingAtStart_IsTakenWhenItComes() => Trial.Run(
        new Scenario(),
        lab =>
        {
            lab.Mag1.Place.Ip("link set acc0 down", "link set acc0 name later0");
            lab.StartGateways();
            lab.Mag1.Place.Ip("link set later0 name acc0", "link set acc0 up");
            lab.Ue1.Attach();
        },
        _ => { },
        startsGateways: false);

    [RootFact]
    public void AccessInterface_Removed_ConnectionsEndAndAReplacementServes() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        lab.Mag1.Place.Ip("link delete acc0");
        lab.Mag1.AwaitBindings(0);
        lab.Lma.AwaitBindings(0);
        lab.Air.Ip($"link add mag1 type veth peer name acc0 netns {lab.Mag1.Place.FullName}", "link set mag1 master cell1 up");
        lab.Mag1.Place.Ip("link set acc0 up");
        lab.Ue1.Reattach();
        Assert.False(lab.Mag1.Process.HasExited);
    });

    [RootFact]
    public void Instance_StartedTwice_SecondIsRefusedAndFirstGoesOn() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        CommandResult second = lab.Mag1.InvokeAsIs("run", "--config", lab.Mag1.FilePath);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains(lab.Mag1.Socket, second.Error, StringComparison.Ordinal);
        Assert.True(lab.Ue1.Ping(Plan.Server4));
        Assert.True(lab.Ue1.Ping(Plan.Server6));
        Assert.Single(lab.Mag1.Bindings());
    });

    [RootFact]
    public void Instance_KilledAndStartedAgain_ServesInSpiteOfWhatTheFirstLeft() => Trial.Run(
        new Scenario { Adjust = (_, file) => file["timers"]!["lifetimeSeconds"] = 12 }, lab =>
    {
        lab.Ue1.Attach();
        string address = lab.Ue1.Addresses(4)[0];
        lab.Mag1.Process.Kill();
        lab.Mag1.Start();
        lab.Ue1.AwaitPing(Plan.Server4);
        lab.Ue1.AwaitPing(Plan.Server6);
        Assert.Equal(address, lab.Ue1.Addresses(4)[0]);
        lab.Lma.Process.Kill();
        lab.Lma.Start();
        // The next refresh brings the binding back with the addresses that the device has.
        lab.Ue1.AwaitPing(Plan.Server4, TimeSpan.FromSeconds(40));
        lab.Ue1.AwaitPing(Plan.Server6);
        Assert.Equal(address, lab.Ue1.Addresses(4)[0]);
    });

    [RootFact]
    public void Configuration_Wrong_EveryErrorIsToldWithItsPlace() => Trial.Run(
        new Scenario(),
        lab =>
        {
            JsonObject file = JsonNode.Parse(System.IO.File.ReadAllText(lab.Lma.FilePath))!.AsObject();
            file["role"] = "lmaa";
            file["transport"]!["mtu"] = 7;
            file["lma"]!["interfces"] = new JsonArray("pdn0");
            lab.Lma.Write(file);
            CommandResult result = lab.Lma.InvokeAsIs("run", "--config", lab.Lma.FilePath);
            Assert.Equal(1, result.ExitCode);
            Assert.Equal(3, result.Error.Split('\n').Count(line => line.StartsWith(lab.Lma.FilePath + ":", StringComparison.Ordinal)));
            Assert.Contains("interfces", result.Error, StringComparison.Ordinal);
        },
        examine: null,
        startsGateways: false);

    private static void RefusesTheSecondNode(string counter, Action<JsonObject> adjustLma) => Trial.Run(
        new Scenario
        {
            Adjust = (name, file) =>
            {
                file["timers"]!["quarantineSeconds"] = 1;
                if (name == "lma1")
                {
                    adjustLma(file);
                }
            },
        },
        lab =>
        {
            lab.Ue1.Attach();
            lab.Ue2.SwitchOn();
            lab.Ue2.StartDhcp();
            Await.Until($"the LMA counts {counter}", () => lab.Lma.Counter(counter) > 0, seen: () => lab.Lma.Show("counters").ToString());
            Assert.Empty(lab.Ue2.Addresses(4));
            Assert.True(lab.Ue1.Ping(Plan.Server4));
            lab.Ue1.SwitchOff();
            lab.Mag1.Require("detach", Plan.FirstIdentifier);
            lab.Ue2.AwaitAddress(4, TimeSpan.FromSeconds(60));
            lab.Ue2.AwaitPing(Plan.Server4);
        });

    [RootFact]
    public void Node_Stopped_TakesItsTracesWithIt() => Trial.Run(new Scenario(), lab =>
    {
        lab.Ue1.Attach();
        lab.Mag1.Process.Stop();
        Assert.Equal(0, lab.Mag1.Process.ExitCode);
        Assert.False(System.IO.File.Exists(lab.Mag1.Socket));
        Assert.DoesNotContain("pmip0", lab.Mag1.Place.Require("ip", "link"), StringComparison.Ordinal);
    });
}
