using System.Globalization;

namespace Pmip.Appliance.Logging;

/// <summary>Takes a finished sentence for the log.</summary>
/// <param name="level">Its level.</param>
/// <param name="room">Who says it.</param>
/// <param name="unixMicroseconds">When it happened.</param>
/// <param name="sentence">What happened.</param>
internal delegate void EventLine(EventLevel level, string room, long unixMicroseconds, string sentence);

/// <summary>Turns what is in the ring into lines. Time is a parameter: the thread that drives it owns the clock.</summary>
internal sealed class EventRenderer(EventRing ring, EventLine write)
{
    private readonly EventFlood _flood = new();
    private long _droppedSaid;

    /// <summary>True when a later call has lines to write without any new record.</summary>
    public bool HoldsAny => _flood.HoldsAny;

    /// <summary>Writes the lines of all records that are there.</summary>
    public void Drain(long nowMilliseconds, long unixMicroseconds)
    {
        while (ring.TryTake(out EventRecord record))
        {
            if (_flood.TryPass(record, nowMilliseconds, out long held))
            {
                Write(record, held);
            }
        }

        while (_flood.TryRelease(nowMilliseconds, out EventRecord last, out long others))
        {
            Write(last, others);
        }

        long dropped = ring.Dropped;
        if (dropped != _droppedSaid)
        {
            write(
                EventLevel.Warn,
                EventRooms.NameOf(EventRoom.Host),
                unixMicroseconds,
                string.Create(CultureInfo.InvariantCulture, $"{dropped - _droppedSaid} events were not logged, they came too fast"));
            _droppedSaid = dropped;
        }
    }

    private void Write(in EventRecord record, long others)
    {
        string sentence = EventSentences.Render(record);
        write(
            EventSentences.LevelOf(record.Kind),
            EventRooms.NameOf(record.Room),
            record.UnixMicroseconds,
            others == 0 ? sentence : string.Create(CultureInfo.InvariantCulture, $"{sentence} ({others} more)"));
    }
}
