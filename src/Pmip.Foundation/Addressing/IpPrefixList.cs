using System.Runtime.CompilerServices;

namespace Pmip.Foundation.Addressing;

/// <summary>
/// The home network prefixes of one message or one binding, held in place. TS 29.275 allows exactly one; RFC 5213 any number,
/// of which we keep <see cref="Capacity"/>. The octets after the prefix are kept as received: 3GPP networks put the interface
/// identifier of the mobile node there.
/// </summary>
public struct IpPrefixList
{
    /// <summary>Most prefixes that one binding can have.</summary>
    public const int Capacity = 4;

    private byte _count; // Before the first prefix, beside which it is mostly read.
    private Storage _items;

    /// <summary>Number of prefixes.</summary>
    public readonly int Count => _count;

    /// <summary>The prefix at <paramref name="index"/>.</summary>
    public readonly IpPrefix this[int index]
    {
        get
        {
            Invariant.Require(index >= 0 && index < Count);
            return _items[index];
        }
    }

    /// <summary>Adds a prefix; false when the list is full.</summary>
    public bool TryAdd(IpPrefix prefix)
    {
        if (_count == Capacity)
        {
            return false;
        }

        _items[_count++] = prefix;
        return true;
    }

    /// <summary>True when some prefix equals <paramref name="prefix"/> in its first <c>Length</c> bits and in its length.</summary>
    public readonly bool Contains(IpPrefix prefix)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].Length == prefix.Length && _items[i].Masked == prefix.Masked)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when both lists hold the same prefixes, in any order.</summary>
    public readonly bool SetEquals(in IpPrefixList other)
    {
        if (Count != other.Count)
        {
            return false;
        }

        if (Count == 1 && _items[0] == other._items[0])
        {
            return true; // What TS 29.275 allows, and what nearly every message has.
        }

        for (int i = 0; i < Count; i++)
        {
            if (!other.Contains(_items[i]) || !Contains(other._items[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when <paramref name="other"/> holds every prefix of this list, however often either names one.</summary>
    public readonly bool IsSubsetOf(in IpPrefixList other)
    {
        bool holds = true;
        for (int i = 0; i < Count && holds; i++)
        {
            holds = other.Contains(_items[i]);
        }

        return holds;
    }

    [InlineArray(Capacity)]
    private struct Storage
    {
        private IpPrefix _first;
    }
}
