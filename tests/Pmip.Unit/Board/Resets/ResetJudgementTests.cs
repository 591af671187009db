using System;
using System.Linq;
using Pmip.Board.Resets;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;
using Xunit;

namespace Pmip.Unit.Board.Resets;

public sealed class ResetJudgementTests
{
    private static readonly BootIdentity First = new(1, 1);
    private static readonly BootIdentity Second = new(2, 2);

    [Theory]
    [InlineData(RunEnd.Stopped, false, WatchdogBootStatus.None, 0, ResetCause.OrderlyStop)]
    [InlineData(RunEnd.Restarted, false, WatchdogBootStatus.None, 0, ResetCause.OrderedRestart)]
    [InlineData(RunEnd.Failed, false, WatchdogBootStatus.None, 0, ResetCause.Failure)]
    [InlineData(RunEnd.Crashed, false, WatchdogBootStatus.None, 0, ResetCause.Crash)]
    [InlineData(RunEnd.LoopSilent, true, WatchdogBootStatus.CardReset, 0, ResetCause.LoopSilent)]
    [InlineData(RunEnd.LoopSilent, true, WatchdogBootStatus.None, 0, ResetCause.LoopSilent)]
    [InlineData(RunEnd.StartStalled, true, WatchdogBootStatus.CardReset, 0, ResetCause.StartStalled)]
    [InlineData(RunEnd.None, false, WatchdogBootStatus.CardReset, 0, ResetCause.ProcessLost)] // That bit is of the boot before.
    [InlineData(RunEnd.None, true, WatchdogBootStatus.CardReset, 0, ResetCause.Watchdog)]
    [InlineData(RunEnd.None, true, WatchdogBootStatus.CardReset, 9, ResetCause.KernelPanic)]
    [InlineData(RunEnd.None, true, WatchdogBootStatus.None, 5, ResetCause.PowerLoss)] // The panic was there before that run.
    [InlineData(RunEnd.None, true, WatchdogBootStatus.Overheat | WatchdogBootStatus.CardReset, 0, ResetCause.Overheat)]
    [InlineData(RunEnd.None, true, WatchdogBootStatus.PowerUnder, 0, ResetCause.SupplyVoltage)]
    [InlineData(RunEnd.None, true, WatchdogBootStatus.External1, 0, ResetCause.BoardReset)]
    [InlineData(RunEnd.None, true, WatchdogBootStatus.None, 0, ResetCause.PowerLoss)]
    public void Run_ThatEnded_IsJudgedByAllThatIsKnown(RunEnd end, bool rebooted, WatchdogBootStatus status, int panics, ResetCause cause)
    {
        RunRecord last = new() { Run = 1, Boot = First, End = end, PanicsCheck = 5 };
        RunFacts now = new() { Boot = rebooted ? Second : First, BootStatus = status, PanicsCheck = (ulong)panics };

        RunRecord closed = ResetJudgement.Close(last, now);

        Assert.Equal(cause, closed.Cause);
        Assert.Equal(rebooted, closed.MachineRestarted);
        Assert.Equal(rebooted ? status : WatchdogBootStatus.None, closed.BootStatus);
    }

    [Fact]
    public void Boot_WithoutAnIdentity_IsKnownByItsClock()
    {
        RunRecord last = new() { Run = 1, Alive = Minute(10) };
        Assert.True(ResetJudgement.Close(last, new RunFacts { Now = Minute(2) }).MachineRestarted);
        Assert.False(ResetJudgement.Close(last, new RunFacts { Now = Minute(11) }).MachineRestarted);
    }

    [Theory]
    [InlineData(3, 5)] // Each of five runs lasted three minutes: the first of them ended 12 minutes ago.
    [InlineData(4, 4)]
    [InlineData(8, 2)]
    [InlineData(16, 1)]
    public void Ends_WithinAQuarterOfAnHour_Count(int minutesEach, int counted)
    {
        RunRecord[] history = [.. Enumerable.Range(0, 10).Reverse().Select(run => Lost(First, run * minutesEach, minutesEach))];
        Assert.Equal(counted == 5 ? 6 : counted, ResetJudgement.RecentUncleanEnds(history, new RunFacts { Boot = First, Now = Minute(10 * minutesEach) }));
    }

