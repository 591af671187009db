using System;
using System.Threading;
using Pmip.Board.Health;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;
using Pmip.Unit.Board.Resets;
using Xunit;

namespace Pmip.Unit.Board.Watchdog;

/// <summary>The supervisor's thread with a dog that counts. What is awaited is awaited for up to 20 seconds.</summary>
public sealed class SupervisorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly WakeableWait _wake = Open();
    private readonly WakeableWait _reader = Open();
    private readonly SupervisedLoops _loops = new();
    private readonly HealthState _health = new();
    private readonly FakeStorage _storage = new();
    private readonly ManualResetEventSlim _aborted = new();
    private readonly SupervisorNewsQueue _news;
    private readonly RunLedger _ledger;

    public SupervisorTests()
    {
        _news = new SupervisorNewsQueue(_reader);
        _ledger = new RunLedger(_storage, new RunFacts { Now = MonotonicClock.Now });
    }

    public void Dispose()
    {
        _wake.Dispose();
        _reader.Dispose();
        _aborted.Dispose();
    }

    [Fact]
    public void Supervisor_WithLoopsThatGetOn_PetsAndAllocatesNothing()
    {
        FakeDog dog = new(WatchdogKind.Device, Duration.FromMilliseconds(400));
        LoopProgress control = _loops.Add(new LoopProgress("control", Duration.FromSeconds(10)), threadId: KernelThread.Current);
        using Supervisor supervisor = Begin(dog, null);
        supervisor.ComeUp();

        // What is used for the first time is made then; a turn that allocated each time would leave no twenty pets without.
        long allocated = -1;
        int pets = 0;
        Await(
            () =>
            {
                if (supervisor.AllocatedOctets != allocated)
                {
                    allocated = supervisor.AllocatedOctets;
                    pets = dog.Pets;
                }

                return dog.Pets > pets + 20;
            },
            control.Advance);
        Assert.InRange(allocated, 0, 4096);
        Assert.Equal(ApplianceHealth.Serving, _health.Current);
        Assert.True(supervisor.TryStop());
        Assert.True(dog.IsDisarmed);
    }

    [Fact]
    public void Supervisor_WithASilentLoop_WritesWhyThenStarvesForEver()
    {
        FakeDog dog = new(WatchdogKind.Device, Duration.FromMilliseconds(400));
        _loops.Add(new LoopProgress("other", Duration.FromSeconds(1000)));
        LoopProgress stuck = _loops.Add(new LoopProgress("stuck", Duration.FromMilliseconds(500)), threadId: KernelThread.Current);
        using Supervisor supervisor = Begin(dog, _aborted.Set);
        supervisor.ComeUp();

        Await(() => _news.TryTake(out SupervisorNews news) && news.Kind == SupervisorNewsKind.LoopSilent, () => { });
        int pets = dog.Pets;
        for (int i = 0; i < 20; i++)
        {
            stuck.Advance();
            supervisor.Wake();
        }

        Assert.False(supervisor.TryStop());
        Assert.False(dog.IsDisarmed);
        Assert.Equal(pets, dog.Pets);
        Assert.False(_aborted.IsSet);
        Assert.Equal(ApplianceHealth.Fault, _health.Current);

        RunRecord last = new RunLedger(_storage, new RunFacts { Now = MonotonicClock.Now }).History[0];
        Assert.Equal((ResetCause.LoopSilent, "stuck", 500), (last.Cause, last.Loop.ToString(), last.Deadline.Milliseconds));
        Assert.True(last.Silence.Milliseconds >= 500);
        Assert.Matches("^[RSD] ", last.Detail.ToString());
    }

    [Fact]
    public void Supervisor_WithoutADog_AbortsAfterTheRecord()
    {
        _loops.Add(new LoopProgress("stuck", Duration.FromMilliseconds(100)));
        using Supervisor supervisor = Begin(new NoDog("none"), _aborted.Set);
        supervisor.ComeUp();

        Assert.True(_aborted.Wait(Patience));
        Assert.Equal(ResetCause.LoopSilent, new RunLedger(_storage, default).History[0].Cause);
    }

    [Fact]
    public void Supervisor_OfAStartThatHangs_WritesThatAndStarves()
    {
        FakeDog dog = new(WatchdogKind.Device, Duration.FromMilliseconds(200));
        using Supervisor supervisor = Begin(dog, null, graceMilliseconds: 300);

        Await(() => supervisor.IsStarving, () => { });
        Assert.True(dog.Pets > 0);
        Assert.False(supervisor.TryStop());
        Assert.Equal(ResetCause.StartStalled, new RunLedger(_storage, default).History[0].Cause);
    }

    [Fact]
    public void Dog_ThatRefuses_IsSaidOnceAndDegrades()
    {
        FakeDog dog = new(WatchdogKind.Device, Duration.FromMilliseconds(200)) { Refuses = true };
        using Supervisor supervisor = Begin(dog, null);
        supervisor.ComeUp();
        Await(() => dog.Pets > 5, () => { });
        Assert.Equal(ApplianceHealth.Degraded, _health.Current);
        dog.Refuses = false;
        Await(() => _health.Current == ApplianceHealth.Serving, () => { });
        supervisor.Dispose();

        Assert.True(_news.TryTake(out SupervisorNews refused));
        Assert.True(_news.TryTake(out SupervisorNews taken));
        Assert.Equal((SupervisorNewsKind.PetRefused, SupervisorNewsKind.PetTaken), (refused.Kind, taken.Kind));
        Assert.Equal(5, refused.Status.Errno);
    }

    private static WakeableWait Open()
    {
        Assert.True(WakeableWait.TryOpen(out WakeableWait? wait).IsOk);
        return wait!;
    }

    private Supervisor Begin(IWatchdog dog, Action? abort, int graceMilliseconds = 60_000)
    {
        Supervisor supervisor = new(
            dog, _loops, _ledger, _health, _news, _wake, Duration.FromMilliseconds(graceMilliseconds), abort);
        supervisor.Start();
        return supervisor;
    }

    // Waits on the clock of the kernel between two looks; never for longer than the patience.
    private static void Await(Func<bool> condition, Action meanwhile)
    {
        using ManualResetEventSlim never = new();
        Instant by = MonotonicClock.Now.Plus(new Duration(Patience.Ticks / TimeSpan.TicksPerMicrosecond));
        while (!condition())
        {
            Assert.True(MonotonicClock.Now < by);
            meanwhile();
            never.Wait(5);
        }
    }
}
