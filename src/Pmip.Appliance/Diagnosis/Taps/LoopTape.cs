using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Pmip.Foundation;

namespace Pmip.Appliance.Diagnosis.Taps;

/// <summary>
/// Records on their way from the control loop to one other thread: a head of fixed size and some octets each, in a ring of octets that is
/// made beforehand. One writer, one reader; writing never blocks and never allocates; what does not fit is counted.
/// </summary>
/// <typeparam name="THead">Plain data.</typeparam>
internal sealed class LoopTape<THead>
    where THead : unmanaged
{
    private const int LengthOctets = sizeof(int);
    private const int Wrap = -1;
    private readonly byte[] _octets;

    // Both only grow; their difference is what is taken. Each has one writer.
    private long _written;
    private long _read;
    private long _dropped;

    /// <summary>Makes a tape of at least <paramref name="octets"/> octets.</summary>
    public LoopTape(int octets)
    {
        Invariant.Require(octets > 0);
        _octets = new byte[Padded(Math.Max(octets, 4 * (LengthOctets + HeadOctets)))];
    }

    /// <summary>Octets that it can hold.</summary>
    public int Capacity => _octets.Length;

    /// <summary>Records that did not fit.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    private static int HeadOctets => Unsafe.SizeOf<THead>();

    /// <summary>The writer's thread: adds a record; false when it did not fit.</summary>
    public bool TryWrite(in THead head, ReadOnlySpan<byte> octets)
    {
        int length = Padded(LengthOctets + HeadOctets + octets.Length);
        int start = (int)(_written % _octets.Length);
        int skipped = _octets.Length - start < length ? _octets.Length - start : 0;
        if (length > _octets.Length || _written + skipped + length - Volatile.Read(ref _read) > _octets.Length)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return false;
        }

        if (skipped > 0)
        {
            MemoryMarshal.Write(_octets.AsSpan(start), Wrap);
            start = 0;
        }

        Span<byte> room = _octets.AsSpan(start, length);
        MemoryMarshal.Write(room, octets.Length);
        MemoryMarshal.Write(room[LengthOctets..], head);
        octets.CopyTo(room[(LengthOctets + HeadOctets)..]);
        Volatile.Write(ref _written, _written + skipped + length);
        return true;
    }

    /// <summary>The reader's thread: takes the oldest record and puts its octets into <paramref name="octets"/>; false when there is none.</summary>
    public bool TryTake(out THead head, ArrayBufferWriter<byte> octets)
    {
        octets.ResetWrittenCount();
        long position = _read;
        if (position == Volatile.Read(ref _written))
        {
            head = default;
            return false;
        }

        int start = (int)(position % _octets.Length);
        int length = MemoryMarshal.Read<int>(_octets.AsSpan(start));
        if (length == Wrap)
        {
            position += _octets.Length - start;
            start = 0;
            length = MemoryMarshal.Read<int>(_octets);
        }

        head = MemoryMarshal.Read<THead>(_octets.AsSpan(start + LengthOctets));
        octets.Write(_octets.AsSpan(start + LengthOctets + HeadOctets, length));
        Volatile.Write(ref _read, position + Padded(LengthOctets + HeadOctets + length));
        return true;
    }

    // Whole words of four octets, so that a length or a wrap always fits before the end.
    private static int Padded(int length) => (length + LengthOctets - 1) & ~(LengthOctets - 1);
}
