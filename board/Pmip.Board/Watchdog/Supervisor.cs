using System;
using System.Threading;
using Pmip.Board.Health;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Board.Watchdog;

/// <summary>
/// The thread that pets the dog, and only while every required loop gets on. It is the only one that does, so its own end is a silence
/// too. Once it has found a required loop silent it has written why, and never pets again: what gets on again after that is not to be
/// trusted. After start it allocates nothing.
/// </summary>
public sealed class Supervisor : IDisposable
{
    private static readonly Duration s_longestWait = Duration.FromSeconds(1);
    private static readonly Duration s_shortestWait = Duration.FromMilliseconds(20);
    private static readonly Duration s_logPatience = Duration.FromSeconds(1);

    private readonly IWatchdog _dog;
    private readonly IFaultRecord _record;
    private readonly HealthState _health;
    private readonly SupervisorNewsQueue _news;
    private readonly WakeableWait _wake;
    private readonly LoopJudge _judge;
    private readonly Action? _abort;
    private readonly Thread _thread;
    private readonly Duration _looksEvery;
    private ISupervisorDuty[] _duties = [];
    private Instant _nextLook;
    private Instant _nextPet;
    private bool _wasRefused;
    private volatile bool _hasComeUp;
    private volatile bool _isEnding;
    private volatile bool _isStarving;
    private long _pets;
    private long _lastPet;
    private long _allocated;

    /// <summary>Prepares. <paramref name="abort"/> ends the process at once where no dog would; null to carry on in that case.</summary>
    public Supervisor(
        IWatchdog dog,
        SupervisedLoops loops,
        IFaultRecord record,
        HealthState health,
        SupervisorNewsQueue news,
        WakeableWait wake,
        Duration startGrace,
        Action? abort)
    {
        ArgumentNullException.ThrowIfNull(dog);
        _dog = dog;
        _record = record;
        _health = health;
        _news = news;
        _wake = wake;
        _abort = abort;
        _looksEvery = LooksEvery(dog);
        _nextLook = MonotonicClock.Now;
        _nextPet = _nextLook;
        _judge = new LoopJudge(loops, news, _nextLook, startGrace, _looksEvery);
        _thread = new Thread(Run) { IsBackground = true, Name = "supervisor" };
    }

    /// <summary>Times that the dog was petted.</summary>
    public long Pets => Volatile.Read(ref _pets);

    /// <summary>When it was petted last.</summary>
    public Instant LastPet => new(Volatile.Read(ref _lastPet));

    /// <summary>True once the dog will not be petted again.</summary>
    public bool IsStarving => _isStarving;

    /// <summary>Octets that the thread allocated after its first turn; zero unless something is wrong.</summary>
    public long AllocatedOctets => Volatile.Read(ref _allocated);

    /// <summary>How often the loops are looked at, at least.</summary>
    public Duration Period => _looksEvery;

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Gives the thread something to do beside petting. Before or after the start.</summary>
    public void AddDuty(ISupervisorDuty duty)
    {
        Volatile.Write(ref _duties, [.. _duties, duty]);
        _wake.Wake();
    }

    /// <summary>The process has come up: it can serve, or is in safe mode with its console. From now on the deadlines of the loops hold.</summary>
    public void ComeUp()
    {
        _hasComeUp = true;
        _health.Clear(HealthReasons.Starting);
        _wake.Wake();
    }

    /// <summary>A reason of the health changed that should be seen at once.</summary>
    public void Wake() => _wake.Wake();

    /// <summary>
    /// The operator ordered the end: the thread ends and the dog is called off. False when it cannot be, or when it was already left
    /// to bite.
    /// </summary>
    public bool TryStop()
    {
        End();
        return !_isStarving && _dog.TryDisarm();
    }

    /// <summary>Ends the thread and leaves the dog armed.</summary>
    public void Dispose() => End();

