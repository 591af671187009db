using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Pmip.Appliance.Monitoring;

/// <summary>Compares one look at a table with the next: which rows came, changed and went.</summary>
/// <param name="keys">The columns that say which row it is.</param>
/// <param name="watched">The columns whose change is one.</param>
internal sealed class RowChanges(string[] keys, string[] watched)
{
    private Dictionary<string, (JsonElement Row, string Watched)> _before = [];

    /// <summary>Takes the next look. Each change has <c>came</c>, <c>changed</c> or <c>went</c> with the row.</summary>
    public IEnumerable<(string Change, JsonElement Row)> Next(IEnumerable<JsonElement> rows)
    {
        Dictionary<string, (JsonElement Row, string Watched)> now = [];
        List<(string Change, JsonElement Row)> changes = [];
        foreach (JsonElement row in rows)
        {
            string key = Join(row, keys);
            string value = Join(row, watched);
            if (!now.TryAdd(key, (row, value)))
            {
                continue;
            }

            if (!_before.Remove(key, out (JsonElement Row, string Watched) old))
            {
                changes.Add(("came", row));
            }
            else if (old.Watched != value)
            {
                changes.Add(("changed", row));
            }
        }

        changes.InsertRange(0, _before.Values.Select(static gone => ("went", gone.Row)));
        _before = now;
        return changes;
    }

    private static string Join(JsonElement row, string[] columns) =>
        string.Join('\0', columns.Select(column => row.TryGetProperty(column, out JsonElement value) ? value.ToString() : ""));
}
