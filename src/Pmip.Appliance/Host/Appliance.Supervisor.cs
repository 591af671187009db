using System;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Appliance.Store;
using Pmip.Appliance.Supervision;
using Pmip.Board.Health;
using Pmip.Board.Profiles;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <content>The watchdog chain: begun before anything that might hang, ended after everything that was ordered to end.</content>
internal sealed partial class Appliance
{
    /// <summary>What a new start of the node may take: a large one makes all its tables.</summary>
    private static readonly Duration s_startLeave = Duration.FromSeconds(60);

    private WatchdogChain? _watchdog;
    private volatile bool _isRestartOrdered;

    /// <summary>The watchdog chain; there once the process has started.</summary>
    internal WatchdogChain Watchdog => _watchdog ?? throw new InvalidOperationException("the process has not started");

    private void StartWatchdog()
    {
        LogThread log = Surroundings.Log;
        _watchdog = _opened.Keep(WatchdogChain.Start(
            WatchdogOf(BoardProfile), _configuration.StateFolder, Loops, (level, sentence) => log.Write(level, EventRoom.Host, sentence)));
        Lives.Changed += state =>
        {
            Loops.GrantLeave(Surroundings.Progress, state == NodeState.Starting ? s_startLeave : default);
            _watchdog.Follow(state);
        };
    }

    // Only a board whose profile names its watchdog is reset by it without being asked for: a process that is killed takes the machine
    // with it, and nobody wants that of the machine where they try it out.
    private WatchdogWish WatchdogOf(BoardProfile profile)
    {
        WatchdogWish wish = _configuration.Board.Watchdog;
        if (wish.Backend != WatchdogBackend.Auto)
        {
            return wish;
        }

        return profile.Watchdog is WatchdogDevice device
            ? wish with { Device = device.Path, TimeoutSeconds = Math.Min(wish.TimeoutSeconds, device.TimeoutSecondsMax) }
            : wish with { Device = "" };
    }

    partial void StartSupervisor()
    {
        LogThread log = Surroundings.Log;
        new WatchdogDesk(
            Watchdog, Lives, () => Lives.Node?.Configuration ?? _store.Start.Configuration, OrderRestart, OrderStop,
            (level, sentence) => log.Write(level, EventRoom.Host, sentence)).AddTo(DeskRooms.Verbs, DeskRooms.Tables);
        DeskRooms.Tables.Add(new HealthTable(Watchdog.Health, DetailsOf));
        _opened.Keep(new HealthWatch(Surroundings.LoopPort, _store, Watchdog.Health));
    }

    private IReadOnlyList<string> DetailsOf(HealthReasons reason) => reason switch
    {
        HealthReasons.SafeMode or HealthReasons.NodeFailed when Lives.Reason.Length > 0 => [Lives.Reason],
        HealthReasons.ConfigurationFallback => _store.Start.Complaints,
        HealthReasons.StorageFailing => [_store.Status.Trouble],
        HealthReasons.WatchdogMissing => [Watchdog.Complaint],
        HealthReasons.BoardIncomplete => _boardProblems,
        _ => [],
    };

    // What is about to run is known to the ledger before it runs: an end that it causes is an end of its own. A generation that
    // ended the process again and again is given up for the one before.
    private ApplianceConfiguration? JudgeStart(out string reason)
    {
        ConfigurationStart start = _store.Start;
        StartVerdict verdict = StartVerdict.Of(Watchdog.Ledger, start.Generation);
        if (verdict.GivesUpGeneration != 0)
        {
            Surroundings.Log.Write(EventLevel.Error, EventRoom.Host, verdict.Reason);
            start = _store.TryNext(verdict.Reason);
        }

        Watchdog.NoteConfiguration(start.Generation, _configurationPath);
        if (verdict.EntersSafeMode)
        {
            KeptFile.Delete(_configuration.ControlSocket); // It may be what the starts died of.
        }

        reason = verdict.EntersSafeMode ? verdict.Reason : start.Configuration is null ? start.Reason : "";
        return verdict.EntersSafeMode ? null : start.Configuration;
    }

    private void EndWatchdog(bool isOrdered, string reason) => _watchdog?.End(
        !isOrdered ? RunEnd.Failed : _isRestartOrdered ? RunEnd.Restarted : RunEnd.Stopped, reason);

    /// <summary>Any thread: the process ends in good order and begins anew.</summary>
    internal void OrderRestart()
    {
        _isRestartOrdered = true;
        ProcessImage.AskEnd();
    }

    /// <summary>Any thread: the process ends in good order, and what it keeps in the kernel with it.</summary>
    internal void OrderStop()
    {
        Surroundings.EndsForGood = true;
        ProcessImage.AskEnd();
    }
}
