using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;

namespace Pmip.Engine.Lma;

/// <summary>
/// The revocations that this node has begun and that have not ended, found by their sequence number, which no two of them share
/// (RFC 5846 9.1).
/// </summary>
internal sealed class RevocationTable
{
    private readonly Slab _places;
    private readonly Revocation[] _revocations;
    private readonly IdentifierTable _identifiers;
    private readonly HashIndex _bySequence;
    private readonly SipHash _hash;
    private ushort _sequence;

    public RevocationTable(EngineLimits limits, SipHash hash, ulong seed)
    {
        int capacity = CapacityFor(limits);
        _hash = hash;
        _sequence = unchecked((ushort)hash.Hash(seed, 0x5846));
        _places = new Slab(capacity);
        _revocations = new Revocation[capacity];
        _identifiers = new IdentifierTable(capacity, byte.MaxValue);
        _bySequence = new HashIndex(capacity);
    }

    public int Capacity => _places.Capacity;

    public int Count => _places.Count;

    public ref Revocation this[int place] => ref _revocations[place];

    /// <summary>No more than can be of use, and few enough for numbers of 16 bits.</summary>
    public static int CapacityFor(EngineLimits limits) =>
        (int)Math.Clamp(Math.Min(limits.Revocations, (2L * limits.Bindings) + limits.Peers), 1, 32_768);

    public static long BytesFor(EngineLimits limits)
    {
        int capacity = CapacityFor(limits);
        return ((long)capacity * (Slab.BytesPerSlot + Unsafe.SizeOf<Revocation>())) + IdentifierTable.BytesFor(capacity, byte.MaxValue)
            + HashIndex.BytesFor(capacity);
    }

    public bool IsTaken(int place) => _places.IsTaken(place);

    public ReadOnlySpan<byte> IdentifierOf(int place) => _identifiers[place];

    /// <summary>Begins a revocation with a number of its own; false when the table is full.</summary>
    public bool TryAdd(ReadOnlySpan<byte> identifier, out int place)
    {
        if (!_places.TryTake(out SlotId id))
        {
            place = -1;
            return false;
        }

        place = id.Index;
        do
        {
            _sequence = unchecked((ushort)(_sequence + 1));
        }
        while (Find(_sequence) >= 0);
        _revocations[place] = new Revocation { Sequence = _sequence };
        _bySequence.Add(HashOf(_sequence), place);
        _identifiers.Set(place, identifier);
        return true;
    }

    public void Remove(int place)
    {
        _bySequence.Remove(HashOf(_revocations[place].Sequence), place);
        _identifiers.Clear(place);
        _revocations[place] = default;
        _places.Release(_places.IdOf(place));
    }

    /// <summary>The revocation with a sequence number, or -1.</summary>
    public int Find(ushort sequence)
    {
        ulong hash = HashOf(sequence);
        for (int probe = _bySequence.First(hash); probe >= 0; probe = _bySequence.Next(probe, hash))
        {
            if (_revocations[_bySequence.SlotAt(probe)].Sequence == sequence)
            {
                return _bySequence.SlotAt(probe);
            }
        }

        return -1;
    }

    public void Verify()
    {
        _places.Verify();
        Invariant.Require(_bySequence.Count == _places.Count);
        for (int place = 0; place < Capacity; place++)
        {
            Invariant.Require(!_places.IsTaken(place) || Find(_revocations[place].Sequence) == place);
        }
    }

    private ulong HashOf(ushort sequence) => _hash.Hash(sequence, 0);
}
