using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Board.Watchdog;

public sealed class LoopJudgeTests : IDisposable
{
    private static readonly Duration LooksEvery = Duration.FromMilliseconds(500);
    private readonly WakeableWait _reader;
    private readonly SupervisorNewsQueue _news;

    public LoopJudgeTests()
    {
        Assert.True(WakeableWait.TryOpen(out WakeableWait? reader).IsOk);
        _reader = reader!;
        _news = new SupervisorNewsQueue(_reader);
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>
    /// Whatever loops advance when: the dog is petted if and only if every required loop advanced within its deadline, and the one
    /// that is named is the required loop furthest behind it.
    /// </summary>
    [Fact]
    public void Judge_OfAnySchedule_LetsPetIfAndOnlyIfEveryRequiredLoopAdvanced() =>
        Prop.ForAll(Schedules().ToArbitrary(), schedule =>
        {
            SupervisedLoops loops = new();
            LoopProgress[] progress = Array.ConvertAll(schedule.DeadlinesMs, deadline => new LoopProgress("loop", Duration.FromMilliseconds(deadline)));
            for (int i = 0; i < progress.Length; i++)
            {
                loops.Add(progress[i], isRequired: schedule.Required[i]);
            }

            LoopJudge judge = new(loops, _news, At(0), Duration.FromSeconds(1), LooksEvery);
            long now = 0;
            long[] seen = new long[progress.Length];
            foreach ((int step, int advancing) in schedule.Steps)
            {
                now += step;
                for (int i = 0; i < progress.Length; i++)
                {
                    bool advances = (advancing & (1 << i)) != 0;
                    if (advances)
                    {
                        progress[i].Advance();
                    }

                    // The first look is where each silence begins; after a look that came too late it begins anew.
                    seen[i] = advances || !judge.IsUp || step > 4 * LooksEvery.Milliseconds ? now : seen[i];
                }

                LoopVerdict verdict = judge.Look(At(now), hasComeUp: true);
                int[] silent = [.. Enumerable.Range(0, progress.Length).Where(i => schedule.Required[i] && now - seen[i] > schedule.DeadlinesMs[i])];
                Assert.Equal(silent.Length == 0 ? LoopVerdict.Alive : LoopVerdict.LoopSilent, verdict);
                if (silent.Length > 0)
                {
                    long excess = silent.Max(i => now - seen[i] - schedule.DeadlinesMs[i]);
                    Assert.Contains(silent, i => ReferenceEquals(progress[i], judge.Silent!.Progress) && now - seen[i] - schedule.DeadlinesMs[i] == excess);
                }

                Assert.Equal(Enumerable.Range(0, progress.Length).Any(i => now - seen[i] > schedule.DeadlinesMs[i] / 2), judge.AnyLate);
                while (_news.TryTake(out _))
                {
                    // The queue is not what this is about.
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Start_WithinItsGrace_IsAliveWithoutAnyProgress()
    {
        SupervisedLoops loops = new();
        loops.Add(new LoopProgress("control", Duration.FromSeconds(1)));
        LoopJudge judge = new(loops, _news, At(0), Duration.FromSeconds(120), Duration.FromSeconds(1));

        Assert.Equal(LoopVerdict.Alive, judge.Look(At(119_000), hasComeUp: false));
        Assert.Equal(LoopVerdict.StartStalled, judge.Look(At(120_001), hasComeUp: false));
        Assert.Equal(120_001, judge.Silence.Milliseconds);
    }

    [Fact]
    public void Loop_ThatComesUpLate_IsNotBlamedForTheStart()
    {
        SupervisedLoops loops = new();
        loops.Add(new LoopProgress("control", Duration.FromSeconds(10)));
        LoopJudge judge = new(loops, _news, At(0), Duration.FromSeconds(120), Duration.FromSeconds(1));
        for (int second = 0; second < 60; second++)
        {
            judge.Look(At(second * 1000), hasComeUp: false);
        }

        Assert.Equal(LoopVerdict.Alive, judge.Look(At(60_000), hasComeUp: true));
        Assert.Equal(LoopVerdict.Alive, LookEachSecond(judge, 61, 70));
        Assert.Equal(LoopVerdict.LoopSilent, judge.Look(At(70_001), hasComeUp: true));
    }

    [Fact]
    public void Loop_OnLeave_IsSilentOnlyAfterIt()
    {
        SupervisedLoops loops = new();
        LoopProgress control = loops.Add(new LoopProgress("control", Duration.FromSeconds(2)));
        LoopJudge judge = new(loops, _news, At(0), Duration.FromSeconds(1), Duration.FromSeconds(1));
        judge.Look(At(0), hasComeUp: true);
        loops.All[0].GrantLeave(At(30_000));

        Assert.Equal(LoopVerdict.Alive, LookEachSecond(judge, 1, 32));
        Assert.Equal(LoopVerdict.LoopSilent, judge.Look(At(32_001), hasComeUp: true));
        Assert.Same(control, judge.Silent!.Progress);
    }

    [Fact]
    public void Loop_RemovedOrOptional_StarvesNobody()
    {
        SupervisedLoops loops = new();
        LoopProgress ended = loops.Add(new LoopProgress("ended", Duration.FromSeconds(1)));
        loops.Add(new LoopProgress("optional", Duration.FromSeconds(1)), isRequired: false);
        LoopJudge judge = new(loops, _news, At(0), Duration.FromSeconds(1), Duration.FromSeconds(1));
        judge.Look(At(0), hasComeUp: true);
        loops.Remove(ended);

        Assert.Equal(LoopVerdict.Alive, LookEachSecond(judge, 1, 100));
        Assert.True(_news.TryTake(out SupervisorNews late));
        Assert.Equal((SupervisorNewsKind.LoopLate, "optional"), (late.Kind, late.Loop!.Progress.Name));
        Assert.False(_news.TryTake(out _));
    }

    [Fact]
    public void LateLoop_ThatGetsOn_IsSaidToAndKeepsItsLongestSilence()
    {
        SupervisedLoops loops = new();
        LoopProgress desk = loops.Add(new LoopProgress("desk", Duration.FromSeconds(10)));
        LoopJudge judge = new(loops, _news, At(0), Duration.FromSeconds(1), Duration.FromSeconds(1));
        LookEachSecond(judge, 0, 7);
        desk.Advance();
        LookEachSecond(judge, 8, 9);

        List<SupervisorNewsKind> told = [];
        while (_news.TryTake(out SupervisorNews news))
        {
            told.Add(news.Kind);
        }

        Assert.Equal([SupervisorNewsKind.LoopLate, SupervisorNewsKind.LoopRecovered], told);
        Assert.Equal(8, loops.All[0].LongestSilence.Seconds);
    }

    private static LoopVerdict LookEachSecond(LoopJudge judge, int from, int to)
    {
        LoopVerdict verdict = LoopVerdict.Alive;
        for (int second = from; second <= to && verdict == LoopVerdict.Alive; second++)
        {
            verdict = judge.Look(At(second * 1000L), hasComeUp: true);
        }

        return verdict;
    }

    private static Instant At(long milliseconds) => new(milliseconds * 1000);

    private static Gen<Schedule> Schedules() =>
        from count in Gen.Choose(1, 5)
        from deadlines in Gen.Choose(200, 5000).ArrayOf(count)
        from required in Gen.Elements(true, true, false).ArrayOf(count)
        from length in Gen.Choose(1, 60)
        from steps in Gen.Frequency((9, Gen.Choose(1, 700)), (1, Gen.Choose(1, 9000))).ArrayOf(length)
        from advances in Gen.Choose(0, 31).ArrayOf(length)
        select new Schedule(deadlines, required, [.. steps.Zip(advances)]);

    private sealed record Schedule(int[] DeadlinesMs, bool[] Required, (int StepMs, int Advancing)[] Steps);
}
