using System;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Pmip.Appliance.Control.Verbs;
using Pmip.Foundation;

namespace Pmip.Appliance.Desk;

/// <summary>The tables that the desk itself shows, by name. Rooms add theirs while the process is put together, when clients may already ask.</summary>
internal sealed class DeskTables
{
    private readonly ConcurrentDictionary<string, DeskTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Adds a table, whose name must be among those of <see cref="ShowTables"/>.</summary>
    public void Add(DeskTable table)
    {
        Invariant.Require(ShowTables.All.Any(known => known.Name == table.Name && known.Place == VerbPlace.Desk));
        Invariant.Require(_tables.TryAdd(table.Name, table));
    }

    /// <summary>The table of a name; false when this process has none.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out DeskTable? table) => _tables.TryGetValue(name, out table);
}
