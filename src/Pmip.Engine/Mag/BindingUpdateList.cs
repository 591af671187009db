using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <summary>
/// The binding update list (RFC 5213 6.1): one entry for each PDN connection, found by its node, by its session and by the
/// host's number for the node. Everything is allocated at start.
/// </summary>
/// <remarks>Invariant: an entry is in all three indexes exactly while its state is not <see cref="BindingUpdateState.Free"/>.</remarks>
internal sealed class BindingUpdateList
{
    private const int TimersPerSlot = 3;
    private readonly SipHash _hash;
    private readonly Slab _slots;
    private readonly BindingUpdateListEntry[] _entries;
    private readonly IdentifierTable _identifiers;
    private readonly HashIndex _byIdentifier;
    private readonly HashIndex _byAccessNode;
    private readonly int[] _slotOfSession;

    public BindingUpdateList(EngineLimits limits, SipHash hash, int sessions)
    {
        _hash = hash;
        _slots = new Slab(limits.Bindings);
        _entries = new BindingUpdateListEntry[limits.Bindings];
        _identifiers = new IdentifierTable(limits.Bindings, limits.IdentifierOctets);
        _byIdentifier = new HashIndex(limits.Bindings);
        _byAccessNode = new HashIndex(limits.Bindings);
        _slotOfSession = new int[sessions];
        Array.Fill(_slotOfSession, -1);
        Timers = new TimerHeap(limits.Bindings * TimersPerSlot);
    }

    /// <summary>Number of entries that fit.</summary>
    public int Capacity => _slots.Capacity;

    /// <summary>Number of entries.</summary>
    public int Count => _slots.Count;

    /// <summary>Deadlines of all entries.</summary>
    public TimerHeap Timers { get; }

    /// <summary>Longest identifier that fits.</summary>
    public int IdentifierOctetsMax => _identifiers.OctetsMax;

    /// <summary>The entry in a slot.</summary>
    public ref BindingUpdateListEntry this[int slot] => ref _entries[slot];

    /// <summary>Octets that the list costs, keys apart.</summary>
    public static long BytesFor(EngineLimits limits) =>
        ((long)limits.Bindings * (Slab.BytesPerSlot + Unsafe.SizeOf<BindingUpdateListEntry>() + (TimersPerSlot * TimerHeap.BytesPerTimer)))
        + IdentifierTable.BytesFor(limits.Bindings, limits.IdentifierOctets)
        + (2 * HashIndex.BytesFor(limits.Bindings))
        + ((long)SessionKeys.IndexCapacityFor(limits) * sizeof(int));

    /// <summary>Number of a timer of a slot.</summary>
    public static int TimerOf(int slot, BindingUpdateTimer kind) => (slot * TimersPerSlot) + (int)kind;

    /// <summary>Slot and kind of a timer.</summary>
    public static (int Slot, BindingUpdateTimer Kind) OwnerOf(int timer) =>
        (timer / TimersPerSlot, (BindingUpdateTimer)(timer % TimersPerSlot));

    /// <summary>True while the slot holds an entry; false for any number outside the table.</summary>
    public bool IsTaken(int slot) => _slots.IsTaken(slot);

    /// <summary>The identifier of an entry.</summary>
    public ReadOnlySpan<byte> IdentifierOf(int slot) => _identifiers[slot];

    /// <summary>Takes a slot for an entry, whose fields the caller has filled; false when the list is full.</summary>
    public bool TryAdd(in BindingUpdateListEntry entry, ReadOnlySpan<byte> identifier, out int slot)
    {
        Invariant.Require(entry.State != BindingUpdateState.Free);
        if (!_slots.TryTake(out SlotId id))
        {
            slot = -1;
            return false;
        }

        slot = id.Index;
        Fill(slot, entry, identifier);
        return true;
    }

    /// <summary>Takes a slot, which is free, for an entry that was in it before a restart.</summary>
    public void AddAt(int slot, in BindingUpdateListEntry entry, ReadOnlySpan<byte> identifier)
    {
        _slots.Take(slot);
        Fill(slot, entry, identifier);
    }

    /// <summary>Gives a slot back: no index, no timer, no octet of the entry stays.</summary>
    public void Remove(int slot)
    {
        Timers.Cancel(TimerOf(slot, BindingUpdateTimer.Update));
        Timers.Cancel(TimerOf(slot, BindingUpdateTimer.Expiry));
        Timers.Cancel(TimerOf(slot, BindingUpdateTimer.Presence));
        Unbind(slot);
        _byIdentifier.Remove(_hash.Hash(_identifiers[slot]), slot);
        _identifiers.Clear(slot);
        _entries[slot] = default;
        _slots.Release(_slots.IdOf(slot));
    }

    /// <summary>Replaces the entry in a slot by one of the same node that has another session or another access node.</summary>
    public void Replace(int slot, in BindingUpdateListEntry entry)
    {
        Unbind(slot);
        _entries[slot] = entry;
        Bind(slot);
    }

    /// <summary>First entry of the node, or -1. <paramref name="probe"/> is for <see cref="NextOf"/>.</summary>
    public int FirstOf(ReadOnlySpan<byte> identifier, ulong hash, out int probe) =>
        Seek(identifier, hash, _byIdentifier.First(hash), out probe);

    /// <summary>Next entry of the node, or -1.</summary>
    public int NextOf(ReadOnlySpan<byte> identifier, ulong hash, ref int probe) =>
        Seek(identifier, hash, _byIdentifier.Next(probe, hash), out probe);

