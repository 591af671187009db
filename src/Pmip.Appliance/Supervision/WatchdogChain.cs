using System;
using System.Globalization;
using System.IO;
using Pmip.Appliance.Host;
using Pmip.Appliance.Logging;
using Pmip.Board.Health;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Files;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;

namespace Pmip.Appliance.Supervision;

/// <summary>
/// From the progress of each loop to whoever ends a process that hangs: the supervisor, its dog, the record of why, and the service
/// manager. It is put together before anything that might hang, and taken down in good order only when somebody ordered the end.
/// </summary>
internal sealed class WatchdogChain : IDisposable
{
    private static readonly SipHash s_check = new(0x706D_6970_636F_6E66, 0x6967_6368_6563_6B31);

    private readonly OpenedResources _opened = new();
    private readonly SupervisorWitness _witness;
    private readonly Action<EventLevel, string> _say;
    private bool _isReady;
    private bool _hasEnded;

    private WatchdogChain(WatchdogWish wish, string stateFolder, SupervisedLoops loops, Action<EventLevel, string> say)
    {
        _say = say;
        Wish = wish;
        Loops = loops;
        Notifier = OpenNotifier();

        // Read before the device is opened: opening it arms it, and some drivers forget then.
        WatchdogListing? listing = WatchdogListing.Read(wish.Device);
        long service = ServiceNotifier.WatchdogMicroseconds(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId);
        Dog = new WatchdogKennel(Notifier, new Duration(service)).Fetch(wish, listing, out string complaint);
        Complaint = complaint;
        BootStatus = listing?.BootStatus ?? (Dog as DeviceDog)?.BootStatus ?? WatchdogBootStatus.None;
        Ledger = OpenLedger(stateFolder);

        WakeableWait wake = _opened.Open(WakeableWait.TryOpen(out WakeableWait? w), w, "event descriptor");
        SupervisorNewsQueue news = new(_opened.Open(WakeableWait.TryOpen(out WakeableWait? n), n, "event descriptor"));
        Supervisor = new Supervisor(
            Dog, loops, Ledger, Health, news, wake, wish.StartGrace, wish.AbortsWithoutWatchdog ? ProcessImage.Abort : null);
        _witness = new SupervisorWitness(news, Ledger, Health, loops, Notifier, say);
        Invariant.LastWords = claim => Ledger.Crashed("invariant broken: " + claim);
        AppDomain.CurrentDomain.UnhandledException += NoteCrash;
    }

    /// <summary>How the appliance is.</summary>
    public HealthState Health { get; } = new();

    /// <summary>What the configuration says.</summary>
    public WatchdogWish Wish { get; }

    /// <summary>The loops.</summary>
    public SupervisedLoops Loops { get; }

    /// <summary>Who watches the process.</summary>
    public IWatchdog Dog { get; }

    /// <summary>Why it is not the one that is configured; empty when it is.</summary>
    public string Complaint { get; }

    /// <summary>Why the machine started, as far as the driver knows.</summary>
    public WatchdogBootStatus BootStatus { get; }

    /// <summary>The runs of the process.</summary>
    public RunLedger Ledger { get; }

    /// <summary>The thread that pets.</summary>
    public Supervisor Supervisor { get; }

    private ServiceNotifier? Notifier { get; }

    /// <summary>
    /// Puts the chain together and starts it; the dog is armed from here on. <paramref name="say"/> writes to the log and is called on
    /// several threads. Without a dog or a record the chain is shorter and says so, and the process starts all the same.
    /// </summary>
    public static WatchdogChain Start(WatchdogWish wish, string stateFolder, SupervisedLoops loops, Action<EventLevel, string> say)
    {
        WatchdogChain chain = new(wish, stateFolder, loops, say);
        chain.SayHowItBegins();
        chain.Supervisor.Start();
        chain._witness.Start();
        return chain;
    }

    /// <summary>The process moves on; called on the main thread.</summary>
    public void Follow(NodeState state)
    {
        switch (state)
        {
            case NodeState.Starting:
                Health.Raise(HealthReasons.Starting);
                break;
            case NodeState.Running:
                Health.Clear(HealthReasons.SafeMode | HealthReasons.NodeFailed);
                ComeUp(isSafeMode: false);
                break;
            case NodeState.SafeMode:
                Health.Raise(HealthReasons.SafeMode);
                ComeUp(isSafeMode: true);
                break;
            case NodeState.Ending:
                Health.Raise(HealthReasons.Stopping);
                Tell(Notifier?.Stopping());
                break;
        }

        Supervisor.Wake();
    }

