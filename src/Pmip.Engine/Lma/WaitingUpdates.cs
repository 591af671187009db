using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Tables;

namespace Pmip.Engine.Lma;

/// <summary>Proxy Binding Updates that wait for the old MAG: copies of their octets, in room that is known at start.</summary>
internal sealed class WaitingUpdates
{
    private readonly Slab _places;
    private readonly WaitingUpdate[] _updates;
    private readonly byte[] _octets;
    private readonly int _stride;

    public WaitingUpdates(EngineLimits limits)
    {
        int capacity = CapacityFor(limits);
        _stride = limits.WaitingUpdateOctets;
        _places = new Slab(capacity);
        _updates = new WaitingUpdate[capacity];
        _octets = new byte[checked(capacity * _stride)];
    }

    public int Capacity => _places.Capacity;

    public int Count => _places.Count;

    public ref WaitingUpdate this[int place] => ref _updates[place];

    /// <summary>A binding has at most one update that waits.</summary>
    public static int CapacityFor(EngineLimits limits) => Math.Clamp(limits.WaitingUpdates, 1, Math.Max(limits.Bindings, 1));

    public static long BytesFor(EngineLimits limits) =>
        CapacityFor(limits) * (Slab.BytesPerSlot + (long)Unsafe.SizeOf<WaitingUpdate>() + limits.WaitingUpdateOctets);

    public bool IsTaken(int place) => _places.IsTaken(place);

    public ReadOnlySpan<byte> OctetsOf(int place) => _octets.AsSpan(place * _stride, _updates[place].Length);

    /// <summary>Keeps a message; false when there is no room for it.</summary>
    public bool TryAdd(ReadOnlySpan<byte> message, out int place)
    {
        place = -1;
        if (message.Length > _stride || !_places.TryTake(out SlotId id))
        {
            return false;
        }

        place = id.Index;
        _updates[place] = new WaitingUpdate { Revocation = -1 };
        return TryReplace(place, message);
    }

    /// <summary>Puts a later transmission in place of the first; false when it is too long.</summary>
    public bool TryReplace(int place, ReadOnlySpan<byte> message)
    {
        if (message.Length > _stride)
        {
            return false;
        }

        message.CopyTo(_octets.AsSpan(place * _stride, _stride));
        _updates[place].Length = message.Length;
        return true;
    }

    /// <summary>Frees a place. Its octets may be read until the end of the step.</summary>
    public void Remove(int place) => _places.Release(_places.IdOf(place));

    public void Verify() => _places.Verify();

    internal struct WaitingUpdate
    {
        public WaitingOutcome Outcome;
        public int Length;
        public int Peer;

        /// <summary>Slot of the binding that may move, or -1 when it has ended.</summary>
        public int Binding;

        /// <summary>The revocation that asks the old MAG, or -1.</summary>
        public int Revocation;
        public SignallingPath Path;
    }
}
