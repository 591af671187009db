using System;

namespace Pmip.Foundation.Tables;

/// <summary>
/// Doubly linked lists whose links live beside the slots they connect: every slot is on at most one of the lists, new
/// members go to the end, and walking order is insertion order. One object serves all lists of one kind, for example
/// "bindings of a node" for every node.
/// </summary>
public sealed class SlotLists
{
    /// <summary>The end of a list, and the head of an empty one.</summary>
    public const int None = -1;
    private readonly int[] _first;
    private readonly int[] _last;
    private readonly int[] _count;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _listOf;

    /// <summary>Makes <paramref name="lists"/> empty lists over <paramref name="slots"/> slots.</summary>
    public SlotLists(int lists, int slots)
    {
        Invariant.Require(lists > 0 && slots > 0);
        _first = new int[lists];
        _last = new int[lists];
        _count = new int[lists];
        _next = new int[slots];
        _previous = new int[slots];
        _listOf = new int[slots];
        Array.Fill(_first, None);
        Array.Fill(_last, None);
        Array.Fill(_listOf, None);
    }

    /// <summary>Octets that one list costs, for the memory account.</summary>
    public const int BytesPerList = 3 * sizeof(int);

    /// <summary>Octets that one slot costs, for the memory account.</summary>
    public const int BytesPerSlot = 3 * sizeof(int);

    /// <summary>First member of <paramref name="list"/>, or <see cref="None"/>.</summary>
    public int First(int list) => _first[list];

    /// <summary>Member after <paramref name="slot"/>, or <see cref="None"/>. Read it before removing the slot.</summary>
    public int Next(int slot) => _next[slot];

    /// <summary>Number of members of <paramref name="list"/>.</summary>
    public int Count(int list) => _count[list];

    /// <summary>The list that <paramref name="slot"/> is on, or <see cref="None"/>.</summary>
    public int ListOf(int slot) => _listOf[slot];

    /// <summary>Puts a slot that is on no list at the end of <paramref name="list"/>.</summary>
    public void Append(int list, int slot)
    {
        Invariant.Require(_listOf[slot] == None);
        _listOf[slot] = list;
        _next[slot] = None;
        _previous[slot] = _last[list];
        if (_last[list] == None)
        {
            _first[list] = slot;
        }
        else
        {
            _next[_last[list]] = slot;
        }

        _last[list] = slot;
        _count[list]++;
    }

    /// <summary>Takes a slot off the list that it is on; it must be on one.</summary>
    public void Remove(int slot)
    {
        int list = _listOf[slot];
        Invariant.Require(list != None);
        if (_previous[slot] == None)
        {
            _first[list] = _next[slot];
        }
        else
        {
            _next[_previous[slot]] = _next[slot];
        }

        if (_next[slot] == None)
        {
            _last[list] = _previous[slot];
        }
        else
        {
            _previous[_next[slot]] = _previous[slot];
        }

        _listOf[slot] = None;
        _count[list]--;
    }
}
