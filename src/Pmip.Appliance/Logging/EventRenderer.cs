using System.Globalization;
using System.Threading;

namespace Pmip.Appliance.Logging;

/// <summary>Takes a finished sentence for the log.</summary>
/// <param name="entry">What it is about: its level, room, kind and time.</param>
/// <param name="sentence">What happened.</param>
internal delegate void EventLine(in LogEntry entry, string sentence);

/// <summary>Sees every record before it may become a line.</summary>
internal delegate void EventTap(in EventRecord record);

/// <summary>
/// Turns what is in the ring, and what other threads say, into lines. Time is a parameter: the thread that drives it owns the clock.
/// </summary>
internal sealed class EventRenderer(EventRing ring, SentenceQueue sentences, EventLine write, EventTap? tap = null)
{
    private readonly EventFlood _flood = new();
    private long _droppedSaid;
    private int _level;
    private long _lines;

    /// <summary>Lowest level that becomes a line; the ring may let through more.</summary>
    public EventLevel Level
    {
        get => (EventLevel)Volatile.Read(ref _level);
        set => Volatile.Write(ref _level, (int)value);
    }

    /// <summary>Lines written since the start.</summary>
    public long Lines => Volatile.Read(ref _lines);

    /// <summary>True when a later call has lines to write without any new record.</summary>
    public bool HoldsAny => _flood.HoldsAny;

    /// <summary>Writes the lines of all that is there.</summary>
    public void Drain(long nowMilliseconds, long unixMicroseconds)
    {
        while (ring.TryTake(out EventRecord record))
        {
            tap?.Invoke(record);
            if (EventSentences.LevelOf(record.Kind) >= Level)
            {
                Pass(LogEntry.Of(record), nowMilliseconds);
            }
        }

        while (sentences.TryTake(out LogEntry entry))
        {
            Pass(entry, nowMilliseconds);
        }

        while (_flood.TryRelease(nowMilliseconds, out LogEntry last, out FloodTally tally))
        {
            // The line stands for all that were held back, itself included.
            Write(last, tally.AreTheSame ? tally with { Others = tally.Others + 1 } : tally);
        }

        long dropped = ring.Dropped + sentences.Dropped;
        if (dropped != _droppedSaid)
        {
            LogEntry entry = new()
            {
                Record = new EventRecord { UnixMicroseconds = unixMicroseconds, Kind = EventKind.Remark, Room = EventRoom.Host },
                Sentence = string.Create(CultureInfo.InvariantCulture, $"{dropped - _droppedSaid} events were not logged, they came too fast"),
                Level = EventLevel.Warn,
            };
            Write(entry, default);
            _droppedSaid = dropped;
        }
    }

    private void Pass(in LogEntry entry, long nowMilliseconds)
    {
        if (_flood.TryPass(entry, nowMilliseconds, out FloodTally tally))
        {
            Write(entry, tally.Others > 0 && tally.AreTheSame ? tally with { Others = tally.Others + 1 } : tally);
        }
    }

    private void Write(in LogEntry entry, FloodTally tally)
    {
        string words = entry.Words;
        Volatile.Write(ref _lines, _lines + 1);
        write(entry, tally switch
        {
            { Others: 0 } or { Others: 1, AreTheSame: true } => words,
            { AreTheSame: true } => string.Create(CultureInfo.InvariantCulture, $"{words} (repeated {tally.Others} times)"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{words} ({tally.Others} more)"),
        });
    }
}
