using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.State;
using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>
/// What was committed, the newest first, in so many files and no more: the next one takes the place of the oldest. The order is that
/// of the generations, whatever the clock said. It is for people; the slots do not need it.
/// </summary>
internal sealed class CommitHistory
{
    private readonly IStateFolder _folder;
    private readonly List<(int Place, StoredConfiguration Stored)> _entries = [];

    /// <summary>Reads what is there; files that are damaged are as good as none.</summary>
    public CommitHistory(IStateFolder folder, List<string> complaints)
    {
        _folder = folder;
        for (int place = 0; place < ConfigurationVerbs.HistoryMax; place++)
        {
            if (new KeptText(folder, NameOf(place)).TryLoad(out StateLoad load) is StoredConfiguration stored)
            {
                _entries.Add((place, stored));
            }
            else if (load is StateLoad.Damaged or StateLoad.Unreadable)
            {
                complaints.Add($"entry {NameOf(place)} of the history is {(load == StateLoad.Damaged ? "damaged" : "not readable")}; it is left out");
            }
        }

        Sort();
    }

    /// <summary>The entries, the newest first.</summary>
    public IReadOnlyList<StoredConfiguration> Entries => [.. _entries.Select(entry => entry.Stored)];

    /// <summary>The highest generation; zero when there is none.</summary>
    public ulong GenerationMax => _entries.Count == 0 ? 0 : _entries[0].Stored.Generation;

    /// <summary>Adds an entry in the place of the oldest; it is remembered until the next start even when that fails.</summary>
    public LinuxStatus Add(StoredConfiguration stored)
    {
        int place = Enumerable.Range(0, ConfigurationVerbs.HistoryMax).FirstOrDefault(free => _entries.All(entry => entry.Place != free), -1);
        if (place < 0)
        {
            place = _entries[^1].Place;
            _entries.RemoveAt(_entries.Count - 1);
        }

        _entries.Add((place, stored));
        Sort();
        return new KeptText(_folder, NameOf(place)).Store(stored);
    }

    private void Sort() => _entries.Sort((left, right) => right.Stored.Generation.CompareTo(left.Stored.Generation));

    private static string NameOf(int place) => string.Create(CultureInfo.InvariantCulture, $"config.history-{place:00}");
}
