using System;
using System.Numerics;

namespace Pmip.Foundation.Tables;

/// <summary>
/// Finds slots by the hash of a key that the caller keeps in the slot itself. Open addressing at a load of at most one
/// half, or of four fifths where it is <c>dense</c>, which is for an index that is seldom full; deletion shifts the run back, so
/// there are no tombstones and no decay over a year of churn. Hashes must come from <see cref="Randomness.SipHash"/> with a secret
/// key wherever the hashed bytes come from the network.
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
    private readonly Bucket[] _buckets; // hash and slot side by side: a probe costs one cache line
    private readonly int _mask;
    private readonly int _capacity;

    /// <summary>Makes an empty index for up to <paramref name="capacity"/> entries.</summary>
    public HashIndex(int capacity, bool dense = false)
    {
        Invariant.Require(capacity is > 0 and <= 1 << 28);
        _capacity = capacity;
        int buckets = BucketsFor(capacity, dense);
        _mask = buckets - 1;
        _buckets = new Bucket[buckets];
        Array.Fill(_buckets, new Bucket { Slot = Empty });
    }

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Octets that an index for <paramref name="capacity"/> entries costs, for the memory account.</summary>
    public static long BytesFor(int capacity, bool dense = false) => (long)BucketsFor(capacity, dense) * (sizeof(int) + sizeof(uint));

    /// <summary>The first place that may hold an entry with <paramref name="hash"/>, or -1.</summary>
    public int First(ulong hash) => Scan(HomeOf(unchecked((uint)hash)), unchecked((uint)hash));

    /// <summary>The next such place after <paramref name="probe"/>, or -1.</summary>
    public int Next(int probe, ulong hash) => Scan(After(probe), unchecked((uint)hash));

    /// <summary>The slot that the entry at <paramref name="probe"/> names.</summary>
    public int SlotAt(int probe) => _buckets[probe].Slot;

    /// <summary>Reads the bucket where a search for <paramref name="hash"/> begins, so that it is near when the search comes.</summary>
    public ulong Touch(ulong hash) => _buckets[HomeOf(unchecked((uint)hash))].Hash;

    /// <summary>Adds an entry. The caller makes sure that there is room and that the same slot is not there twice.</summary>
    public void Add(ulong hash, int slot)
    {
        Invariant.Require(Count < _capacity);
        Invariant.Require(slot >= 0);
        Bucket[] buckets = _buckets;
        int bucket = HomeOf(unchecked((uint)hash));
        while (buckets[bucket].Slot != Empty)
        {
            bucket = After(bucket);
        }

        buckets[bucket] = new Bucket { Hash = unchecked((uint)hash), Slot = slot };
        Count++;
    }

    /// <summary>Removes the entry that names <paramref name="slot"/> under <paramref name="hash"/>; it must be there.</summary>
    public void Remove(ulong hash, int slot)
    {
        Bucket[] buckets = _buckets;
        int hole = HomeOf(unchecked((uint)hash));
        while (buckets[hole].Slot != slot)
        {
            Invariant.Require(buckets[hole].Slot != Empty);
            hole = After(hole);
        }

        for (int bucket = After(hole); buckets[bucket].Slot != Empty; bucket = After(bucket))
        {
            if (Distance(HomeOf(buckets[bucket].Hash), bucket) >= Distance(hole, bucket))
            {
                buckets[hole] = buckets[bucket];
                hole = bucket;
            }
        }

        buckets[hole].Slot = Empty;
        Count--;
    }

    private static int BucketsFor(int capacity, bool dense) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)capacity + (dense ? ((uint)capacity / 4) + 1 : (uint)capacity));

    private int Scan(int bucket, uint hash)
    {
        Bucket[] buckets = _buckets;
        while (true)
        {
            Bucket at = buckets[bucket];
            if (at.Slot == Empty)
            {
                return -1;
            }

            if (at.Hash == hash)
            {
                return bucket;
            }

            bucket = After(bucket);
        }
    }

    private int HomeOf(uint hash) => unchecked((int)hash) & _mask;

    private int After(int bucket) => unchecked(bucket + 1) & _mask;

    // Buckets from one to the other, round the end.
    private int Distance(int from, int to) => unchecked(to - from) & _mask;

    private struct Bucket
    {
        public uint Hash;
        public int Slot;
    }
}
