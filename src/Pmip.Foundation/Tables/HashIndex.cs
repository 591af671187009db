using System;
using System.Numerics;

namespace Pmip.Foundation.Tables;

/// <summary>
/// Finds slots by the hash of a key that the caller keeps in the slot itself. Open addressing at a load of at most one
/// half; deletion shifts the run back, so there are no tombstones and no decay over a year of churn. Hashes must come from
/// <see cref="Randomness.SipHash"/> with a secret key wherever the hashed bytes come from the network.
/// </summary>
/// <example>
/// <code>
/// for (int probe = index.First(hash); probe >= 0; probe = index.Next(probe, hash))
///     if (KeyOf(index.SlotAt(probe)) == key) return index.SlotAt(probe);
/// </code>
/// </example>
public sealed class HashIndex
{
    private const int Empty = -1;
    private readonly int[] _slot;
    private readonly uint[] _hash;
    private readonly int _mask;
    private readonly int _capacity;

    /// <summary>Makes an empty index for up to <paramref name="capacity"/> entries.</summary>
    public HashIndex(int capacity)
    {
        Invariant.Require(capacity is > 0 and <= 1 << 28);
        _capacity = capacity;
        int buckets = BucketsFor(capacity);
        _mask = buckets - 1;
        _slot = new int[buckets];
        _hash = new uint[buckets];
        Array.Fill(_slot, Empty);
    }

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Octets that an index for <paramref name="capacity"/> entries costs, for the memory account.</summary>
    public static long BytesFor(int capacity) => (long)BucketsFor(capacity) * (sizeof(int) + sizeof(uint));

    /// <summary>The first place that may hold an entry with <paramref name="hash"/>, or -1.</summary>
    public int First(ulong hash) => Scan((int)(unchecked((uint)hash) & (uint)_mask), unchecked((uint)hash));

    /// <summary>The next such place after <paramref name="probe"/>, or -1.</summary>
    public int Next(int probe, ulong hash) => Scan((probe + 1) & _mask, unchecked((uint)hash));

    /// <summary>The slot that the entry at <paramref name="probe"/> names.</summary>
    public int SlotAt(int probe) => _slot[probe];

    /// <summary>Adds an entry. The caller makes sure that there is room and that the same slot is not there twice.</summary>
    public void Add(ulong hash, int slot)
    {
        Invariant.Require(Count < _capacity);
        Invariant.Require(slot >= 0);
        int bucket = (int)(unchecked((uint)hash) & (uint)_mask);
        while (_slot[bucket] != Empty)
        {
            bucket = (bucket + 1) & _mask;
        }

        _slot[bucket] = slot;
        _hash[bucket] = unchecked((uint)hash);
        Count++;
    }

    /// <summary>Removes the entry that names <paramref name="slot"/> under <paramref name="hash"/>; it must be there.</summary>
    public void Remove(ulong hash, int slot)
    {
        int hole = (int)(unchecked((uint)hash) & (uint)_mask);
        while (_slot[hole] != slot)
        {
            Invariant.Require(_slot[hole] != Empty);
            hole = (hole + 1) & _mask;
        }

        for (int bucket = (hole + 1) & _mask; _slot[bucket] != Empty; bucket = (bucket + 1) & _mask)
        {
            int home = (int)(_hash[bucket] & (uint)_mask);
            if (((bucket - home) & _mask) >= ((bucket - hole) & _mask))
            {
                _slot[hole] = _slot[bucket];
                _hash[hole] = _hash[bucket];
                hole = bucket;
            }
        }

        _slot[hole] = Empty;
        Count--;
    }

    private static int BucketsFor(int capacity) => (int)BitOperations.RoundUpToPowerOf2((uint)capacity * 2);

    private int Scan(int bucket, uint hash)
    {
        for (; _slot[bucket] != Empty; bucket = (bucket + 1) & _mask)
        {
            if (_hash[bucket] == hash)
            {
                return bucket;
            }
        }

        return -1;
    }
}
