using System;
using System.Collections.Generic;
using System.Numerics;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Sessions;

/// <summary>
/// The GRE keys that this node chooses. A key is the place of its session in the low bits and unguessable bits above, so the
/// data path finds the session without a hash, and a guess at a key is a guess at the upper bits (TS 29.275 6.3; R15, R17).
/// </summary>
/// <remarks>
/// Invariants: no key is zero; two taken places never have equal keys; a place gets another key with each use, and a released key is
/// not given out again before the quarantine is over; of the free places the one that rested longest is taken first; an excluded key is
/// given to nobody but by <see cref="TryTakeFor"/>, whatever its low bits say; a barred key is given to nobody at all.
/// It is keys that rest so long, not places: the keys of a place follow one another in an order that has each of them once, and a place
/// rests for that share of the quarantine which makes a whole round last as long. Nodes that come and go do not use up the places.
/// </remarks>
public sealed partial class SessionKeys
{
    private const int PlacesMin = 1024;
    private const long Taken = long.MaxValue;
    private const int FirstBarred = 1 << 20; // stands for any barred key, above the numbers of reservations
    private readonly KeyStream _stream;
    private readonly KeySuccession _succession;
    private Duration _quarantine;
    private Duration _placeRest;
    private readonly int _bits;
    private readonly uint _space;        // the bits of the engine's own space, above those of the place
    private readonly uint[] _key;        // place -> its present or last key, 0 before the first use
    private readonly uint[] _own;        // place -> the upper bits of the last key that was not an excluded one
    private readonly long[] _usableFrom; // place -> microseconds when its last key has rested, or Taken
    private readonly long[] _othersRest; // place -> microseconds until which keys before its present or last one rest
    private readonly int[] _free;        // ring of places in the order of their release
    private readonly HashIndex _excluded; // keys themselves are the hashes, so a hit is a match
    private HashIndex _barred;            // likewise
    private readonly int _reservationsMax;
    private int _head;
    private int _freeCount;

    /// <summary>
    /// Makes the keys for a node with <paramref name="limits"/>, all of them free but those of <paramref name="barred"/>, which
    /// something else than the engine has, such as a static tunnel.
    /// </summary>
    public SessionKeys(EngineLimits limits, KeyStream stream, Duration quarantine, IReadOnlyList<GreKey> barred)
    {
        _stream = stream;
        _quarantine = quarantine;
        _bits = IndexBitsFor(limits);
        Capacity = IndexCapacityFor(limits);
        Invariant.Require(BitOperations.IsPow2(limits.SessionSpaces) && limits.SessionSpace < limits.SessionSpaces);
        _space = (uint)(limits.SessionSpace * Capacity);
        _key = new uint[Capacity];
        _own = new uint[Capacity];
        _othersRest = new long[Capacity];
        _usableFrom = new long[Capacity];
        _free = new int[Capacity];
        _freeCount = Capacity;
        _excluded = new HashIndex(Math.Max(limits.Reservations, 1));
        _barred = Barring(barred);
        Invariant.Require(limits.Reservations + 1L < (1L << (32 - _bits)) - 1);
        _reservationsMax = limits.Reservations;
        _succession = new KeySuccession(new SipHash(stream.Next(), stream.Next()), 32 - _bits);
        _placeRest = PlaceRest();
        for (int index = 0; index < Capacity; index++)
        {
            _usableFrom[index] = long.MinValue;
            _free[index] = index;
        }
    }

    /// <summary>Number of places. More than bindings, so that resting places do not cost capacity.</summary>
    public int Capacity { get; }

    /// <summary>Number of taken places.</summary>
    public int Count => Capacity - _freeCount;

    /// <summary>The index of barred keys, for <see cref="Reconfigure"/>.</summary>
    internal static HashIndex Barring(IReadOnlyList<GreKey> barred)
    {
        HashIndex index = new(Math.Max(barred.Count, 1));
        for (int i = 0; i < barred.Count; i++)
        {
            if (index.First(barred[i].Value) < 0)
            {
                index.Add(barred[i].Value, i);
            }
        }

        return index;
    }

