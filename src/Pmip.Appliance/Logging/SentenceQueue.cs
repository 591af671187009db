using System.Threading;

namespace Pmip.Appliance.Logging;

/// <summary>
/// Sentences on their way from any thread but the control loop's to the log. Whoever writes waits for nobody; what does not fit
/// is counted.
/// </summary>
/// <param name="ring">The ring whose consumer takes them too.</param>
internal sealed class SentenceQueue(EventRing ring)
{
    private const int Capacity = 256;
    private readonly Lock _gate = new();
    private readonly LogEntry[] _entries = new LogEntry[Capacity];
    private int _first;
    private int _count;
    private long _dropped;
    private bool _isClosed;

    /// <summary>Sentences that did not fit since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Any thread: writes a sentence; false when it was dropped.</summary>
    public bool TryWrite(EventLevel level, EventRoom room, long unixMicroseconds, string sentence)
    {
        lock (_gate)
        {
            if (_count == Capacity || _isClosed)
            {
                Volatile.Write(ref _dropped, _dropped + 1);
                return false;
            }

            ref LogEntry entry = ref _entries[(_first + _count++) % Capacity];
            entry.Record.UnixMicroseconds = unixMicroseconds;
            entry.Record.Room = room;
            entry.Record.Kind = EventKind.Remark;
            entry.Sentence = sentence;
            entry.Level = level;
            ring.Wake();
            return true;
        }
    }

    /// <summary>The log's thread: takes the oldest; false when there is none.</summary>
    public bool TryTake(out LogEntry entry)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                entry = default;
                return false;
            }

            entry = _entries[_first];
            _entries[_first] = default;
            _first = (_first + 1) % Capacity;
            _count--;
            return true;
        }
    }

    /// <summary>Nothing more is taken in; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }
}
