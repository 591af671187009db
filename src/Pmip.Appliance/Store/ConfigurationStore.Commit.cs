using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>Commit, trial, and the way back.</summary>
internal sealed partial class ConfigurationStore
{
    /// <summary>Minutes of a trial unless given.</summary>
    public const int TrialMinutesUsual = 10;

    private const int NewsInterval = 10_000;

    private StoredConfiguration? _trialBase;
    private long _trialDeadline = -1;
    private long _nextNews;

    /// <summary>
    /// Brings the draft into force: for good, or with <paramref name="minutes"/> above zero on trial. Without a draft the first
    /// keeps what is on trial, and the second begins its time anew.
    /// </summary>
    public StoreResult Commit(StoreUser user, string comment, int minutes)
    {
        lock (_gate)
        {
            if (_node is null || _slots.Trouble.Length > 0)
            {
                return StoreResult.Refused("storeReadOnly", _node is null ? "the node is not up yet" : $"nothing can be committed: {_slots.Trouble}");
            }

            if (_draft.Current is not StoredConfiguration draft || (_running is not null && draft.Text.AsSpan().SequenceEqual(_running.Text)))
            {
                return CommitNothing(user, minutes);
            }

            if (OwnedByAnother(user) is StoreResult refusal)
            {
                return refusal;
            }

            CheckedText read = CheckedText.Of("draft", draft.Text, _medium.Migrations);
            return read.Configuration is null
                ? StoreResult.Refused("configurationWrong", $"nothing was changed: the draft has {Counted(read.Errors.Count, "error")}",
                    Told(read.Errors, withExcerpt: true))
                : Commit(user, comment, minutes, read);
        }
    }

    /// <summary>Keeps what runs on trial.</summary>
    public StoreResult Confirm(StoreUser user)
    {
        lock (_gate)
        {
            return _trialDeadline < 0 || _running is null
                ? StoreResult.Refused("nothingOnTrial", "nothing is on trial: what runs was committed for good")
                : ConfirmTrial(user);
        }
    }

    /// <summary>Takes the file that a person edits, and commits it for good; for the signal that asks for it.</summary>
    public StoreResult TakeInFile()
    {
        lock (_gate)
        {
            if (_file.TryRead(out string problem) is not byte[] text)
            {
                return StoreResult.Refused("fileUnreadable", $"{_file.Path}: {problem}");
            }

            if (_draft.Current is StoredConfiguration draft)
            {
                return StoreResult.Refused("draftBusy", $"{draft.Operator} is editing a draft: commit it or throw it away (rollback 0) first");
            }

            StoreUser user = new("file", "signal");
            _draft.Put(text, user, _running?.Generation ?? 0);
            StoreResult result = Commit(user, $"taken in from {_file.Path}", 0);
            _draft.Drop();
            Look();
            return result;
        }
    }

    private StoreResult CommitNothing(StoreUser user, int minutes)
    {
        if (_trialDeadline < 0)
        {
            _draft.Drop();
            Look();
            return StoreResult.Refused("nothingToCommit", "there is nothing to commit: the draft says what already runs");
        }

        if (minutes == 0)
        {
            return ConfirmTrial(user);
        }

        _draft.Drop();
        BeginTrial(user, minutes);
        return StoreResult.Done($"the trial begins anew: {Counted(minutes, "minute")} to confirm");
    }

    private StoreResult Commit(StoreUser user, string comment, int minutes, CheckedText read)
    {
        INodeControl node = _node!;
        List<string> lines = Impact(read.Configuration!);
        StoredConfiguration? before = _running;
        ApplianceConfiguration? beforeRead = _runningRead;
        byte[]? file = _file.TryRead(out _);
        StoredConfiguration next = Next(user.Operator, comment, read.Text) with
        {
            IsOnTrial = true,
            TrialMinutes = minutes,
            FileSeen = file is null ? TextHash.None : TextHash.Of(file),
        };

        // While something is on trial, what it would go back to is what must not be lost.
        if (_slots.Write(next, (_trialBase ?? before)?.Generation ?? 0) is string failure)
        {
            RestoreTrial();
            Look();
            return StoreResult.Refused("storeFailed", $"nothing was changed: {failure}", lines);
        }

        _generationMax = next.Generation;
        ApplyOutcome outcome = node.Apply(read.Configuration!, out string message);
        if (outcome != ApplyOutcome.Applied)
        {
            return Refuse(next, outcome, message, lines);
        }

        (_running, _runningRead) = (next, read.Configuration);
        Start = Start with { Source = ConfigurationSource.Committed, Generation = next.Generation, Configuration = read.Configuration, Complaints = [] };
        if (minutes > 0)
        {
            _trialBase ??= before;
            Add(lines, _history.Add(next));
            _draft.Drop();
            BeginTrial(user, minutes);
            lines.Add($"generation {next.Generation} runs on trial: without confirm it is taken back in {Counted(minutes, "minute")}");
            return StoreResult.Done(lines);
        }

        if (_slots.Confirm(next.Generation) is string notConfirmed)
        {
            (_running, _runningRead) = (before, beforeRead);
            return Undo(next, beforeRead, notConfirmed, lines);
        }

        _isFileRefused = false;
        EndTrial();
        _draft.Drop();
        if (WriteFile(next) is string remark)
        {
            lines.Add(remark);
        }

        Add(lines, _history.Add(next));
        Tell(ConfigurationNewsKind.Committed, 0, user.Operator, $"{user.Operator} committed generation {next.Generation}");
        lines.Add($"generation {next.Generation} is in force");
        return StoreResult.Done(lines);
    }

