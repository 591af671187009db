using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Models.Pair;

/// <summary>
/// The network between the nodes: seeded loss, duplication, and reordering by jitter. Everything in it is allocated once, so
/// that the allocation test can drive it.
/// </summary>
public sealed class Link
{
    public const int MessageOctetsMax = 512;
    private const int Capacity = 256;
    private readonly Prng _prng;
    private readonly Slab _slots = new(Capacity);
    private readonly TimerHeap _arrivals = new(Capacity);
    private readonly byte[] _octets = new byte[Capacity * MessageOctetsMax];
    private readonly int[] _length = new int[Capacity];
    private readonly int[] _to = new int[Capacity];
    private readonly SignallingPath[] _path = new SignallingPath[Capacity];

    public Link(ulong seed) => _prng = new Prng(seed);

    public int LossPercent { get; set; }

    public int DuplicationPercent { get; set; }

    public int CorruptionPercent { get; set; }

    public Duration Delay { get; set; } = Duration.FromMilliseconds(5);

    /// <summary>Added to the delay by chance, so that a later message overtakes an earlier one.</summary>
    public Duration Jitter { get; set; } = Duration.Zero;

    public Instant NextArrival => _arrivals.Next;

    public int InFlight => _arrivals.Count;

    public long Sent { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Takes a message; <paramref name="path"/> is the receiver's view of it.</summary>
    public void Send(int to, in SignallingPath path, ReadOnlySpan<byte> octets, Instant now)
    {
        Sent++;
        if (_prng.Below(100) < LossPercent)
        {
            Lost++;
            return;
        }

        Put(to, path, octets, now);
        if (_prng.Below(100) < DuplicationPercent)
        {
            Put(to, path, octets, now);
        }
    }

    /// <summary>Takes the message that has arrived at <paramref name="now"/>; its octets are valid until the next call.</summary>
    public bool TryReceive(Instant now, out int to, out SignallingPath path, out ReadOnlySpan<byte> octets)
    {
        if (!_arrivals.TryPop(now, out int slot))
        {
            to = -1;
            path = default;
            octets = default;
            return false;
        }

        to = _to[slot];
        path = _path[slot];
        octets = _octets.AsSpan(slot * MessageOctetsMax, _length[slot]);
        _slots.Release(_slots.IdOf(slot));
        return true;
    }

    private void Put(int to, in SignallingPath path, ReadOnlySpan<byte> octets, Instant now)
    {
        Invariant.Require(octets.Length <= MessageOctetsMax);
        if (!_slots.TryTake(out SlotId id))
        {
            Lost++; // A full queue drops from its tail.
            return;
        }

        int slot = id.Index;
        Span<byte> copy = _octets.AsSpan(slot * MessageOctetsMax, MessageOctetsMax);
        octets.CopyTo(copy);
        _length[slot] = octets.Length;
        if (_prng.Below(100) < CorruptionPercent)
        {
            copy[_prng.Below(octets.Length)] ^= (byte)(1 << _prng.Below(8));
        }

        _to[slot] = to;
        _path[slot] = path;
        long jitter = Jitter == Duration.Zero ? 0 : _prng.Below((int)Jitter.Microseconds);
        _arrivals.Arm(slot, now.Plus(new Duration(Delay.Microseconds + jitter)));
    }
}
