using System;
using System.Threading;

namespace Pmip.Appliance.Logging;

/// <summary>
/// Everything that happens, as records, for one watcher beside the log. Bounded: what its reader does not take in time is counted.
/// </summary>
/// <param name="level">Lowest level that it wants, also where the log itself has a higher one.</param>
/// <param name="wants">Which records it wants; null for all. Called on the log's thread.</param>
internal sealed class EventFeed(EventLevel level, EventFilter? wants = null)
{
    private const int Capacity = 512;
    private readonly object _gate = new();
    private readonly EventRecord[] _records = new EventRecord[Capacity];
    private int _first;
    private int _count;
    private long _lost;

    /// <summary>Lowest level that it wants.</summary>
    public EventLevel Level { get; } = level;

    /// <summary>Records that the reader was too late for.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>The log's thread: gives it a record.</summary>
    public void Offer(in EventRecord record)
    {
        if (EventSentences.LevelOf(record.Kind) < Level || (wants is not null && !wants(record)))
        {
            return;
        }

        lock (_gate)
        {
            if (_count == Capacity)
            {
                Volatile.Write(ref _lost, _lost + 1);
                return;
            }

            _records[(_first + _count++) % Capacity] = record;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The reader: takes the oldest record, and waits for one if there is none; false when the time is over.</summary>
    public bool TryTake(TimeSpan timeout, out EventRecord record)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                Monitor.Wait(_gate, timeout);
            }

            if (_count == 0)
            {
                record = default;
                return false;
            }

            record = _records[_first];
            _first = (_first + 1) % Capacity;
            _count--;
            return true;
        }
    }
}

/// <summary>Says whether a watcher wants a record.</summary>
internal delegate bool EventFilter(in EventRecord record);
