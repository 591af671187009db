using System;
using System.IO;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>An operator with a serial cable and no network, from the first look to the way back from a change that cost them the line.</summary>
public sealed class OperatorPathTests
{
    // The password is right-horse.
    private const string Hash = "$6$saltsalt$jc4j/hF5o.aaA7X6iNY/ksdaYizW.V3zRbhXdfv75tNTn0yR5q9mh8VbkocunotT6OFmJwcD/YpYdcuKJCoG9.";
    private static readonly TimeSpan TrialBound = TimeSpan.FromSeconds(120);

    [RootFact]
    public void Operator_WhoLosesTheLineWhileAChangeIsOnTrial_FindsTheOldConfigurationRunning()
    {
        string folder = Directory.CreateTempSubdirectory("pmip-line-").FullName;
        string cable = Path.Combine(folder, "serial");
        try
        {
            Trial.Run(
                new Scenario { Adjust = (name, file) => Adjust(name, file, cable) },
                lab => FollowPath(lab.Lma, cable),
                examine: null,
                startsGateways: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void FollowPath(Gateway lma, string cable)
    {
        // Somebody adds a peer, slips, and the node is started anew: it runs what it ran before.
        lma.Start();
        lma.Process.Stop();
        WriteThirdPeer(lma, "198.51.100.300");
        using (PseudoTerminal line = new())
        {
            File.CreateSymbolicLink(cable, line.Path);
            lma.Start();
            LogIn(line);
            line.Expect("not taken although");
            line.Expect("degraded: another configuration runs than the one in the file (show health)");
            line.Expect("lma1# ");
            line.Ask("show health", "another configuration runs than the one in the file");
            line.Expect("198.51.100.300");
            line.Expect("lma1# ");
            line.Ask("show peers | count", "\r\n2\r\n");

            WriteThirdPeer(lma, "198.51.100.30");
            line.Ask("load " + lma.FilePath, "the draft is right");
            line.Expect("*# ");
            line.Ask("compare", "lma.peers[mag3]: new");
            line.Expect("*# ");
            line.Ask("commit confirmed 1", "without confirm it is taken back in 1 minute");
            line.Expect("[confirm ");
            line.Expect("s] lma1# ");
            line.Ask("show peers | count", "\r\n3\r\n");
            Assert.Matches(@"\[confirm (60|5\d)s\] lma1# ", line.Text);
            Assert.Equal(3, Peers(lma));
        }

        lma.Process.AwaitLine(
            line => line.Contains("was not confirmed: the configuration before it runs again", StringComparison.Ordinal), "the way back", TrialBound);
        Assert.Equal(2, Peers(lma));
        using (PseudoTerminal line = new())
        {
            File.Delete(cable);
            File.CreateSymbolicLink(cable, line.Path);
            LogIn(line);
            line.Expect("of carol was taken back");
            line.Expect("degraded: another configuration runs than the one in the file (show health)");

            // What was typed is not lost with the line.
            line.Expect("*# ");
            line.Ask("compare", "lma.peers[mag3]: new");
            line.Ask("rollback 0", "the draft is thrown away");
            line.Ask("show history | match taken", "running");
            line.Ask("exit", "press Enter");
        }

        // Nor does the next start take in again what was taken back.
        lma.Process.Stop();
        lma.Start();
        Assert.Equal(2, Peers(lma));
    }

    private static void LogIn(PseudoTerminal line)
    {
        line.Expect("pmipd console, press Enter");
        line.Ask("", "login: ");
        line.Ask("carol", "password: ");
        line.Type("right-horse\r");
    }

    private static int Peers(Gateway lma) => lma.Show("peers").GetProperty("peers").GetArrayLength();

    private static void WriteThirdPeer(Gateway lma, string address)
    {
        JsonObject file = JsonNode.Parse(File.ReadAllText(lma.FilePath))!.AsObject();
        JsonArray peers = file["lma"]!["peers"]!.AsArray();
        while (peers.Count > 2)
        {
            peers.RemoveAt(2);
        }

        peers.Add(new JsonObject { ["name"] = "mag3", ["ipv4"] = address });
        lma.Write(file);
    }

    private static void Adjust(string name, JsonObject file, string cable)
    {
        if (name == "lma1")
        {
            file["console"] = new JsonObject { ["line"] = cable, ["speed"] = "115200" };
            file["operators"] = new JsonArray(new JsonObject { ["name"] = "carol", ["password"] = Hash, ["access"] = "configure" });
        }
    }
}
