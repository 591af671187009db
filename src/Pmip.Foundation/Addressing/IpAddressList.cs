using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pmip.Foundation.Addressing;

/// <summary>A few addresses of either family, held in place: the name servers of one connection.</summary>
public struct IpAddressList
{
    /// <summary>Most addresses.</summary>
    public const int Capacity = 4;

    private Storage _items;

    /// <summary>Number of addresses.</summary>
    public int Count { get; private set; }

    /// <summary>The addresses, in the order in which they were added.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<IpAddress> AsSpan() => ((ReadOnlySpan<IpAddress>)_items)[..Count];

    /// <summary>Adds an address; false when the list is full.</summary>
    public bool TryAdd(IpAddress address)
    {
        if (Count == Capacity)
        {
            return false;
        }

        _items[Count++] = address;
        return true;
    }

    [InlineArray(Capacity)]
    private struct Storage
    {
        private IpAddress _first;
    }
}