    private StoreResult Refuse(StoredConfiguration next, ApplyOutcome outcome, string message, List<string> lines)
    {
        if (_running is not null)
        {
            TakeBack(next, _running);
        }

        if (outcome == ApplyOutcome.SafeMode)
        {
            _runningRead = null;
        }

        Look();
        return outcome == ApplyOutcome.Refused
            ? StoreResult.Refused("applyRefused", $"the node runs as before: {message}", lines)
            : StoreResult.Refused("safeMode", $"the node is in safe mode, neither the new nor the old configuration runs: {message}", lines);
    }

    // The mark that would have put it in force could not be written: what runs must be what the next start will find.
    private StoreResult Undo(StoredConfiguration next, ApplianceConfiguration? before, string failure, List<string> lines)
    {
        string message = "";
        if (before is not null && _node!.Apply(before, out message) == ApplyOutcome.Applied)
        {
            message = "the node runs with the old configuration again";
            Start = Start with { Generation = _running!.Generation, Configuration = before };
        }

        bool isCertain = _running is not null && TakeBack(next, _running);
        Look();
        return StoreResult.Refused("storeFailed",
            $"the commit failed at its last step: {failure}; {message}" + (isCertain ? "" : "; the next start may find either of the two"), lines);
    }

    // Writes the older text as the newest generation, so that the one that was taken back is not found by the next start.
    private bool TakeBack(StoredConfiguration reverted, StoredConfiguration older)
    {
        bool isTrial = _trialDeadline >= 0 && _trialBase is not null && older.Generation != _trialBase.Generation;
        StoredConfiguration next = Next("pmipd", $"generation {reverted.Generation} of {reverted.Operator} was taken back", older.Text) with
        {
            IsOnTrial = isTrial,
            FileSeen = _fileKnown,
            Reverted = reverted.Hash,
            SchemaVersion = older.SchemaVersion,
        };
        string? failure = _slots.Write(next, (isTrial ? _trialBase : older)!.Generation);
        if (failure is not null)
        {
            Complain($"generation {reverted.Generation} was taken back, but that cannot be kept: {failure}");
            return false;
        }

        _generationMax = next.Generation;
        Complain($"generation {reverted.Generation}, committed by {reverted.Operator} ({reverted.TimeText}), did not come into force: "
            + $"generation {next.Generation} has the text of generation {older.Generation} again");
        Note(_history.Add(next), "the history cannot be kept");
        _running = _running is null ? null : next;
        return true;
    }

    private void RestoreTrial()
    {
        // The slot of the trial was about to be replaced and is lost: what runs is written again, still on trial.
        if (_trialDeadline >= 0 && _running is StoredConfiguration running && _slots.Unconfirmed is null && _slots.Trouble.Length == 0
            && _slots.Write(running with { Generation = Next("", "", []).Generation }, _trialBase?.Generation ?? 0) is string failure)
        {
            Complain($"what runs on trial is not in the store any more: {failure}");
        }
    }

    private StoreResult ConfirmTrial(StoreUser user)
    {
        if (_slots.Confirm(_running!.Generation) is string failure)
        {
            Look();
            return StoreResult.Refused("storeFailed", $"it stays on trial, because it cannot be kept: {failure}");
        }

        _running = _running with { IsOnTrial = false };
        _isFileRefused = false;
        EndTrial();
        List<string> lines = [$"generation {_running.Generation} is in force"];
        if (WriteFile(_running) is string remark)
        {
            lines.Insert(0, remark);
        }

        Tell(ConfigurationNewsKind.Confirmed, 0, user.Operator, $"{user.Operator} confirmed generation {_running.Generation}");
        return StoreResult.Done(lines);
    }

