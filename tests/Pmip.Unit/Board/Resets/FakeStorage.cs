using System;
using System.Collections.Generic;
using Pmip.Board.Resets;
using Pmip.Linux;

namespace Pmip.Unit.Board.Resets;

/// <summary>
/// A medium that loses power: what was written since the last flush may be there, be torn anywhere, or be gone. A call may be made to
/// fail.
/// </summary>
internal sealed class FakeStorage : IRecordStorage
{
    private readonly byte[] _medium;
    private readonly List<(int Offset, byte[] Octets)> _pending = [];

    public FakeStorage()
        : this(new byte[RunLedger.StorageLength])
    {
    }

    private FakeStorage(byte[] medium) => _medium = medium;

    /// <summary>Calls of writing and flushing so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Calls after which every one fails.</summary>
    public int CallsMax { get; init; } = int.MaxValue;

    public LinuxStatus Read(long offset, Span<byte> room)
    {
        byte[] seen = Settled(int.MaxValue);
        seen.AsSpan((int)offset, room.Length).CopyTo(room);
        return LinuxStatus.Ok;
    }

    public LinuxStatus Write(long offset, ReadOnlySpan<byte> octets)
    {
        if (++Calls > CallsMax)
        {
            return new LinuxStatus(5);
        }

        _pending.Add(((int)offset, octets.ToArray()));
        return LinuxStatus.Ok;
    }

    public LinuxStatus Synchronise()
    {
        if (++Calls > CallsMax)
        {
            return new LinuxStatus(5);
        }

        Settled(int.MaxValue).CopyTo(_medium, 0);
        _pending.Clear();
        return LinuxStatus.Ok;
    }

    /// <summary>The medium after the power failed now, when of the octets that were not flushed the first so many had arrived.</summary>
    public FakeStorage AfterPowerCut(int arrived) => new(Settled(arrived));

    public void Dispose()
    {
        // It is memory.
    }

    private byte[] Settled(int arrived)
    {
        byte[] result = (byte[])_medium.Clone();
        foreach ((int offset, byte[] octets) in _pending)
        {
            int taken = Math.Min(arrived, octets.Length);
            octets.AsSpan(0, taken).CopyTo(result.AsSpan(offset));
            arrived -= taken;
        }

        return result;
    }
}