    [Fact]
    public void Ends_OverSeveralBoots_AreCountedByWhatEachRunLasted()
    {
        // Every boot takes one minute, and every run lasts two: five boots are 12 minutes between the first end and now, and the next is too far.
        RunRecord[] history = [.. Enumerable.Range(0, 10).Select(run => Lost(new BootIdentity((ulong)run, 1), 1, 2))];
        Assert.Equal(6, ResetJudgement.RecentUncleanEnds(history, new RunFacts { Boot = Second, Now = Minute(1) }));
        Assert.Equal(0, ResetJudgement.RecentUncleanEnds([], new RunFacts { Boot = Second, Now = Minute(1) }));
    }

    [Fact]
    public void Ends_OfLongRuns_DoNotAddUp()
    {
        RunRecord[] history = [.. Enumerable.Range(0, 10).Select(run => Lost(new BootIdentity((ulong)run, 1), 1, 60 * 24))];
        Assert.Equal(1, ResetJudgement.RecentUncleanEnds(history, new RunFacts { Boot = Second, Now = Minute(1) }));
    }

    [Fact]
    public void Ends_ThatWereOrderedOrForgiven_DoNotCount()
    {
        RunRecord[] ordered = [.. Enumerable.Range(0, 10).Reverse().Select(run => Lost(First, run, 1) with { Cause = ResetCause.OrderlyStop })];
        Assert.Equal(0, ResetJudgement.RecentUncleanEnds(ordered, new RunFacts { Boot = First, Now = Minute(10) }));

        RunRecord[] lost = [.. Enumerable.Range(0, 10).Reverse().Select(run => Lost(First, run, 1))];
        lost[2] = lost[2] with { IsForgiven = true }; // The operator left safe mode in that run: its own end is the oldest that counts.
        Assert.Equal(3, ResetJudgement.RecentUncleanEnds(lost, new RunFacts { Boot = First, Now = Minute(10) }));
    }

    [Theory]
    [InlineData("222111", 2, 3)]
    [InlineData("2221", 2, 3)]
    [InlineData("22111", 2, 2)]
    [InlineData("2222", 2, 0)] // No other one ever ran: nothing to go back to.
    [InlineData("222111", 3, 0)] // Another one is about to run.
    [InlineData("22L2111", 2, 0)] // It has held out for long: it is not the configuration.
    [InlineData("22S2111", 2, 0)] // It was stopped in good order in between.
    [InlineData("0001", 0, 0)]
    public void Ends_OfAConfigurationThatNeverHeldOut_AreCounted(string runs, ulong generation, int counted)
    {
        // The newest first: digits are generations that ended uncleanly after a minute, L held out for an hour, S was stopped; both of generation 2.
        RunRecord[] history = [.. runs.Select((run, index) => Lost(First, 100 - index, run == 'L' ? 60 : 1) with
        {
            Generation = char.IsDigit(run) ? (ulong)(run - '0') : 2,
            GenerationSince = Minute(100 - index),
            Cause = run == 'S' ? ResetCause.OrderlyStop : ResetCause.ProcessLost,
        })];
        Assert.Equal(counted, ResetJudgement.UncleanEndsOfGeneration(history, generation));
    }

    private static RunRecord Lost(BootIdentity boot, int beganMinute, int lastedMinutes) => new()
    {
        Run = 1,
        Boot = boot,
        Began = Minute(beganMinute),
        Alive = Minute(beganMinute + lastedMinutes),
        Cause = ResetCause.ProcessLost,
    };

    private static Instant Minute(int minutes) => new(minutes * 60_000_000L);
}