    private void BeginTrial(StoreUser user, int minutes)
    {
        long now = _medium.Monotonic();
        _trialDeadline = now + (minutes * 60_000L);
        _nextNews = now + NewsInterval;
        Tell(ConfigurationNewsKind.Pending, minutes * 60, user.Operator,
            $"{user.Operator} runs generation {_running!.Generation} on trial for {Counted(minutes, "minute")}");
        _watch.Wake();
    }

    private void EndTrial()
    {
        _trialDeadline = -1;
        _trialBase = null;
        Look();
    }

    // On the thread of the store: what is due, and the milliseconds until the next turn.
    private long Tick()
    {
        lock (_gate)
        {
            long now = _medium.Monotonic();
            if (_trialDeadline >= 0 && now >= _trialDeadline)
            {
                Revert();
            }
            else if (_trialDeadline >= 0 && now >= _nextNews)
            {
                _nextNews = now + NewsInterval;
                int seconds = (int)((_trialDeadline - now + 999) / 1000);
                Tell(ConfigurationNewsKind.Pending, seconds, _running!.Operator,
                    $"generation {_running.Generation} is taken back in {seconds} s unless confirmed");
            }

            if (_draft.WriteAt >= 0 && now >= _draft.WriteAt)
            {
                Note(_draft.Save(), "the draft cannot be kept");
            }

            long next = Math.Min(
                _trialDeadline < 0 ? long.MaxValue : Math.Min(_trialDeadline, _nextNews), _draft.WriteAt < 0 ? long.MaxValue : _draft.WriteAt);
            return next == long.MaxValue ? -1 : Math.Max(next - _medium.Monotonic(), 0);
        }
    }

    private void Revert()
    {
        StoredConfiguration reverted = _running!;
        StoredConfiguration? older = _trialBase;
        EndTrial();
        ApplianceConfiguration? read = older is null ? null : CheckedText.Of("", older.Text, _medium.Migrations).Configuration;
        string message = "there was no configuration before it";
        ApplyOutcome outcome = read is null ? ApplyOutcome.Refused : _node!.Apply(read, out message);
        if (outcome == ApplyOutcome.Applied)
        {
            (_running, _runningRead) = (older, read);
            _isFileRefused = reverted.FileSeen == reverted.Hash;
            Start = Start with { Generation = older!.Generation, Configuration = read, Complaints = _isFileRefused ? [NotTakenAgain] : [] };
        }

        if (older is not null)
        {
            TakeBack(reverted, older);
        }

        // What was lost with the line is not lost with the text.
        if (_draft.Current is null)
        {
            _draft.Put(reverted.Text, new StoreUser(reverted.Operator, "reverted"), _running?.Generation ?? 0);
        }

        Look();
        Tell(ConfigurationNewsKind.Reverted, 0, "", outcome == ApplyOutcome.Applied
            ? $"generation {reverted.Generation} was not confirmed: the configuration before it runs again"
            : $"generation {reverted.Generation} was not confirmed, and the one before it does not run: {message}");
    }

    private string? WriteFile(StoredConfiguration stored)
    {
        if (_file.Write(stored.Text, _fileKnown, out string remark) is string failure)
        {
            return failure;
        }

        _fileKnown = stored.Hash;
        string? notNoted = _slots.NoteFile(stored.Generation, stored.Hash);
        return notNoted is not null ? $"{_file.Path} was written, but that cannot be noted: {notNoted}" : remark.Length > 0 ? remark : null;
    }

    private List<string> Impact(ApplianceConfiguration next)
    {
        List<string> lines = [];
        foreach (ConfigurationChange change in _node?.Plan(next) ?? [])
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Named(change.Effect)} {change.Path}: {Values(change.Before, change.After)}")
                + (change.Sentence.Length > 0 ? "; " + change.Sentence : ""));
        }

        return lines;
    }

    private static string Named(ChangeEffect effect) => effect switch
    {
        ChangeEffect.Live => "  live     ",
        ChangeEffect.EndsBindings => "! bindings ",
        _ => "! restart  ",
    };

    private static string Values(string before, string after) =>
        before.Length == 0 ? $"new {after}" : after.Length == 0 ? $"{before} goes" : $"{before} -> {after}";

    private static void Add(List<string> lines, LinuxStatus status)
    {
        if (!status.IsOk)
        {
            lines.Add($"the history cannot be kept: {status.Message}");
        }
    }

    private void Tell(ConfigurationNewsKind kind, int seconds, string who, string message)
    {
        RefreshView();
        _tell(new ConfigurationNews(kind, _running?.Generation ?? 0, seconds, who, message));
    }

    private static string Counted(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