    private static Duration LooksEvery(IWatchdog dog)
    {
        long quarter = dog.Timeout == default ? long.MaxValue : dog.Timeout.Microseconds / 4;
        return new Duration(Math.Clamp(Math.Min(quarter, dog.Timeout == default ? long.MaxValue : dog.PetInterval.Microseconds),
            s_shortestWait.Microseconds, s_longestWait.Microseconds));
    }

    private void End()
    {
        _isEnding = true;
        _wake.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        // Twice, so that what is made when a path is first taken is made: the first call of each into the kernel.
        Turn(MonotonicClock.Now);
        _wake.Wait(default);
        Turn(MonotonicClock.Now);
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (!_isEnding)
        {
            if (_wake.Wait(NextTurn().Since(MonotonicClock.Now)))
            {
                _nextLook = MonotonicClock.Now;
            }

            Turn(MonotonicClock.Now);
            Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        DoDuties(MonotonicClock.Now); // The LEDs show the end.
    }

    private Instant NextTurn()
    {
        Instant next = _nextLook;
        foreach (ISupervisorDuty duty in Volatile.Read(ref _duties))
        {
            next = Instant.Earliest(next, duty.NextTurn);
        }

        return next;
    }

    private void Turn(Instant now)
    {
        if (now >= _nextLook)
        {
            _nextLook = now.Plus(_looksEvery);
            Look(now);
        }

        DoDuties(now);
    }

    private void DoDuties(Instant now)
    {
        HealthReasons reasons = _health.Reasons;
        foreach (ISupervisorDuty duty in Volatile.Read(ref _duties))
        {
            duty.Turn(now, HealthState.Of(reasons), reasons);
        }
    }

    private void Look(Instant now)
    {
        if (_isStarving)
        {
            return;
        }

        LoopVerdict verdict = _judge.Look(now, _hasComeUp);
        _health.Set(HealthReasons.LoopLate, _judge.AnyLate);
        if (verdict != LoopVerdict.Alive)
        {
            Starve(verdict);
        }
        else if (now >= _nextPet)
        {
            Pet(now);
        }
    }

    private void Pet(Instant now)
    {
        // Counted from the plan, not from now: a look that comes a little late must not make the next pet later still.
        _nextPet = now.Plus(new Duration(Math.Max(_dog.PetInterval.Microseconds - (_looksEvery.Microseconds / 2), 0)));
        LinuxStatus status = _dog.Pet();
        if (status.IsOk)
        {
            Volatile.Write(ref _pets, unchecked(_pets + 1));
            Volatile.Write(ref _lastPet, now.Microseconds);
        }

        if (status.IsOk == _wasRefused)
        {
            _wasRefused = !status.IsOk;
            _health.Set(HealthReasons.WatchdogMissing, _wasRefused);
            _news.Post(new SupervisorNews(_wasRefused ? SupervisorNewsKind.PetRefused : SupervisorNewsKind.PetTaken, null, default, status));
        }
    }

    private void Starve(LoopVerdict verdict)
    {
        _isStarving = true;
        _health.Raise(HealthReasons.LoopSilent);
        LinuxStatus status = verdict == LoopVerdict.LoopSilent
            ? _record.LoopSilent(_judge.Silent!, _judge.Silence)
            : _record.StartStalled(_judge.Silence);
        if (!status.IsOk)
        {
            _news.Post(new SupervisorNews(SupervisorNewsKind.RecordRefused, null, default, status));
        }

        SupervisorNewsKind kind = verdict == LoopVerdict.LoopSilent ? SupervisorNewsKind.LoopSilent : SupervisorNewsKind.StartStalled;
        _news.Post(new SupervisorNews(kind, _judge.Silent, _judge.Silence, default));
        if (_dog.Kind == WatchdogKind.None && _abort is not null)
        {
            AwaitLog();
            _abort();
        }
    }

    // The log gets a moment to say it; if it is the one that is stuck, the record has it.
    private void AwaitLog()
    {
        Instant by = MonotonicClock.Now.Plus(s_logPatience);
        while (!_news.IsEmpty && MonotonicClock.Now < by)
        {
            _wake.Wait(s_shortestWait);
        }
    }
}
