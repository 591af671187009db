using System.Collections.Generic;
using System.Linq;
using Pmip.Lab.Nodes;

namespace Pmip.LabBench.Results;

/// <summary>The counters of a node at one moment.</summary>
internal sealed class Tally
{
    private readonly Dictionary<(string Room, string Counter), long> _values = [];

    private Tally()
    {
    }

    internal static Tally Of(Gateway node)
    {
        Tally tally = new();
        foreach (var row in Answers.Rows(node.Show("counters")))
        {
            tally._values[(row.GetProperty("room").GetString()!, row.GetProperty("counter").GetString()!)] = row.GetProperty("value").GetInt64();
        }

        return tally;
    }

    /// <summary>The counters that have moved since <paramref name="before"/>, and by how much.</summary>
    internal IEnumerable<(string Room, string Counter, long Value)> Since(Tally before) =>
        _values.Select(pair => (pair.Key.Room, pair.Key.Counter, pair.Value - before._values.GetValueOrDefault(pair.Key)))
            .Where(static moved => moved.Item3 != 0);
}