    /// <summary>Bars other keys from now on, whoever has them, and lets places that are released later rest for another time.</summary>
    internal void Reconfigure(HashIndex barred, Duration quarantine)
    {
        _barred = barred;
        _quarantine = quarantine;
        _placeRest = PlaceRest();
    }

    /// <summary>True for a key that something else than the engine has.</summary>
    internal bool IsBarred(GreKey key) => _barred.First(key.Value) >= 0;

    /// <summary>Places that a node with <paramref name="limits"/> has: a power of two, at least twice the bindings.</summary>
    public static int IndexCapacityFor(EngineLimits limits) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(PlacesMin, 2 * limits.Bindings));

    /// <summary>Low bits of a key that hold the place and the engine's space: the index in the data path's table.</summary>
    public static int IndexBitsFor(EngineLimits limits) => BitOperations.Log2((uint)(IndexCapacityFor(limits) * limits.SessionSpaces));

    /// <summary>Places that nobody has and that still rest. They were given back in order, so halving finds the first of them.</summary>
    public int RestingCount(Instant now)
    {
        int rested = 0;
        for (int end = _freeCount; rested < end;)
        {
            int middle = (rested + end) / 2;
            bool rests = _usableFrom[_free[(_head + middle) & (Capacity - 1)]] > now.Microseconds;
            end = rests ? middle : end;
            rested = rests ? rested : middle + 1;
        }

        return _freeCount - rested;
    }

    /// <summary>Octets that the keys of a node with <paramref name="limits"/> and so many barred keys cost.</summary>
    public static long BytesFor(EngineLimits limits, int barred = 0) =>
        ((long)IndexCapacityFor(limits) * ((2 * sizeof(uint)) + (2 * sizeof(long)) + sizeof(int)))
        + HashIndex.BytesFor(Math.Max(limits.Reservations, 1)) + HashIndex.BytesFor(Math.Max(barred, 1));

    /// <summary>
    /// Takes a place and gives it a new key. False when every place is taken or was released a moment ago, or when every key of the next
    /// place is barred, which then goes to the end of the line.
    /// </summary>
    public bool TryTake(Instant now, out int index, out GreKey key)
    {
        if (!TryTakePlace(now, out index))
        {
            key = GreKey.None;
            return false;
        }

        uint low = _space | (uint)index;
        uint last = _own[index] != 0 ? _own[index] : _key[index] >> _bits;
        uint upper = last == 0 ? (uint)(1 + (_stream.Next() % _succession.Count)) : _succession.Next(index, last);
        for (int tries = _excluded.Count + _barred.Count + 1; upper == last || IsExcluded((upper << _bits) | low); tries--)
        {
            if (tries == 0)
            {
                Release(index, now);
                key = GreKey.None;
                return false;
            }

            upper = _succession.Next(index, upper);
        }

        _own[index] = upper;
        _key[index] = (upper << _bits) | low;
        key = new GreKey(_key[index]);
        return true;
    }

    /// <summary>Takes a place for an excluded key. False when every place is taken or was released a moment ago.</summary>
    public bool TryTakeFor(GreKey key, Instant now, out int index)
    {
        Invariant.Require(IsExcluded(key.Value) && !IsBarred(PlaceOfExcluded(key)));
        if (!TryTakePlace(now, out index))
        {
            return false;
        }

        _key[index] = key.Value;
        return true;
    }

    /// <summary>Keeps a key that nobody has from being given out; <paramref name="place"/> is the caller's number for it.</summary>
    public void Exclude(GreKey key, int place) => _excluded.Add(key.Value, place);

    /// <summary>Lets an excluded key that nobody has be given out again.</summary>
    public void Include(GreKey key, int place) => _excluded.Remove(key.Value, place);

    /// <summary>True when a number from <see cref="PlaceOfExcluded"/> is that of a barred key, which was never the caller's.</summary>
    public static bool IsBarred(int place) => place >= FirstBarred;

    /// <summary>True when the low bits of the key say that it is in the space of this engine, and not in another one of the node.</summary>
    public bool IsOfOwnSpace(GreKey key) => (key.Value & (uint)((1 << _bits) - 1) & ~(uint)(Capacity - 1)) == _space;

    /// <summary>The caller's number for an excluded key, or -1.</summary>
    public int PlaceOfExcluded(GreKey key)
    {
        int probe = _excluded.First(key.Value);
        return probe >= 0 ? _excluded.SlotAt(probe) : IsBarred(key) ? FirstBarred : -1;
    }

    /// <summary>
    /// Whether somebody has the key, which is not an excluded one, or had it within the quarantine; when its place had several keys within
    /// that time, each key of the place is taken for one of them.
    /// </summary>
    public KeyUse UseOf(GreKey key, Instant now)
    {
        int index = (int)(key.Value & (uint)(Capacity - 1));
        return _key[index] != key.Value ? (_othersRest[index] > now.Microseconds ? KeyUse.Resting : KeyUse.Free)
            : IsTaken(index) ? KeyUse.Taken
            : _usableFrom[index] > now.Microseconds ? KeyUse.Resting
            : KeyUse.Free;
    }

    /// <summary>Gives a taken place back; its key rests until the quarantine is over.</summary>
    public void Release(int index, Instant now)
    {
        Invariant.Require(IsTaken(index));
        _usableFrom[index] = now.Plus(_quarantine).Microseconds;
        _free[(_head + _freeCount) & (Capacity - 1)] = index;
        _freeCount++;
    }

    /// <summary>True while the place is taken; false for any number outside the table.</summary>
    public bool IsTaken(int index) => index >= 0 && index < Capacity && _usableFrom[index] == Taken;

    /// <summary>The key of a taken place.</summary>
    public GreKey KeyOf(int index)
    {
        Invariant.Require(IsTaken(index));
        return new GreKey(_key[index]);
    }

    /// <summary>Walks all places and requires that the ring holds exactly the free ones.</summary>
    public void Verify()
    {
        int free = 0;
        for (int index = 0; index < Capacity; index++)
        {
            bool isTaken = IsTaken(index);
            free += isTaken ? 0 : 1;
            bool isOwn = isTaken && !IsExcluded(_key[index]);
            Invariant.Require(!isTaken || _key[index] != 0);
            Invariant.Require(!isOwn || (_key[index] & (uint)(Capacity - 1)) == (uint)index);
            Invariant.Require(!isOwn || _key[index] >> _bits != 0);
        }

        Invariant.Require(free == _freeCount);
        for (int i = 0; i < _freeCount; i++)
        {
            Invariant.Require(!IsTaken(_free[(_head + i) & (Capacity - 1)]));
        }
    }

    private bool IsExcluded(uint key) => _excluded.First(key) >= 0 || _barred.First(key) >= 0;

    private bool TryTakePlace(Instant now, out int index)
    {
        index = _freeCount == 0 ? -1 : _free[_head];
        if (index < 0 || _usableFrom[index] > now.Plus(_quarantine).Microseconds - _placeRest.Microseconds)
        {
            index = -1;
            return false;
        }

        _othersRest[index] = _usableFrom[index];
        _head = (_head + 1) & (Capacity - 1);
        _freeCount--;
        _usableFrom[index] = Taken;
        return true;
    }

    // A key comes again after all others of its place but the excluded ones, each of which was preceded by a rest of the place.
    private Duration PlaceRest()
    {
        long keys = Math.Max((long)_succession.Count - _reservationsMax - _barred.Count, 1);
        return new Duration((_quarantine.Microseconds + keys - 1) / keys);
    }
}
