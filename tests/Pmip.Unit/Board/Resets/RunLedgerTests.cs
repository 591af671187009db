using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Xunit;

namespace Pmip.Unit.Board.Resets;

public sealed class RunLedgerTests
{
    private static readonly LoopProgress Control = new("control", Duration.FromSeconds(10));

    [Fact]
    public void Ledger_OfManyRuns_KeepsTheLast32()
    {
        FakeStorage storage = new();
        for (int run = 0; run < 100; run++)
        {
            RunLedger ledger = new(storage, Facts(run));
            ledger.NoteConfiguration((ulong)run, 0, new Instant(run));
        }

        RunLedger last = new(storage, Facts(100));
        Assert.Equal(101ul, last.Run);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => 100ul - (ulong)i), last.History.ToArray().Select(run => run.Run));
        Assert.Equal(99ul, last.History[0].Generation);
        Assert.All(last.History.ToArray(), run => Assert.Equal(ResetCause.ProcessLost, run.Cause));
    }

    [Fact]
    public void Fault_OfAnEarlierRun_IsNotThatOfTheNext()
    {
        FakeStorage storage = new();
        new RunLedger(storage, Facts(1)).Crashed("boom");
        RunLedger second = new(storage, Facts(2));
        Assert.Equal((ResetCause.Crash, "boom"), (second.History[0].Cause, second.History[0].Detail.ToString()));

        RunLedger third = new(storage, Facts(3));
        Assert.Equal((ResetCause.ProcessLost, ""), (third.History[0].Cause, third.History[0].Detail.ToString()));
        Assert.Equal(ResetCause.Crash, third.History[1].Cause);
    }

    [Fact]
    public void Fault_ThatComesFirst_IsTheOneThatIsKept()
    {
        FakeStorage storage = new();
        RunLedger ledger = new(storage, Facts(1));
        ledger.LoopSilent(Loop(), Duration.FromSeconds(11));
        ledger.Crashed("a consequence");
        ledger.NoteEnd(RunEnd.Stopped, "", new Instant(5), 5);

        RunRecord last = new RunLedger(storage, Facts(2)).History[0];
        Assert.Equal((ResetCause.LoopSilent, "control", 11L), (last.Cause, last.Loop.ToString(), last.Silence.Seconds));
    }

    [Fact]
    public void SafeMode_ThatWasOrdered_HoldsOverRestartsUntilItIsEnded()
    {
        FakeStorage storage = new();
        new RunLedger(storage, Facts(1)).OrderSafeMode();
        RunLedger second = new(storage, Facts(2));
        Assert.True(second.Current.SafeModeIsOrdered);
        second.Forgive();
        RunLedger third = new(storage, Facts(3));
        Assert.False(third.Current.SafeModeIsOrdered);
        Assert.True(third.History[0].IsForgiven);
        Assert.False(third.Current.IsForgiven);
    }

    [Fact]
    public void Ledger_WithoutStorage_KnowsNothingAndCarriesOn()
    {
        RunLedger ledger = new(null, Facts(1));
        ledger.NoteAlive(new Instant(2), 2);
        Assert.True(ledger.LoopSilent(Loop(), Duration.FromSeconds(11)).IsOk);
        Assert.False(ledger.IsKept);
        Assert.Equal(0, ledger.History.Length);
    }

    /// <summary>
    /// The power fails at every call of a history of runs, with every number of octets of the sector under way arrived: the next start
    /// reads a ledger whose newest entry is the last run that had begun, with the last word that it was told was kept, or the one after.
    /// </summary>
    [Fact]
    public void Power_LostAtAnyWrite_CostsAtMostTheWordThatWasUnderWay()
    {
        for (int calls = 0; ; calls++)
        {
            FakeStorage storage = new() { CallsMax = calls };
            List<(ulong Run, string Word)> kept = RunFourTimes(storage, out List<(ulong Run, string Word)> tried);
            foreach (int arrived in (ReadOnlySpan<int>)[0, 1, 8, 100, 215, 300, 503, 504, 511, 512, int.MaxValue])
            {
                FakeStorage after = storage.AfterPowerCut(arrived);
                RunLedger next = new(after, Facts(1000));
                (ulong Run, string Word) found = next.History.Length == 0 ? (0, "") : (next.History[0].Run, WordOf(next.History[0]));
                (ulong Run, string Word) last = kept.LastOrDefault((0ul, ""));
                (ulong Run, string Word) underWay = tried.Count > kept.Count ? tried[kept.Count] : last;

                Assert.True(found == last || found == underWay, $"after {calls} calls and {arrived} octets: {found} is neither {last} nor {underWay}");
                Assert.Equal(found.Run + 1, next.Run);
                // No entry is lost but, at most, the one of the place under way; and none is there twice.
                Assert.Equal(Enumerable.Range(0, next.History.Length).Select(i => found.Run - (ulong)i), next.History.ToArray().Select(run => run.Run));
            }

            if (tried.Count == kept.Count)
            {
                Assert.True(calls > 20);
                return;
            }
        }
    }

    private static List<(ulong Run, string Word)> RunFourTimes(FakeStorage storage, out List<(ulong Run, string Word)> tried)
    {
        List<(ulong Run, string Word)> kept = [];
        List<(ulong Run, string Word)> all = [];
        tried = all;
        for (ulong run = 1; run <= 4; run++)
        {
            RunLedger ledger = new(storage, Facts((long)run));
            Told(run, "", ledger.Status.IsOk);
            ledger.NoteConfiguration(run, 0, new Instant((long)run));
            Told(run, $"generation {run}", ledger.Status.IsOk);
            if (run % 2 == 0)
            {
                Told(run, "loop control", ledger.LoopSilent(Loop(), Duration.FromSeconds(11)).IsOk);
            }
            else
            {
                ledger.NoteEnd(RunEnd.Stopped, "", new Instant((long)run), 0);
                Told(run, "stopped", ledger.Status.IsOk);
            }

            if (kept.Count < all.Count)
            {
                break;
            }
        }

        return kept;

        void Told(ulong run, string word, bool isKept)
        {
            if (kept.Count == all.Count)
            {
                all.Add((run, word));
                if (isKept)
                {
                    kept.Add((run, word));
                }
            }
        }
    }

    private static string WordOf(in RunRecord run) => run.Cause switch
    {
        ResetCause.LoopSilent => "loop " + run.Loop,
        ResetCause.OrderlyStop => "stopped",
        _ => run.Generation == 0 ? "" : $"generation {run.Generation}",
    };

    private static SupervisedLoop Loop()
    {
        SupervisedLoops loops = new();
        loops.Add(Control);
        return loops.All[0];
    }

    private static RunFacts Facts(long now) => new() { Boot = new BootIdentity(1, 2), Now = new Instant(now), UnixMicroseconds = now };
}
