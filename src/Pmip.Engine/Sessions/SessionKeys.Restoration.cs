using System;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Sessions;

/// <content>
/// Keys that were given out before a restart. The places are put in order again at the end, by <see cref="EndRestoration"/>: until then
/// nothing may be taken or released.
/// </content>
public sealed partial class SessionKeys
{
    /// <summary>Gives a place the key that it had; false when the key cannot be one of this place, or the place is taken.</summary>
    public bool TryRestore(int index, GreKey key)
    {
        uint low = key.Value & (uint)((1L << _bits) - 1);
        if (!IsFree(index) || IsExcluded(key.Value) || low != (_space | (uint)index) || key.Value >> _bits == 0)
        {
            return false;
        }

        Restore(index, key.Value);
        return true;
    }

    /// <summary>Takes a place whose own key nobody sees.</summary>
    public bool TryRestorePlace(int index) => TryRestore(index, new GreKey((1U << _bits) | _space | (uint)Math.Max(index, 0)));

    /// <summary>Gives a place the excluded key that it had.</summary>
    public bool TryRestoreFor(GreKey key, int index)
    {
        if (!IsFree(index))
        {
            return false;
        }

        Invariant.Require(IsExcluded(key.Value) && !IsBarred(PlaceOfExcluded(key)));
        Restore(index, key.Value);
        return true;
    }

    /// <summary>Lets a free place rest until its quarantine is over, and not get <paramref name="key"/> with its next use.</summary>
    public void RestoreRest(int index, GreKey key, Instant until)
    {
        if (IsFree(index) && key.Value >> _bits != 0)
        {
            _key[index] = key.Value;
            _usableFrom[index] = until.Microseconds;
        }
    }

    /// <summary>Puts the free places in order: those that nobody had first, then those that rest, the one that rests longest last.</summary>
    public void EndRestoration()
    {
        _head = 0;
        int fresh = 0;
        int resting = _freeCount;
        for (int index = Capacity - 1; index >= 0; index--)
        {
            if (!IsTaken(index) && _usableFrom[index] != long.MinValue)
            {
                _free[--resting] = index;
            }
        }

        for (int index = 0; index < Capacity; index++)
        {
            if (_usableFrom[index] == long.MinValue)
            {
                _free[fresh++] = index;
            }
        }

        Invariant.Require(fresh == resting);
        _free.AsSpan(resting, _freeCount - resting).Sort((first, second) => _usableFrom[first].CompareTo(_usableFrom[second]));
    }

    private bool IsFree(int index) => index >= 0 && index < Capacity && _usableFrom[index] != Taken;

    private void Restore(int index, uint key)
    {
        _key[index] = key;
        _usableFrom[index] = Taken;
        _freeCount--;
    }
}
