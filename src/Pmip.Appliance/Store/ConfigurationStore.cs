using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.Linux;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Store;

/// <summary>
/// Keeps the configuration of this node: what runs, what was committed before, and the draft that is being edited. Opened once by
/// the process before a node lives, it says what to run; afterwards operators change the configuration through it.
/// </summary>
/// <remarks>
/// A commit is on the medium, on trial, before the node takes it, and in force by a mark only after the node runs with it: whenever
/// the power fails, the next start runs either the old or the new one, and never a new one that did not run.
/// </remarks>
internal sealed partial class ConfigurationStore : IDisposable
{
    private const int ComplaintsMax = 500;

    private readonly StoreMedium _medium;
    private readonly SlotPair _slots;
    private readonly CommitHistory _history;
    private readonly PersonFile _file;
    private readonly string? _factoryPath;
    private readonly List<string> _complaints = [];
    private readonly Queue<StartCandidate> _candidates = [];
    private readonly Lock _gate = new();
    private readonly TrialWatch _watch;
    private StoredConfiguration? _running;
    private ApplianceConfiguration? _runningRead;
    private TextHash _fileKnown;
    private ulong _generationMax;
    private FileLock? _lock;
    private INodeControl? _node;
    private Action<ConfigurationNews> _tell = static _ => { };
    private volatile View _view = new(ConfigurationSource.None, 0, -1, HasDraft: false, "", "", IsFallback: false);
    private bool _isFileRefused;

    private ConfigurationStore(StoreOptions options, StoreMedium medium)
    {
        _medium = medium;
        _factoryPath = options.FactoryPath;
        _file = new PersonFile(options.ConfigurationPath);
        _slots = SlotPair.Open(medium.Blocks, medium.SlotLength, _complaints);
        _history = new CommitHistory(medium.Files, _complaints);
        _generationMax = Math.Max(_slots.GenerationMax, _history.GenerationMax);
        _watch = new TrialWatch(Tick);
        Start = new ConfigurationStart(null, ConfigurationSource.None, 0, "nothing was looked for", []);
        if (_slots.Trouble.Length > 0)
        {
            _complaints.Add($"{_slots.Trouble}: nothing can be committed");
        }

        Choose();
        _draft = DraftKeeper.Load(medium, _complaints);
        Start = Start with { Complaints = [.. _complaints] };
        Look();
    }

    /// <summary>What to run at start.</summary>
    public ConfigurationStart Start { get; private set; }

    /// <summary>True when nothing was ever kept here before this start.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>Where the store stands; may be asked by any thread at any time.</summary>
    public StoreStatus Status
    {
        get
        {
            View view = _view;
            int seconds = view.Deadline < 0 ? 0 : (int)Math.Clamp((view.Deadline - _medium.Monotonic() + 999) / 1000, 1, int.MaxValue);
            return new StoreStatus(view.Source, view.Generation, seconds, view.HasDraft, view.Trouble, view.Reverted) { IsFallback = view.IsFallback };
        }
    }

    /// <summary>Opens the store and chooses what to run. It never fails: what is wrong is told in <see cref="Start"/>.</summary>
    public static ConfigurationStore Open(StoreOptions options)
    {
        string folder = FolderOf(options);
        StoreMedium medium = StoreMedium.In(folder);
        FileLock? held = StoreLock.TryTake(folder, out bool isTaken);
        ConfigurationStore store = Open(options, isTaken ? medium with { Blocks = new StoreLock.ClosedFolder() } : medium);
        store._lock = held;
        return store;
    }

    /// <summary>Opens a store on a medium of its own.</summary>
    public static ConfigurationStore Open(StoreOptions options, StoreMedium medium) => new(options, medium);

    /// <summary>
    /// The node could not run with <see cref="Start"/>: gives what to try next, which then is <see cref="Start"/>; without a
    /// configuration in it when nothing is left but safe mode.
    /// </summary>
    public ConfigurationStart TryNext(string why)
    {
        lock (_gate)
        {
            _complaints.Add($"the node cannot run with it ({Start.Reason}): {why}");
            _isFileRefused |= Start.Source == ConfigurationSource.File;
            TakeNextCandidate();
            Look();
            return Start;
        }
    }

    /// <summary>
    /// From now on operators may commit. <paramref name="tell"/> is called on threads of the store, and must not wait.
    /// </summary>
    public void Serve(INodeControl node, Action<ConfigurationNews> tell)
    {
        lock (_gate)
        {
            _node = node;
            _tell = tell;
        }
    }

