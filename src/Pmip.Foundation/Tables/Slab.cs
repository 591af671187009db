namespace Pmip.Foundation.Tables;

/// <summary>A slot of a <see cref="Slab"/> together with the number of its use, so a stale reference is detected, not followed.</summary>
/// <param name="Index">Place in the table, from zero.</param>
/// <param name="Generation">How often the place was released before, modulo 65536.</param>
public readonly record struct SlotId(int Index, ushort Generation);

/// <summary>
/// A fixed set of slots with an intrusive free list. Invariants: a taken slot points at itself in the free list, so a
/// double release is caught; the generation of a slot changes with each release.
/// </summary>
public sealed class Slab
{
    private const int None = -1;
    private readonly int[] _nextFree;
    private readonly ushort[] _generation;
    private int _firstFree;
    private int _beforeTaken = None; // the free slot before the one that was taken by its number last

    /// <summary>Makes <paramref name="capacity"/> free slots.</summary>
    public Slab(int capacity)
    {
        Invariant.Require(capacity > 0);
        Capacity = capacity;
        _nextFree = new int[capacity];
        _generation = new ushort[capacity];
        for (int index = 0; index < capacity; index++)
        {
            _nextFree[index] = index + 1 < capacity ? index + 1 : None;
        }
    }

    /// <summary>Octets that one slot costs, for the memory account.</summary>
    public const int BytesPerSlot = sizeof(int) + sizeof(ushort);

    /// <summary>Number of slots, free and taken.</summary>
    public int Capacity { get; }

    /// <summary>Number of taken slots.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a free slot. False when every slot is taken: that is load, not a bug, so it is an answer.</summary>
    public bool TryTake(out SlotId id)
    {
        if (_firstFree == None)
        {
            id = default;
            return false;
        }

        int index = _firstFree;
        _firstFree = _nextFree[index];
        _nextFree[index] = index;
        Count++;
        id = new SlotId(index, _generation[index]);
        return true;
    }

    /// <summary>
    /// Takes one free slot of all: what was kept outside has its place. Walks the free slots between the one taken so before and this
    /// one, which is for a start, in the order of the slots.
    /// </summary>
    public SlotId Take(int index)
    {
        Invariant.Require(index >= 0 && index < Capacity && !IsTaken(index));
        int before = _beforeTaken != None && _beforeTaken < index && !IsTaken(_beforeTaken) ? _beforeTaken : None;
        while (before != None && _nextFree[before] != index)
        {
            before = _nextFree[before]; // Where the list is not in order any more it ends without the slot.
        }

        for (int free = _firstFree; before == None && free != index; free = _nextFree[free])
        {
            before = _nextFree[free] == index ? free : None;
        }

        _beforeTaken = before;

        if (before == None)
        {
            _firstFree = _nextFree[index];
        }
        else
        {
            _nextFree[before] = _nextFree[index];
        }

        _nextFree[index] = index;
        Count++;
        return new SlotId(index, _generation[index]);
    }

    /// <summary>Gives a live slot back.</summary>
    public void Release(SlotId id)
    {
        Invariant.Require(IsLive(id));
        unchecked
        {
            _generation[id.Index]++;
        }

        _nextFree[id.Index] = _firstFree;
        _firstFree = id.Index;
        Count--;
    }

    /// <summary>True while <paramref name="id"/> names the present use of its slot.</summary>
    public bool IsLive(SlotId id) => IsTaken(id.Index) && _generation[id.Index] == id.Generation;

    /// <summary>True while slot <paramref name="index"/> is taken; false for any number outside the table.</summary>
    public bool IsTaken(int index) => index >= 0 && index < Capacity && _nextFree[index] == index;

    /// <summary>The reference to the present use of a taken slot.</summary>
    public SlotId IdOf(int index)
    {
        Invariant.Require(IsTaken(index));
        return new SlotId(index, _generation[index]);
    }

    /// <summary>Walks the free list and requires that it and <see cref="Count"/> account for every slot.</summary>
    public void Verify()
    {
        int free = 0;
        for (int index = _firstFree; index != None; index = _nextFree[index])
        {
            Invariant.Require(_nextFree[index] != index);
            Invariant.Require(++free <= Capacity);
        }

        Invariant.Require(free + Count == Capacity);
    }
}
