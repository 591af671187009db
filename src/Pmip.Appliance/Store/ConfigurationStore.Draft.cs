using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Configuration.Editing;
using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>The draft, and looking at what is kept.</summary>
internal sealed partial class ConfigurationStore
{
    private const int ErrorsToldMax = 100;
    private static readonly byte[] EmptyText = [.. "{\n}\n"u8];

    private readonly DraftKeeper _draft;

    /// <summary>What was committed, the newest first.</summary>
    public IReadOnlyList<StoredConfiguration> History
    {
        get
        {
            lock (_gate)
            {
                return _history.Entries;
            }
        }
    }

    /// <summary>What runs, or what ran <paramref name="back"/> commits before it; null when there is none.</summary>
    public StoredConfiguration? Find(int back)
    {
        lock (_gate)
        {
            return back == 0 ? _running : FindInHistory(back);
        }
    }

    /// <summary>What is being edited; null when nothing is.</summary>
    public StoredConfiguration? Draft
    {
        get
        {
            lock (_gate)
            {
                return _draft.Current;
            }
        }
    }

    /// <summary>Makes a whole text the draft. It must be JSON; what else is wrong with it is told, and a commit would refuse it.</summary>
    public StoreResult Load(StoreUser user, byte[] text, string from, bool isExcerptShown) => Edit(user, _ =>
    {
        if (text.Length > ConfigurationFile.LengthMax)
        {
            throw new EditRefusal(string.Create(CultureInfo.InvariantCulture,
                $"{from} has {text.Length} octets; a configuration has at most {ConfigurationFile.LengthMax}"));
        }

        ConfigurationEdit.Root(ref text);
        return text;
    }, isExcerptShown ? from : "");

    /// <summary>Makes a file of the node the draft.</summary>
    public StoreResult LoadFile(StoreUser user, string? path)
    {
        path ??= _file.Path;
        return PersonFile.TryRead(path, out string problem) is byte[] text
            ? Load(user, text, path, path == _file.Path)
            : StoreResult.Refused("fileUnreadable", $"{path}: {problem}; the draft is as before");
    }

    /// <summary>Makes an exported text the draft, with the secrets of this node where it has masks.</summary>
    public StoreResult Import(StoreUser user, byte[] text)
    {
        byte[] known = Find(0)?.Text ?? EmptyText;
        return Load(user, SecretMask.Restore(text, known), "what was imported", isExcerptShown: true);
    }

    /// <summary>Sets one key of the draft.</summary>
    public StoreResult Set(StoreUser user, string path, string value) => Edit(user, text => ConfigurationEdit.Set(text, path, value), null);

    /// <summary>Takes one key out of the draft.</summary>
    public StoreResult Delete(StoreUser user, string path) => Edit(user, text => ConfigurationEdit.Delete(text, path), null);