    /// <summary>Hash of an identifier, for the two methods above.</summary>
    public ulong HashOf(ReadOnlySpan<byte> identifier) => _hash.Hash(identifier);

    /// <summary>The entry of a session, or -1.</summary>
    public int SlotOfSession(int session) => session >= 0 && session < _slotOfSession.Length ? _slotOfSession[session] : -1;

    /// <summary>The lowest slot above <paramref name="after"/> whose connection is of the host's node <paramref name="accessNode"/>, or -1.</summary>
    public int NextOfAccessNode(int accessNode, int after)
    {
        int best = -1;
        ulong hash = HashOfAccessNode(accessNode);
        for (int probe = _byAccessNode.First(hash); probe >= 0; probe = _byAccessNode.Next(probe, hash))
        {
            int slot = _byAccessNode.SlotAt(probe);
            if (slot > after && (best < 0 || slot < best) && _entries[slot].AccessNode == accessNode)
            {
                best = slot;
            }
        }

        return best;
    }

    /// <summary>Walks every slot, index and timer.</summary>
    public void Verify()
    {
        _slots.Verify();
        Timers.Verify();
        int timers = 0;
        int sessions = 0;
        for (int slot = 0; slot < Capacity; slot++)
        {
            ref readonly BindingUpdateListEntry entry = ref _entries[slot];
            bool isTaken = _slots.IsTaken(slot);
            bool hasUpdate = Timers.IsArmed(TimerOf(slot, BindingUpdateTimer.Update));
            bool hasExpiry = Timers.IsArmed(TimerOf(slot, BindingUpdateTimer.Expiry));
            bool hasPresence = Timers.IsArmed(TimerOf(slot, BindingUpdateTimer.Presence));
            timers += (hasUpdate ? 1 : 0) + (hasExpiry ? 1 : 0) + (hasPresence ? 1 : 0);
            Invariant.Require(isTaken == (entry.State != BindingUpdateState.Free));
            Invariant.Require(hasExpiry == entry.IsUp);
            Invariant.Require(!entry.IsEarly || entry.State == BindingUpdateState.Registering);
            Invariant.Require(entry.Dropped == 0 || entry.State == BindingUpdateState.Refreshing);
            Invariant.Require(hasUpdate == (isTaken && !IsSilent(entry)));
            Invariant.Require(hasPresence == (entry.Question != PresenceQuestion.None));
            Invariant.Require(entry.Question != PresenceQuestion.Reassertion || entry.State == BindingUpdateState.Refreshing);
            if (isTaken)
            {
                sessions++;
                Invariant.Require(_slotOfSession[entry.SessionIndex] == slot);
                Invariant.Require(FindExactly(slot));
                Invariant.Require(NextOfAccessNode(entry.AccessNode, slot - 1) == slot);
            }
            else
            {
                Invariant.Require(_identifiers[slot].IsEmpty);
            }
        }

        foreach (int slot in _slotOfSession)
        {
            sessions -= slot >= 0 ? 1 : 0;
        }

        Invariant.Require(sessions == 0);
        Invariant.Require(timers == Timers.Count);
        Invariant.Require(_byIdentifier.Count == Count);
        Invariant.Require(_byAccessNode.Count == Count);
    }

    // A refresh that nobody must send again: the answer contradicted it, or the node may be elsewhere.
    private static bool IsSilent(in BindingUpdateListEntry entry) => entry.State == BindingUpdateState.Refreshing
        && ((entry.IsSilenced && entry.Dropped == 0) || entry.Question == PresenceQuestion.Reassertion);

    private bool FindExactly(int wanted)
    {
        ReadOnlySpan<byte> identifier = _identifiers[wanted];
        ulong hash = HashOf(identifier);
        int slot = FirstOf(identifier, hash, out int probe);
        while (slot >= 0 && slot != wanted)
        {
            slot = NextOf(identifier, hash, ref probe);
        }

        return slot == wanted;
    }

    private int Seek(ReadOnlySpan<byte> identifier, ulong hash, int probe, out int found)
    {
        for (; probe >= 0; probe = _byIdentifier.Next(probe, hash))
        {
            int slot = _byIdentifier.SlotAt(probe);
            if (_identifiers.Holds(slot, identifier))
            {
                found = probe;
                return slot;
            }
        }

        found = -1;
        return -1;
    }

    private void Fill(int slot, in BindingUpdateListEntry entry, ReadOnlySpan<byte> identifier)
    {
        _entries[slot] = entry;
        _identifiers.Set(slot, identifier);
        _byIdentifier.Add(_hash.Hash(identifier), slot);
        Bind(slot);
    }

    private void Bind(int slot)
    {
        Invariant.Require(_slotOfSession[_entries[slot].SessionIndex] < 0);
        _slotOfSession[_entries[slot].SessionIndex] = slot;
        _byAccessNode.Add(HashOfAccessNode(_entries[slot].AccessNode), slot);
    }

    private void Unbind(int slot)
    {
        _slotOfSession[_entries[slot].SessionIndex] = -1;
        _byAccessNode.Remove(HashOfAccessNode(_entries[slot].AccessNode), slot);
    }

    private ulong HashOfAccessNode(int accessNode) => _hash.Hash(unchecked((ulong)(uint)accessNode), 0);
}
