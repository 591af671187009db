using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>A node that is killed and started again: its peers notice by its restart counter, and state agrees again.</summary>
public sealed class RestartTests
{
    private const string Announcements = "mip6.mhtype == 13 && mip6.hb.u_flag == 1 && mip6.hb.r_flag == 1";

    [RootFact]
    public void Nodes_KilledInTurn_TheirPeersNoticeAndStateAgrees() => Trial.Run(
        new Scenario
        {
            Adjust = static (_, file) => file["heartbeat"] = new JsonObject { ["intervalSeconds"] = 2, ["missingAllowed"] = 3 },
        },
        static lab =>
        {
            lab.Ue1.Attach();
            string address = lab.Ue1.Addresses(4)[0];
            long counter = AwaitCounter(lab.Mag1, "lma1");
            AwaitCounter(lab.Lma, "mag1");

            lab.Lma.Process.Kill();
            lab.Lma.Start();
            Await.Until("the MAG notices the restart", () => lab.Mag1.Counter("peersRestarted") == 1);
            lab.Lma.AwaitBindings(1);
            lab.Ue1.AwaitPing(Plan.Server4);
            lab.Ue1.AwaitPing(Plan.Server6);
            Assert.Equal(address, lab.Ue1.Addresses(4)[0]);
            Assert.Equal(counter + 1, AwaitCounter(lab.Mag1, "lma1"));

            AwaitCounter(lab.Lma, "mag1");
            lab.Ue1.SwitchOff();
            lab.Mag1.Process.Kill();
            lab.Mag1.Start();
            Await.Until("the LMA notices the restart", () => lab.Lma.Counter("peersRestarted") == 1);
            lab.Lma.AwaitBindings(0);
            Assert.Equal(0, lab.Lma.SessionCount());
        },
        static capture => Assert.True(Reading.Count(capture, Announcements) > 0));

    // The restart counter that a node has heard of a peer, as show peers has it.
    private static long AwaitCounter(Gateway node, string peer)
    {
        long counter = -1;
        Await.Until($"{node.Name} knows the restart counter of {peer}", () =>
        {
            JsonElement row = node.Show("peers").GetProperty("peers").EnumerateArray().First(row => row.GetProperty("name").GetString() == peer);
            JsonElement value = row.GetProperty("restartCounter");
            counter = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : -1;
            return counter >= 0 && row.GetProperty("path").GetString() == "reachable";
        });
        return counter;
    }
}
