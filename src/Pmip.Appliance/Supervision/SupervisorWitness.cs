using System;
using System.Text;
using System.Threading;
using Pmip.Appliance.Logging;
using Pmip.Board.Health;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;

namespace Pmip.Appliance.Supervision;

/// <summary>
/// The thread beside the supervisor that does what may take long: it writes the supervisor's news to the log, notes now and then that
/// the run is alive, and tells the service manager how we are. If it is stuck nobody is reset for it.
/// </summary>
internal sealed class SupervisorWitness : IDisposable
{
    private static readonly Duration s_oftenest = Duration.FromSeconds(60);
    private static readonly Duration s_seldomest = Duration.FromSeconds(3600);
    private static readonly Duration s_longestWait = Duration.FromSeconds(5);
    private static readonly TimeSpan s_endPatience = TimeSpan.FromSeconds(2);

    private readonly SupervisorNewsQueue _news;
    private readonly RunLedger _ledger;
    private readonly HealthState _health;
    private readonly SupervisedLoops _loops;
    private readonly ServiceNotifier? _notifier;
    private readonly Action<EventLevel, string> _say;
    private readonly LoopProgress _progress = new("witness", Duration.FromSeconds(30));
    private readonly Thread _thread;
    private HealthReasons? _told;
    private Instant _nextNote;
    private volatile bool _isEnding;

    public SupervisorWitness(
        SupervisorNewsQueue news,
        RunLedger ledger,
        HealthState health,
        SupervisedLoops loops,
        ServiceNotifier? notifier,
        Action<EventLevel, string> say)
    {
        _news = news;
        _ledger = ledger;
        _health = health;
        _loops = loops;
        _notifier = notifier;
        _say = say;
        _nextNote = MonotonicClock.Now.Plus(s_oftenest);
        _thread = new Thread(Run) { IsBackground = true, Name = "witness" };
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread; one that is stuck in the log is left behind.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _news.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join(s_endPatience);
        }
    }

    /// <summary>
    /// How long after <paramref name="now"/> the run is to be noted alive again. Ends count by the minute while they may count at all,
    /// which is for a quarter of an hour after the start and after a change of configuration; later an hour will do, for flash wears.
    /// </summary>
    internal static Duration NoteInterval(in RunRecord run, Instant now) =>
        now.Since(run.Began) <= ResetJudgement.Window || now.Since(run.GenerationSince) <= ResetJudgement.Window ? s_oftenest : s_seldomest;

    private void Run()
    {
        _loops.Add(_progress, isRequired: false, KernelThread.Current);
        while (!_isEnding)
        {
            _news.Wait(s_longestWait);
            Turn(MonotonicClock.Now);
            _progress.Advance();
        }

        Turn(MonotonicClock.Now);
        _loops.Remove(_progress);
    }

    private void Turn(Instant now)
    {
        while (_news.TryTake(out SupervisorNews told))
        {
            _say(NewsText.LevelOf(told), NewsText.SentenceOf(told));
        }

        HealthReasons reasons = _health.Reasons;
        if (reasons != _told)
        {
            _told = reasons;
            _ = _notifier?.Status(Encoding.UTF8.GetBytes(HealthText.SentenceOf(reasons))); // Only a convenience of the service manager.
        }

        if (now >= _nextNote && !_isEnding)
        {
            _ledger.NoteAlive(now, TimeOfDay.UnixMicroseconds);
            _nextNote = now.Plus(NoteInterval(_ledger.Current, now));
            NoteStorage();
        }
    }

    private void NoteStorage()
    {
        bool fails = !_ledger.Status.IsOk;
        bool isKnown = _health.Reasons.HasFlag(HealthReasons.StorageFailing);
        if (fails && !isKnown)
        {
            _health.Raise(HealthReasons.StorageFailing);
            _say(EventLevel.Error, $"the record of this run cannot be kept: {_ledger.Status.Message}");
        }
    }
}
