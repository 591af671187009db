using System;
using System.Collections.Generic;
using System.Text.Json;
using Pmip.Appliance.Desk;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Monitoring;

/// <summary>All counters at one moment.</summary>
/// <param name="Taken">When.</param>
/// <param name="Values">Their values by room and name, in the order of the table.</param>
internal sealed record CounterSample(Instant Taken, IReadOnlyList<(string Room, string Counter, long Value)> Values)
{
    private readonly Dictionary<(string Room, string Counter), long> _index = IndexOf(Values);

    /// <summary>Takes a sample; null with the refusal in <paramref name="rows"/> when the loop gave none.</summary>
    public static CounterSample? Take(ILoopPort loop, out LoopRows rows, Func<bool>? isAbandoned = null)
    {
        rows = LoopRows.Of(loop, "counters", isAbandoned);
        return rows.Code.Length > 0 ? null : new CounterSample(
            MonotonicClock.Now,
            rows.Rows.ConvertAll(static row =>
                (Text(row, "room"), Text(row, "counter"), row.TryGetProperty("value", out JsonElement value) ? value.GetInt64() : 0)));
    }

    /// <summary>
    /// What a counter grew by since <paramref name="before"/>. A counter that is smaller now began anew with its node, and grew by what
    /// it stands at.
    /// </summary>
    public static long Growth(CounterSample before, string room, string counter, long value)
    {
        long old = before._index.GetValueOrDefault((room, counter));
        return value >= old ? value - old : value;
    }

    private static string Text(JsonElement row, string key) => row.TryGetProperty(key, out JsonElement value) ? value.GetString() ?? "" : "";

    // Two counter sets of one room have no name in common; if they ever do, the sum is shown.
    private static Dictionary<(string Room, string Counter), long> IndexOf(IReadOnlyList<(string Room, string Counter, long Value)> values)
    {
        Dictionary<(string Room, string Counter), long> index = [];
        foreach ((string room, string counter, long value) in values)
        {
            index[(room, counter)] = index.GetValueOrDefault((room, counter)) + value;
        }

        return index;
    }
}