    /// <summary>Makes something older the draft: a number of commits back, <c>rescue</c> or <c>factory</c>; 0 throws the draft away.</summary>
    public StoreResult RollBack(StoreUser user, string which)
    {
        if (which == "0")
        {
            lock (_gate)
            {
                if (OwnedByAnother(user) is StoreResult refusal)
                {
                    return refusal;
                }

                _draft.Drop();
                Look();
                _watch.Wake();
                return StoreResult.Done("the draft is thrown away");
            }
        }

        byte[]? text = which switch
        {
            "rescue" => new KeptText(_medium.Files, KeptText.Rescue).TryLoad(out _)?.Text,
            "factory" => _factoryPath is null ? null : PersonFile.TryRead(_factoryPath, out _),
            _ => int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out int back) ? Find(back)?.Text : null,
        };
        return text is null
            ? StoreResult.Refused("noSuchConfiguration",
                $"there is no configuration \"{which}\"; 0 to {Math.Max(History.Count - 1, 0)}, rescue or factory can be had where there is one (show history)")
            : Edit(user, _ => text, null);
    }

    /// <summary>Takes over the draft that another operator is editing.</summary>
    public StoreResult Take(StoreUser user)
    {
        lock (_gate)
        {
            if (_draft.Current is not StoredConfiguration draft)
            {
                return StoreResult.Refused("noDraft", "nobody edits a draft");
            }

            string before = Owner(draft);
            _draft.Put(draft.Text, user, draft.Generation);
            _watch.Wake();
            return StoreResult.Done($"the draft of {before} is yours now");
        }
    }

    /// <summary>Keeps what runs as the rescue configuration.</summary>
    public StoreResult SaveRescue(StoreUser user)
    {
        lock (_gate)
        {
            if (_running is null)
            {
                return StoreResult.Refused("safeMode", "nothing runs that could be kept");
            }

            LinuxStatus status = new KeptText(_medium.Files, KeptText.Rescue).Store(_running with { Operator = user.Operator, Time = _medium.Wall() });
            return status.IsOk
                ? StoreResult.Done($"generation {_running.Generation} is the rescue configuration now")
                : StoreResult.Refused("storeFailed", $"the rescue configuration cannot be kept: {status.Message}; the one before is still there");
        }
    }

    /// <summary>Says what is wrong with the draft, and what its commit would disturb.</summary>
    public StoreResult Check()
    {
        lock (_gate)
        {
            if ((_draft.Current ?? _running) is not StoredConfiguration text)
            {
                return StoreResult.Refused("noDraft", "there is no draft, and nothing runs");
            }

            CheckedText read = CheckedText.Of(_draft.Current is null ? "running" : "draft", text.Text, _medium.Migrations);
            if (read.Configuration is null)
            {
                return StoreResult.Refused("configurationWrong", $"the draft has {Counted(read.Errors.Count, "error")}",
                    Told(read.Errors, withExcerpt: true));
            }

            List<string> lines = [_draft.Current is null ? "there is no draft; what runs is right" : "the draft is right"];
            lines.AddRange(_draft.Current is null ? [] : StaleNote().Concat(Impact(read.Configuration)));
            return StoreResult.Done(lines);
        }
    }

    /// <summary>Shows how the draft differs from what runs, or from what ran a number of commits before; without a draft, how what runs does.</summary>
    public StoreResult Compare(int back, bool withImpact)
    {
        lock (_gate)
        {
            StoredConfiguration? older = back == 0 ? _running : FindInHistory(back);
            if ((_draft.Current ?? _running) is not StoredConfiguration newer || older is null)
            {
                return StoreResult.Refused("noSuchConfiguration", $"there is no configuration {back} commits back (show history)");
            }

            List<string> lines = [.. LineDifference.Between(Masked(older), Masked(newer))];
            foreach (ConfigurationDifference difference in ConfigurationDifference.Between(older.Text, newer.Text))
            {
                lines.Add($"{difference.Path}: {Values(difference.Before, difference.After)}");
            }

            if (lines.Count == 0)
            {
                lines.Add("no difference");
            }

            lines.AddRange(StaleNote());
            if (withImpact && CheckedText.Of("draft", newer.Text, _medium.Migrations).Configuration is ApplianceConfiguration read)
            {
                lines.AddRange(Impact(read));
            }

            return StoreResult.Done(lines);
        }
    }

    private static string Masked(StoredConfiguration stored) => Encoding.UTF8.GetString(SecretMask.Hide(stored.Text));

    private static string Owner(StoredConfiguration draft) => $"{draft.Operator} (session {draft.Comment}, {draft.TimeText})";

    // The newest entry is what runs, unless the history could not be written then.
    private StoredConfiguration? FindInHistory(int back)
    {
        IReadOnlyList<StoredConfiguration> entries = [.. _history.Entries.Where(entry => _running is null || entry.Generation != _running.Generation)];
        return back >= 1 && back <= entries.Count ? entries[back - 1] : null;
    }

    private StoreResult? OwnedByAnother(StoreUser user) =>
        _draft.Current is StoredConfiguration draft && draft.Operator != user.Operator
            ? StoreResult.Refused("draftBusy", $"the draft is edited by {Owner(draft)}; \"take\" takes it over")
            : null;

    private IEnumerable<string> StaleNote() =>
        _draft.Current is StoredConfiguration draft && _running is not null && draft.Generation != _running.Generation
            ? [$"note: the draft began from generation {draft.Generation}, and generation {_running.Generation} runs now: its commit undoes what came between"]
            : [];

    private StoreResult Edit(StoreUser user, Func<byte[], byte[]> edit, string? wholeFrom)
    {
        lock (_gate)
        {
            if (OwnedByAnother(user) is StoreResult refusal)
            {
                return refusal;
            }

            byte[] edited;
            try
            {
                edited = edit(_draft.Current?.Text ?? _running?.Text ?? EmptyText);
            }
            catch (EditRefusal refused)
            {
                return StoreResult.Refused("editRefused", $"{refused.Message}; the draft is as before") with { Refusal = refused };
            }

            if (edited.Length > ConfigurationFile.LengthMax)
            {
                return StoreResult.Refused("tooLarge", $"the configuration would be larger than {ConfigurationFile.LengthMax} octets; the draft is as before");
            }

            List<string> lines = [];
            if (_draft.Current is StoredConfiguration draft && draft.Comment != user.Session && draft.Comment != "reverted" && !IsFleeting(user.Session))
            {
                lines.Add($"note: the draft was last edited by {Owner(draft)}");
            }

            _draft.Put(edited, user, _running?.Generation ?? 0);
            Look();
            _watch.Wake();
            if (wholeFrom is not null)
            {
                CheckedText read = CheckedText.Of(wholeFrom.Length > 0 ? wholeFrom : "draft", edited, _medium.Migrations);
                lines.Add(read.Configuration is not null
                    ? "the draft is right"
                    : $"the draft has {Counted(read.Errors.Count, "error")}, and a commit would refuse it");
                lines.AddRange(Told(read.Errors, wholeFrom.Length > 0));
            }

            return StoreResult.Done(lines);
        }
    }

    // A large file may be wrong in as many places; nobody reads them all at once.
    private static List<string> Told(IReadOnlyList<ConfigurationError> errors, bool withExcerpt)
    {
        List<string> told = [.. errors.Take(ErrorsToldMax).Select(error => withExcerpt ? error.ToString() : error.Headline)];
        if (errors.Count > ErrorsToldMax)
        {
            told.Add(string.Create(CultureInfo.InvariantCulture, $"and {errors.Count - ErrorsToldMax} more"));
        }

        return told;
    }

    // The command line has a session for each command.
    private static bool IsFleeting(string session) => session.StartsWith("socket", StringComparison.Ordinal);
}
