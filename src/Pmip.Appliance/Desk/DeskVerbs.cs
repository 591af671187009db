using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Pmip.Appliance.Control.Verbs;
using Pmip.Foundation;

namespace Pmip.Appliance.Desk;

/// <summary>What the desk itself carries out, by verb. Rooms add theirs while the process is put together, when clients may already ask.</summary>
internal sealed class DeskVerbs
{
    private readonly ConcurrentDictionary<VerbId, DeskVerb> _verbs = [];

    /// <summary>Lets <paramref name="run"/> carry out a verb whose place is the desk.</summary>
    public void Add(VerbId id, DeskVerb run)
    {
        Invariant.Require(VerbTable.All.Any(verb => verb.Id == id && verb.Place == VerbPlace.Desk));
        Invariant.Require(_verbs.TryAdd(id, run));
    }

    /// <summary>What carries out a verb; false when this process has nothing that does.</summary>
    public bool TryGet(VerbId id, [NotNullWhen(true)] out DeskVerb? run) => _verbs.TryGetValue(id, out run);
}