    /// <summary>This configuration is in force from now on; a generation of zero is one that no store holds.</summary>
    public void NoteConfiguration(ulong generation, string path) => Ledger.NoteConfiguration(generation, CheckOf(path), MonotonicClock.Now);

    /// <summary>The process ends in good order, or gives up with a sentence. The dog is called off only when somebody ordered the end.</summary>
    public void End(RunEnd end, string detail)
    {
        _hasEnded = true;
        Health.Raise(HealthReasons.Stopping);
        Ledger.NoteEnd(end, detail, MonotonicClock.Now, TimeOfDay.UnixMicroseconds);
        _witness.Dispose();
        if (end == RunEnd.Failed)
        {
            Supervisor.Dispose();
        }
        else if (!Supervisor.TryStop())
        {
            _say(EventLevel.Warn, $"{Dog.Name} cannot be called off: unless somebody pets it within {ResetText.Text(Dog.Timeout)}, it resets the machine");
        }
    }

    /// <summary>Ends the threads; the dog stays armed unless <see cref="End"/> called it off.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= NoteCrash;
        Invariant.LastWords = null;
        if (!_hasEnded)
        {
            _witness.Dispose();
            Supervisor.Dispose();
        }

        Dog.Dispose();
        _opened.Dispose();
    }

    private void NoteCrash(object sender, UnhandledExceptionEventArgs crash)
    {
        Exception? error = crash.ExceptionObject as Exception;
        Ledger.Crashed(error is null ? "an unknown error" : $"{error.GetType().Name}: {error.Message}");
    }

    private void ComeUp(bool isSafeMode)
    {
        if (Ledger.Current.WasSafeMode != isSafeMode)
        {
            Ledger.NoteSafeMode(isSafeMode);
        }

        Supervisor.ComeUp();
        if (!_isReady)
        {
            _isReady = true;
            Tell(Notifier?.Ready());
        }
    }

    private void Tell(LinuxStatus? status)
    {
        if (status is { IsOk: false } refusal)
        {
            _say(EventLevel.Warn, $"the service manager cannot be told how we are: {refusal.Message}");
        }
    }

    private ServiceNotifier? OpenNotifier()
    {
        string? name = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        LinuxStatus status = ServiceNotifier.TryOpen(name, out ServiceNotifier? notifier);
        if (notifier is null)
        {
            _say(EventLevel.Warn, $"NOTIFY_SOCKET={name}: {status.Message}");
            return null;
        }

        return _opened.Keep(notifier);
    }

    private RunLedger OpenLedger(string stateFolder)
    {
        StableStorage.MakeFolder(stateFolder);
        string path = Path.Join(stateFolder, RecordFile.FileName);
        LinuxStatus status = RecordFile.TryOpen(stateFolder, out RecordFile? file);
        RunFacts facts = new()
        {
            Boot = BootIdentity.Read(),
            Now = MonotonicClock.Now,
            UnixMicroseconds = TimeOfDay.UnixMicroseconds,
            BootStatus = BootStatus,
            PanicsCheck = PanicStore.CheckOf(),
            Build = RecordText.Of(BuildName),
        };
        RunLedger ledger = new(file is null ? null : _opened.Keep(file), facts);
        status = status.IsOk ? ledger.Status : status;
        if (!status.IsOk)
        {
            Health.Raise(HealthReasons.StorageFailing);
            _say(EventLevel.Warn, $"{path}: {status.Message}: how this run ends will not be known after it");
        }

        return ledger;
    }

    private void SayHowItBegins()
    {
        if (Ledger.History.Length > 0)
        {
            RunRecord last = Ledger.History[0];
            _say(last.IsUnclean ? EventLevel.Warn : EventLevel.Info, "last reset: " + ResetText.LineOf(last));
        }

        if (Complaint.Length > 0)
        {
            Health.Raise(HealthReasons.WatchdogMissing);
            _say(EventLevel.Warn, "no watchdog: " + Complaint);
        }
        else
        {
            _say(EventLevel.Info, Dog.Kind == WatchdogKind.None
                ? $"watchdog: {Dog.Name}"
                : string.Create(CultureInfo.InvariantCulture, $"watchdog: {Dog.Name}, it bites after {ResetText.Text(Dog.Timeout)}"));
        }
    }

    // A file that cannot be read any more was read when it was checked; only the record is poorer for it.
    private static ulong CheckOf(string path)
    {
        byte[] text = new byte[1 << 20];
        return StableStorage.Read(path, text, out int length).IsOk ? s_check.Strong(text.AsSpan(0, length)) & uint.MaxValue : 0;
    }

    private static string BuildName => "pmipd " + (typeof(WatchdogChain).Assembly.GetName().Version?.ToString(3) ?? "");
}
