using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Frames;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>
/// Packets of established connections while the processes that set them up are killed, stopped and started anew: frames with numbers go
/// through MAG and LMA both ways, and every one is counted.
/// </summary>
public sealed class HitlessTests
{
    private const int PerSecond = 1000;
    private const int FramesOfAll = 300_000;

    // As long as a session is kept that nobody installed again, and some.
    private const int SecondsUnclaimed = 11;

    private static Scenario Kept => new() { IsKept = true };

    [RootFact]
    public void Anchor_KilledOrStopped_LosesNoPacket_AndNobodyRegistersAnew() => Trial.RunDownload(Kept, lab =>
    {
        lab.Ue1.Attach();
        using FrameRun traffic = FrameRun.Start(lab, PerSecond);
        ExpectUnnoticed(lab.Lma, lab.Lma.Process.Kill, traffic, lab, SecondsUnclaimed);
        ExpectUnnoticed(lab.Lma, () => lab.Lma.Process.Stop(), traffic, lab);
        ExpectUnnoticed(lab.Lma, lab.Lma.Process.Kill, traffic, lab);
        ExpectWhole(traffic.End());
        Assert.Equal(0, lab.Mag1.Counter("peersRestarted"));
    });

    [RootFact]
    public void Gateway_KilledOrStopped_LosesNoPacket_AndNobodyRegistersAnew() => Trial.RunDownload(Kept, lab =>
    {
        lab.Ue1.Attach();
        using FrameRun traffic = FrameRun.Start(lab, PerSecond);
        string[] addresses = [.. lab.Ue1.Addresses(4), .. lab.Ue1.Addresses(6)];
        ExpectUnnoticed(lab.Mag1, lab.Mag1.Process.Kill, traffic, lab, SecondsUnclaimed);
        ExpectUnnoticed(lab.Mag1, () => lab.Mag1.Process.Stop(), traffic, lab);
        ExpectUnnoticed(lab.Mag1, lab.Mag1.Process.Kill, traffic, lab);
        ExpectWhole(traffic.End());
        Assert.Equal(0, lab.Lma.Counter("peersRestarted"));
        string[] afterwards = [.. lab.Ue1.Addresses(4), .. lab.Ue1.Addresses(6)];
        Assert.Equal(addresses, afterwards);

        // What was brought back is a connection like any other: it can end.
        lab.Mag1.Require("detach", "mn1@example.com");
        lab.Lma.AwaitBindings(0);
        Assert.Equal(0, lab.Mag1.SessionCount());
    });

    [RootFact]
    public void Frames_OverRestartsOfEveryKind_AllArrive() => Trial.RunDownload(Kept, lab =>
    {
        lab.Ue1.Attach();
        RestartWay[] ways = Enum.GetValues<RestartWay>();
        (FrameCount count, IReadOnlyList<FrameRestart> restarts) = FrameTrial.Run(lab, FramesOfAll, ways, rounds: 1);
        Assert.Equal(2 * ways.Length, restarts.Count);
        Assert.True(count.Sent >= FramesOfAll, count.ToString());
        ExpectWhole(count);
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
        File.Delete(lab.Mag1.Socket + ".mag-bindings"); // What is not kept is lost, and said to be.
        lab.Mag1.Start();
        Assert.True(lab.Mag1.Counter("restartsAnnounced") > 0);
        long adopted = lab.Mag1.Counter("sessionsAdopted");
        Assert.Equal(1, adopted);

        Await.Until("the stale session is removed", () => lab.Mag1.Counter("sessionsRemovedAsStale") == adopted, TimeSpan.FromSeconds(12));
        Assert.Equal(0, lab.Mag1.SessionCount());
        Assert.DoesNotContain("proto 117", lab.Mag1.Place.Require("ip", "route", "show", "dev", "acc0"), StringComparison.Ordinal);
    });

    // Traffic goes on while the process is away and while another one takes over; not one update is sent, and the LMA has one binding all the time.
    private static void ExpectUnnoticed(Gateway node, Action end, FrameRun traffic, GatewayLab lab, int seconds = 1)
    {
        long created = lab.Lma.Counter("bindingCreated");
        long refreshed = lab.Lma.Counter("updateReceived");
        end();
        traffic.AwaitMore(PerSecond / 4);
        node.Start();
        Assert.Equal(1, node.Counter("sessionsAdopted"));
        Assert.Equal(1, node.Counter("sessionsClaimed"));
        Assert.Equal(1, node.Counter(node == lab.Lma ? "bindingRestored" : "connectionsKept"));
        traffic.AwaitMore(PerSecond * seconds);
        Assert.Equal(0, node.Counter("sessionsRemovedAsStale"));
        Assert.Equal(0, node.Counter("restartsAnnounced"));
        Assert.Equal(node == lab.Lma ? (0L, 0L) : (created, refreshed), (lab.Lma.Counter("bindingCreated"), lab.Lma.Counter("updateReceived")));
        lab.Lma.AwaitBindings(1);
    }

    private static void ExpectWhole(FrameCount count) => Assert.True(count is { Lost: 0, Doubled: 0 }, count.ToString());

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
}
