using System;
using System.Text;
using System.Text.Unicode;
using System.Threading;

namespace Pmip.Appliance.Logging;

/// <summary>
/// The last lines of the log, in room that is made at start: a line costs a copy. One thread writes; any number of threads read,
/// and may wait for what comes.
/// </summary>
internal sealed class LogMemory
{
    /// <summary>Most octets of a sentence; a longer one is cut.</summary>
    public const int SentenceLengthMax = 240;

    private readonly object _gate = new();
    private Place[] _places;
    private byte[] _text;
    private long _next = 1;

    /// <summary>Makes room for a number of lines.</summary>
    public LogMemory(int lines)
    {
        _places = new Place[lines];
        _text = new byte[lines * SentenceLengthMax];
    }

    /// <summary>Lines that there is room for.</summary>
    public int Capacity => _places.Length;

    /// <summary>Number that the next line gets.</summary>
    public long Next
    {
        get
        {
            lock (_gate)
            {
                return _next;
            }
        }
    }

    /// <summary>Number of the oldest line that is kept; that of the next one when there is none.</summary>
    public long First
    {
        get
        {
            lock (_gate)
            {
                return Math.Max(_next - _places.Length, 1);
            }
        }
    }

    /// <summary>Octets of the room for a number of lines.</summary>
    public static long OctetsOf(int lines) => lines * (SentenceLengthMax + 24L);

    /// <summary>Keeps a line, in the place of the oldest.</summary>
    public void Add(long unixMicroseconds, EventLevel level, EventRoom room, ReadOnlySpan<char> sentence)
    {
        lock (_gate)
        {
            int index = (int)(_next % _places.Length);
            Utf8.FromUtf16(sentence, _text.AsSpan(index * SentenceLengthMax, SentenceLengthMax), out _, out int length, replaceInvalidSequences: true);
            _places[index] = new Place { Number = _next++, UnixMicroseconds = unixMicroseconds, Level = level, Room = room, Length = (byte)length };
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The line of a number; false when it is not kept any more, or not yet.</summary>
    public bool TryRead(long number, out LogLine line)
    {
        lock (_gate)
        {
            int index = (int)(number % _places.Length);
            Place place = _places[index];
            line = place.Number != number || number == 0
                ? default
                : new LogLine(
                    number, place.UnixMicroseconds, place.Level, place.Room, Encoding.UTF8.GetString(_text, index * SentenceLengthMax, place.Length));
            return line.Number != 0;
        }
    }

    /// <summary>Waits until the line of a number was written, or the time is over.</summary>
    public bool WaitFor(long number, TimeSpan timeout)
    {
        lock (_gate)
        {
            long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
            while (_next <= number && Environment.TickCount64 < end)
            {
                Monitor.Wait(_gate, (int)Math.Min(end - Environment.TickCount64 + 1, int.MaxValue));
            }

            return _next > number;
        }
    }

    /// <summary>Makes room for another number of lines; the newest that fit are kept.</summary>
    public void Resize(int lines)
    {
        lock (_gate)
        {
            if (lines == _places.Length)
            {
                return;
            }

            Place[] places = new Place[lines];
            byte[] text = new byte[lines * SentenceLengthMax];
            foreach (Place place in _places)
            {
                if (place.Number > 0 && place.Number >= _next - lines)
                {
                    int from = (int)(place.Number % _places.Length);
                    int to = (int)(place.Number % lines);
                    places[to] = place;
                    _text.AsSpan(from * SentenceLengthMax, place.Length).CopyTo(text.AsSpan(to * SentenceLengthMax));
                }
            }

            _places = places;
            _text = text;
        }
    }

    private struct Place
    {
        public long Number;
        public long UnixMicroseconds;
        public EventLevel Level;
        public EventRoom Room;
        public byte Length;
    }
}