    /// <summary>Has the thread of the store look at the clock now, for tests that set it.</summary>
    internal void LookAtTheClock() => _watch.Wake();

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        lock (_gate)
        {
            _draft.Save();
            _slots.Dispose();
            _lock?.Dispose();
        }
    }

    private string NotTakenAgain =>
        $"{_file.Path} holds a configuration that was taken back; it is not taken in by itself (\"load {_file.Path}\" does it)";

    // The file itself names the folder of the state, as long as so much of it can be understood.
    internal static string FolderOf(StoreOptions options)
    {
        ConfigurationNode? root = PersonFile.TryRead(options.ConfigurationPath, out _) is byte[] text ? SafeModeConfiguration.Understood(text) : null;
        string? named = root?.Find("state")?.Find("folder")?.Text
            ?? (root is not null && options.StateFolder is null ? ApplianceConfiguration.DefaultStateFolder : null);
        return named ?? options.StateFolder ?? ApplianceConfiguration.DefaultStateFolder;
    }

    private void Choose()
    {
        bool wasNew = _slots.IsNew;
        IsFirst = wasNew && _history.Entries.Count == 0;
        StoredConfiguration? newest = _slots.InForce.Count > 0 ? _slots.InForce[0] : null;
        StoredConfiguration? unconfirmed = _slots.Unconfirmed;
        byte[]? text = _file.TryRead(out string problem);
        TextHash hash = text is null ? TextHash.None : TextHash.Of(text);
        _fileKnown = KnownFile(newest, hash);
        if (text is null)
        {
            _complaints.Add($"{_file.Path}: {problem}");
        }

        if (unconfirmed is not null && newest is not null)
        {
            TakeBack(unconfirmed, newest);
            newest = _slots.InForce[0];
        }

        bool wasReverted = text is not null && (hash == newest?.Reverted || hash == unconfirmed?.Hash);
        bool isNews = text is not null && hash != _fileKnown && !wasReverted;
        _isFileRefused = wasReverted || text is null;
        if (wasReverted)
        {
            _complaints.Add(NotTakenAgain);
        }

        if (!wasNew && newest is null)
        {
            _complaints.Add("no slot of the store holds a configuration that is in force");
        }

        if (isNews)
        {
            string reason = wasNew || newest is null ? $"{_file.Path} is what there is" : $"{_file.Path} was changed since it was taken in";
            _candidates.Enqueue(new StartCandidate(ConfigurationSource.File, new StoredConfiguration { Generation = 0, Text = text! }, reason));
        }

        foreach (StartCandidate candidate in StartCandidates.InStore(_slots, _medium, _factoryPath, _complaints))
        {
            _candidates.Enqueue(candidate);
        }

        TakeNextCandidate();
        MendFile(text is not null && hash == _fileKnown);
    }

    private void TakeNextCandidate()
    {
        while (_candidates.TryDequeue(out StartCandidate? candidate))
        {
            string label = candidate.Source == ConfigurationSource.File ? _file.Path : candidate.Source.ToString();
            CheckedText read = CheckedText.Of(label, candidate.Stored.Text, _medium.Migrations);
            if (read.Configuration is null)
            {
                _isFileRefused |= candidate.Source == ConfigurationSource.File;
                _complaints.Add($"not taken although {candidate.Reason}: {Counted(read.Errors.Count, "error")}");
                _complaints.AddRange(Told(read.Errors, withExcerpt: true));
                continue;
            }

            _running = Adopt(candidate, read);
            _runningRead = read.Configuration;
            Start = new ConfigurationStart(read.Configuration, candidate.Source, _running.Generation, candidate.Reason, [.. _complaints]);
            return;
        }

        _running = null;
        _runningRead = null;
        Start = new ConfigurationStart(null, ConfigurationSource.None, 0, "there is no configuration that can run", [.. _complaints]);
    }

    // The person's file, and a text that was brought up from an older schema, become generations of their own.
    private StoredConfiguration Adopt(StartCandidate candidate, CheckedText read)
    {
        bool isFile = candidate.Source == ConfigurationSource.File;
        bool isBroughtUp = read.IsMigrated && candidate.Source is (ConfigurationSource.Committed or ConfigurationSource.OtherSlot);
        if (!isFile && !isBroughtUp)
        {
            return candidate.Stored with { Text = read.Text };
        }

        if (read.IsMigrated)
        {
            Note(new KeptText(_medium.Files, KeptText.OfSchema(read.SchemaVersion)).Store(candidate.Stored),
                $"the configuration of schema version {read.SchemaVersion} cannot be kept for a way back");
        }

        StoredConfiguration next = Next(isFile ? "file" : "pmipd", read.IsMigrated
            ? $"brought up from schema version {read.SchemaVersion} to {_medium.Migrations.Version}"
            : $"taken in from {_file.Path}", read.Text);
        next = next with { FileSeen = isFile ? TextHash.Of(candidate.Stored.Text) : _fileKnown };
        string? failure = _slots.Write(next, ToKeep());
        if (failure is not null)
        {
            _complaints.Add($"{candidate.Reason}, but the store cannot keep it: {failure}; it runs until the next start");
            return next with { Generation = 0 };
        }

        _generationMax = next.Generation;
        _fileKnown = isFile ? TextHash.Of(candidate.Stored.Text) : _fileKnown;
        if (isFile && !read.IsMigrated && _slots.NoteFile(next.Generation, _fileKnown) is string notNoted)
        {
            _complaints.Add($"{_file.Path} was taken in, but that cannot be noted: {notNoted}");
        }

        Note(_history.Add(next), "the history cannot be kept");
        return next;
    }

    // Of two that are in force, one that this program can run is worth more than the newest.
    private ulong ToKeep()
    {
        IReadOnlyList<StoredConfiguration> inForce = _slots.InForce;
        StoredConfiguration? good = inForce.FirstOrDefault(one => CheckedText.Of("", one.Text, _medium.Migrations).Configuration is not null);
        return good?.Generation ?? _slots.InForceGeneration;
    }

    // A commit that the power cut short between the store and the file: the file follows now.
    private void MendFile(bool isKnown)
    {
        if (!isKnown || _running is not { Generation: > 0 } running || _fileKnown == running.Hash || !running.Reverted.IsNone
            || _slots.Trouble.Length > 0 || Start.Source is not (ConfigurationSource.Committed or ConfigurationSource.File))
        {
            return;
        }

        // What was committed once needs no keeping beside the file.
        TextHash known = _fileKnown;
        _fileKnown = _history.Entries.Any(entry => entry.Hash == known) ? known : TextHash.None;
        if (WriteFile(running) is string remark)
        {
            _complaints.Add(remark);
        }
    }

    private TextHash KnownFile(StoredConfiguration? newest, TextHash present)
    {
        if (newest is null)
        {
            return TextHash.None;
        }

        TextHash written = _slots.FileWritten(newest.Generation);
        return !written.IsNone ? written : present == newest.FileSeen && !present.IsNone ? present : newest.Hash;
    }

    private StoredConfiguration Next(string who, string comment, byte[] text) => new()
    {
        Generation = Math.Max(_generationMax, _slots.GenerationMax) + 1,
        Time = _medium.Wall(),
        Operator = who,
        Comment = comment,
        SchemaVersion = _medium.Migrations.Version,
        Text = text,
    };

    private void Note(LinuxStatus status, string what)
    {
        if (!status.IsOk)
        {
            Complain($"{what}: {status.Message}");
        }
    }

    private void Complain(string complaint)
    {
        if (_complaints.Count < ComplaintsMax)
        {
            _complaints.Add(complaint);
        }
    }

    // Whoever shows that there is a draft is told when one begins or ends.
    private void Look()
    {
        bool hadDraft = _view.HasDraft;
        RefreshView();
        if (_view.HasDraft != hadDraft && _node is not null)
        {
            _tell(new ConfigurationNews(ConfigurationNewsKind.Edited, _view.Generation, Status.PendingSeconds, _draft.Current?.Operator ?? "", ""));
        }
    }

    private void RefreshView() => _view = new View(
        Start.Source, _running?.Generation ?? 0, _trialDeadline, _draft.Current is not null, _slots.Trouble,
        _running is { Reverted.IsNone: false } running ? running.Comment : "",
        _isFileRefused || Start.Source > ConfigurationSource.Committed);

    private sealed record View(
        ConfigurationSource Source, ulong Generation, long Deadline, bool HasDraft, string Trouble, string Reverted, bool IsFallback);
}
