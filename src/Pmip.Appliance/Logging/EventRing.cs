using System;
using System.Numerics;
using System.Threading;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Logging;

/// <summary>
/// Records on their way from the control loop to the thread that renders them. One producer, one consumer, fixed size:
/// writing never blocks and never allocates; what does not fit is counted.
/// </summary>
public sealed class EventRing : IDisposable
{
    private readonly EventRecord[] _records;
    private readonly ManualResetEventSlim _written = new(false, spinCount: 0);
    private volatile bool _isWoken;
    private int _level;

    // Both only grow; the difference is the number of records. Each has one writer.
    private long _writePosition;
    private long _readPosition;
    private long _dropped;

    /// <summary>Makes a ring of <paramref name="capacity"/> records, a power of two.</summary>
    public EventRing(int capacity = 1024)
    {
        Invariant.Require(BitOperations.IsPow2(capacity));
        _records = new EventRecord[capacity];
    }

    /// <summary>Records that did not fit since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Lowest level that is written; changeable at any time.</summary>
    public EventLevel Level
    {
        get => (EventLevel)Volatile.Read(ref _level);
        set => Volatile.Write(ref _level, (int)value);
    }

    /// <summary>
    /// Producer: writes a record of the wall time <paramref name="unixMicroseconds"/>. False when it was dropped, or is below
    /// <see cref="Level"/>.
    /// </summary>
    public bool TryWrite(
        EventRoom room,
        EventKind kind,
        long unixMicroseconds,
        ReadOnlySpan<byte> text = default,
        byte code = 0,
        long number = 0,
        IpAddress address = default,
        MacAddress linkLayerAddress = default)
    {
        if ((int)EventSentences.LevelOf(kind) < Volatile.Read(ref _level))
        {
            return false;
        }

        long position = _writePosition;
        if (position - Volatile.Read(ref _readPosition) == _records.Length)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return false;
        }

        ref EventRecord record = ref _records[position & (_records.Length - 1)];
        record.UnixMicroseconds = unixMicroseconds;
        record.Room = room;
        record.Kind = kind;
        record.Code = code;
        record.Number = number;
        record.Address = address;
        record.LinkLayerAddress = linkLayerAddress;
        record.SetText(text);
        Volatile.Write(ref _writePosition, position + 1);

        // The position must be visible before we look whether the consumer sleeps.
        Interlocked.MemoryBarrier();
        if (!_written.IsSet)
        {
            _written.Set();
        }

        return true;
    }

    /// <summary>Consumer: takes the oldest record; false when there is none.</summary>
    public bool TryTake(out EventRecord record)
    {
        long position = _readPosition;
        if (position == Volatile.Read(ref _writePosition))
        {
            record = default;
            return false;
        }

        record = _records[position & (_records.Length - 1)];
        Volatile.Write(ref _readPosition, position + 1);
        return true;
    }

    /// <summary>Consumer: waits until a record is there, <see cref="Wake"/> is called or the time is over.</summary>
    public void Wait(TimeSpan timeout)
    {
        _written.Reset();
        Interlocked.MemoryBarrier();
        if (_readPosition == Volatile.Read(ref _writePosition) && !_isWoken)
        {
            _written.Wait(timeout);
        }
    }

    /// <summary>Ends a wait of the consumer, and every later one: a wake between two waits is not lost.</summary>
    public void Wake()
    {
        _isWoken = true;
        Interlocked.MemoryBarrier();
        _written.Set();
    }

    /// <inheritdoc/>
    public void Dispose() => _written.Dispose();
}
