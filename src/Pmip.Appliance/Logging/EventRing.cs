using System;
using System.IO;
using System.Numerics;
using System.Threading;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Logging;

/// <summary>
/// Records on their way from the control loop to the thread that renders them. One producer, one consumer, fixed size:
/// writing never blocks and never allocates; what does not fit is counted. Any other thread writes by <see cref="LogThread"/>.
/// </summary>
public sealed class EventRing : IDisposable
{
    private readonly EventRecord[] _records;
    private readonly EventDescriptor _written;
    private int _isWaiting;
    private int _level;

    // Both only grow; the difference is the number of records. Each has one writer.
    private long _writePosition;
    private long _readPosition;
    private long _dropped;

    /// <summary>Makes a ring of <paramref name="capacity"/> records, a power of two.</summary>
    public EventRing(int capacity = 1024)
    {
        Invariant.Require(BitOperations.IsPow2(capacity));
        LinuxStatus status = EventDescriptor.TryOpen(out EventDescriptor? written);
        _written = written ?? throw new IOException($"the log has no descriptor to be woken by: {status.Message}");
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

    /// <summary>Sees every event of the control loop, also those below <see cref="Level"/>; null for nobody. Set before the loop begins.</summary>
    internal TraceTap? Trace { get; set; }

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
        if (Trace is { IsOn: true } trace)
        {
            trace.Event(room, kind, text, code, number, address, linkLayerAddress);
        }

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
        if (Volatile.Read(ref _isWaiting) != 0 && Interlocked.Exchange(ref _isWaiting, 0) != 0)
        {
            Wake();
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

    /// <summary>
    /// Consumer: waits until a record is there, <see cref="Wake"/> was called since the last wait ended, or the time is over.
    /// </summary>
    public void Wait(Duration timeout)
    {
        Volatile.Write(ref _isWaiting, 1);
        Interlocked.MemoryBarrier();
        if (_readPosition == Volatile.Read(ref _writePosition))
        {
            _written.Wait(timeout);
        }

        Volatile.Write(ref _isWaiting, 0);
        _written.TryTake();
    }

    /// <summary>Any thread: ends a wait of the consumer, or its next.</summary>
    public void Wake() => _written.Raise();

    /// <inheritdoc/>
    public void Dispose() => _written.Dispose();
}
