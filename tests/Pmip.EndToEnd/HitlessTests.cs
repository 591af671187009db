using System;
using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>
/// Packets of established connections while the processes that set them up are killed, stopped and started anew: datagrams with numbers go
/// through MAG and LMA to an echo and back.
/// </summary>
public sealed class HitlessTests
{
    private const int Port = 5007;
    private const int PerSecond = 2000;

    // Bindings do not outlive a process: a peer that hears of its restart ends its own and registers anew, which takes milliseconds.
    private static Scenario Kept => new()
    {
        IsKept = true,
        Adjust = static (_, file) => file["heartbeat"] = new JsonObject { ["enabled"] = false },
    };

    [RootFact]
    public void Anchor_KilledOrStopped_LosesNoPacketWhileItIsAway_AndItsSuccessorAdopts() => Trial.RunDownload(Kept, lab =>
    {
        Traffic traffic = Traffic.Start(lab);
        ExpectWholeWithout(lab.Lma, () => lab.Lma.Process.Kill(), traffic, lab);
        lab.Ue1.AwaitPing(Plan.Server4);

        traffic = Traffic.Resume(lab);
        ExpectWholeWithout(lab.Lma, () => lab.Lma.Process.Stop(), traffic, lab);
        lab.Ue1.AwaitPing(Plan.Server6);
    });

    [RootFact]
    public void Gateway_Killed_LosesNoPacketWhileItIsAway() => Trial.RunDownload(Kept, lab =>
    {
        Traffic traffic = Traffic.Start(lab);
        ExpectWholeWithout(lab.Mag1, () => lab.Mag1.Process.Kill(), traffic, lab);
        lab.Ue1.AwaitPing(Plan.Server4);
    });

    [RootFact]
    public void Stop_OrClear_LeavesNothingInTheKernel() => Trial.RunDownload(Kept, lab =>
    {
        lab.Ue1.Attach();
        lab.Mag1.Process.Kill();
        lab.Lma.Process.Stop();
        Assert.NotEmpty(Pinned(lab.Mag1));
        Assert.NotEmpty(Pinned(lab.Lma));

        foreach (Gateway node in (Gateway[])[lab.Mag1, lab.Lma])
        {
            CommandResult cleared = node.InvokeAsIs("datapath", "clear", "--config", node.FilePath);
            Assert.True(cleared.Succeeded, cleared.Error);
            ExpectNothing(node);
        }

        lab.Mag2.Require("stop");
        Assert.Equal(0, lab.Mag2.Process.AwaitExit());
        ExpectNothing(lab.Mag2);
    });

    [RootFact]
    public void Session_WhoseNodeWentWhileTheProcessWasDead_IsRemovedInTime() => Trial.RunDownload(Kept, lab =>
    {
        lab.Ue1.Attach();
        lab.Mag1.Process.Kill();
        lab.Ue1.SwitchOff();
        lab.Mag1.Start();
        long adopted = lab.Mag1.Counter("sessionsAdopted");
        Assert.Equal(1, adopted);

        Await.Until("the stale session is removed", () => lab.Mag1.Counter("sessionsRemovedAsStale") == adopted, TimeSpan.FromSeconds(12));
        Assert.Equal(0, lab.Mag1.SessionCount());
        Assert.DoesNotContain("proto 117", lab.Mag1.Place.Require("ip", "route", "show", "dev", "acc0"), StringComparison.Ordinal);
    });

    // Not a packet is lost while the process is away; the next one adopts the session.
    private static void ExpectWholeWithout(Gateway node, Action end, Traffic traffic, GatewayLab lab)
    {
        end();
        traffic.AwaitMore(lab, PerSecond);
        traffic.ExpectWhole();
        node.Start();
        Assert.Equal(1, node.Counter("sessionsAdopted"));
    }

    private static void ExpectNothing(Gateway node)
    {
        Assert.Empty(Pinned(node));
        Assert.DoesNotContain("pmip0", node.Place.Require("ip", "link", "show"), StringComparison.Ordinal);
        foreach (string device in (string[])["wan0", "acc0", "pdn0"])
        {
            string filters = node.Place.Run("tc", "filter", "show", "dev", device, "ingress").Output;
            Assert.DoesNotContain("bpf", filters, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("5213", node.Place.Require("ip", "rule", "show"), StringComparison.Ordinal);
    }

    private static string[] Pinned(Gateway node)
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(node.FilePath))!;
        string folder = file["dataPath"]!["pins"]!.GetValue<string>();
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }

    private sealed class Traffic
    {
        private readonly NumberedStream _four;
        private readonly NumberedStream _six;

        private Traffic(NumberedStream four, NumberedStream six)
        {
            _four = four;
            _six = six;
        }

        public static Traffic Start(GatewayLab lab)
        {
            lab.Ue1.Attach();
            NumberedStream.StartEcho(lab.Server, Port);
            return Resume(lab);
        }

        // From other ports of the device: the numbers of a stream begin anew.
        public static Traffic Resume(GatewayLab lab) => new(
            NumberedStream.Start(lab.Ue1.Place, Plan.Server4, Port, PerSecond), NumberedStream.Start(lab.Ue1.Place, Plan.Server6, Port, PerSecond));

        // What arrives at the server is counted by its own link.
        public void AwaitMore(GatewayLab lab, int datagrams)
        {
            long before = Arrived(lab);
            Await.Until("traffic goes on", () => Arrived(lab) >= before + datagrams);
        }

        public void ExpectWhole()
        {
            (int Sent, int Returned, string Missing) four = _four.Stop();
            (int Sent, int Returned, string Missing) six = _six.Stop();
            Assert.Equal(("", ""), (four.Missing, six.Missing));
            Assert.Equal((four.Sent, six.Sent), (four.Returned, six.Returned));
        }

        private static long Arrived(GatewayLab lab) =>
            long.Parse(lab.Server.Require("sh", "-c", "cat /sys/class/net/*/statistics/rx_packets | sort -n | tail -1"), CultureInfo.InvariantCulture);
    }
}
