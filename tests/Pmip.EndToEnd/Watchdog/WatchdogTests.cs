using System;
using System.Text.Json;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd.Watchdog;

/// <summary>A process that hangs starves its dog, and the next one knows why; one that is merely busy does not.</summary>
public sealed class WatchdogTests
{
    private const int CardReset = 0x20;

    [RootFact]
    public void Loop_HeldByADebugger_StarvesTheDogAndIsNamedAfterwards() => WatchedNode.Run(static watched =>
    {
        watched.Start();
        using (ThreadFreeze.OfMainThread(watched.Process))
        {
            watched.Process.AwaitLine(line => line.Contains("loop control has not got on", StringComparison.Ordinal), "half the deadline is over");
            int pets = watched.Pets.Length;
            watched.Process.AwaitLine(
                line => line.Contains("ERROR", StringComparison.Ordinal) && line.Contains("the watchdog is left to bite", StringComparison.Ordinal),
                "the deadline is over",
                TimeSpan.FromSeconds(60));
            Assert.True(watched.Pets.Length > pets); // To the deadline it was alive.
            watched.Bite();
        }

        watched.StartAfterReset(CardReset);
        string reason = watched.LastReset();
        Assert.Matches("watchdog, loop control was silent for 1[0-9] s of at most 10 s; its thread: t.*; the machine was reset", reason);
        Assert.Contains("Pretended Timer", watched.Process.AwaitLine(line => line.Contains("it bites after", StringComparison.Ordinal), "the watchdog"),
            StringComparison.Ordinal);

        watched.Process.Stop();
        Assert.Equal((byte)'V', watched.Pets[^1]);
        watched.Start();
        Assert.Contains("stopped in good order", watched.LastReset(), StringComparison.Ordinal);
    });

    [RootFact]
    public void Process_Stopped_StarvesTheDogAndTheBootStatusTellsAfterwards() => WatchedNode.Run(static watched =>
    {
        watched.Start();
        watched.Process.Signal("STOP");
        watched.Bite();

        watched.StartAfterReset(CardReset);
        Assert.Contains("the whole process or the kernel stood still", watched.LastReset(), StringComparison.Ordinal);
    });

    [RootFact]
    public void Process_StoppedForLessThanTheTimeout_LivesOn() => WatchedNode.Run(static watched =>
    {
        watched.Start();
        int pets = watched.Pets.Length;
        watched.Process.Signal("STOP");
        Await.Throughout("it stands still", TimeSpan.FromSeconds(3), () => !watched.Process.HasExited);
        watched.Process.Signal("CONT");
        watched.AwaitPets(pets + 5);
    });

    [RootFact]
    public void Process_KilledFiveTimes_ComesBackInSafeModeAndPets_AndAnOperatorLeavesIt() => WatchedNode.Run(static watched =>
    {
        for (int kill = 0; kill < 5; kill++)
        {
            watched.Start();
            watched.Process.AwaitLine(line => line.EndsWith("ready", StringComparison.Ordinal), "ready");
            watched.Process.Kill();
            Assert.DoesNotContain((byte)'V', watched.Pets);
        }

        watched.Start();
        string reason = watched.Process.AwaitLine(line => line.Contains("safe mode: ", StringComparison.Ordinal), "safe mode");
        Assert.Contains("5 ends within 15 minutes that nobody ordered", reason, StringComparison.Ordinal);
        Assert.Contains("the process was lost without a word", reason, StringComparison.Ordinal);
        watched.AwaitPets(watched.Pets.Length + 5);
        Assert.DoesNotContain(watched.Process.Lines, line => line.EndsWith("ready", StringComparison.Ordinal));

        JsonElement[] resets = [.. Answers.Rows(watched.Node.Show("resets"))];
        Assert.Equal(5, resets.Length);
        Assert.All(resets, static run => Assert.Equal("process-lost", run.GetProperty("cause").GetString()));
        Assert.True(resets[0].GetProperty("run").GetInt64() > resets[^1].GetProperty("run").GetInt64());
        Assert.Equal("on", watched.Told("safe mode"));
        Assert.StartsWith("5 within 15 minutes", watched.Told("unclean ends"), StringComparison.Ordinal);
        Assert.Equal("no", watched.Told("left to bite"));
        Assert.Contains(Answers.Rows(watched.Node.Show("loops")), static loop => loop.GetProperty("name").GetString() == "control"
            && loop.GetProperty("state").GetString() == "ok");

        watched.Node.Require("safe-mode", "leave");
        watched.Process.AwaitLine(line => line.EndsWith("ready", StringComparison.Ordinal), "ready");
        Assert.Equal("off", watched.Told("safe mode"));
        CommandResult again = watched.Node.Invoke("safe-mode", "leave");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("not in safe mode", again.Error, StringComparison.Ordinal);

        // What was forgiven does not count: the next loss is the first one.
        watched.Process.Kill();
        watched.Start();
        watched.Process.AwaitLine(line => line.EndsWith("ready", StringComparison.Ordinal), "ready");
        Assert.StartsWith("1 within 15 minutes", watched.Told("unclean ends"), StringComparison.Ordinal);
    });

    [RootFact]
    public void Flood_ThatKeepsTheLoopBusy_StarvesNobody() => WatchedNode.Run(static watched =>
    {
        watched.Start();
        // Three deadlines of the loop long, as fast as the sender can, half of it wrong.
        CommandResult flood = watched.Neighbour.Run("python3", "-c",
            $$"""
            import socket, time
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            end = time.monotonic() + 30
            n = 0
            while time.monotonic() < end:
                try:
                    s.sendto(bytes.fromhex('3b010500000000' + '%02x' % (n & 255) + '82000010') + bytes(n & 7), ('{{Plan.Lma4}}', 5436))
                except OSError:
                    pass
                n += 1
            print(n)
            """);
        Assert.True(flood.Succeeded, flood.Error);
        Assert.False(watched.Process.HasExited);
        watched.AwaitPets(watched.Pets.Length + 3);
        Assert.DoesNotContain(watched.Process.Lines, line => line.Contains("left to bite", StringComparison.Ordinal));
    });
}
