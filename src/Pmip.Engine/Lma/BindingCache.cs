using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;

namespace Pmip.Engine.Lma;

/// <summary>
/// The binding cache (RFC 5213 5.1): entries in slots, found by identifier, by prefix, by IPv4 home address and by session.
/// </summary>
/// <remarks>
/// Invariants: an entry is in the index by identifier exactly while its slot is taken; each of its addresses is in the index
/// of its family; no two entries have a prefix, an address or a session in common.
/// </remarks>
internal sealed class BindingCache
{
    private const int None = -1;
    private readonly Slab _slots;
    private readonly BindingCacheEntry[] _entries;
    private readonly IdentifierTable _identifiers;
    private readonly HashIndex _byIdentifier;
    private readonly HashIndex _byPrefix; // names slot * IpPrefixList.Capacity + position
    private readonly HashIndex _byIpv4;
    private readonly int[] _bySession;
    private readonly SipHash _hash;
    private ulong _touched;

    public BindingCache(EngineLimits limits, SipHash hash, int prefixesPerBinding = IpPrefixList.Capacity)
    {
        _hash = hash;
        _slots = new Slab(limits.Bindings);
        _entries = new BindingCacheEntry[limits.Bindings];
        _identifiers = new IdentifierTable(limits.Bindings, limits.IdentifierOctets);
        _byIdentifier = new HashIndex(limits.Bindings);
        _byPrefix = new HashIndex(limits.Bindings * prefixesPerBinding);
        _byIpv4 = new HashIndex(limits.Bindings);
        _bySession = new int[SessionKeys.IndexCapacityFor(limits)];
        Array.Fill(_bySession, None);
    }

    public int Capacity => _slots.Capacity;

    public int Count => _slots.Count;

    public bool IsFull => _slots.Count == _slots.Capacity;

    public int IdentifierOctetsMax => _identifiers.OctetsMax;

    /// <summary>Octets that it costs: TS 29.275 gives a binding one prefix, RFC 5213 several.</summary>
    public static long BytesFor(EngineLimits limits, int prefixesPerBinding = IpPrefixList.Capacity) =>
        ((long)limits.Bindings * (Slab.BytesPerSlot + Unsafe.SizeOf<BindingCacheEntry>()))
        + IdentifierTable.BytesFor(limits.Bindings, limits.IdentifierOctets)
        + (2 * HashIndex.BytesFor(limits.Bindings)) + HashIndex.BytesFor(limits.Bindings * prefixesPerBinding)
        + ((long)SessionKeys.IndexCapacityFor(limits) * sizeof(int));

    public ref BindingCacheEntry this[int slot] => ref _entries[slot];

    /// <summary>
    /// Reads one word of each cache line that an update of the binding will need. In a table larger than the caches these reads then wait
    /// together, once, where the update would wait for one after the other.
    /// </summary>
    public void Touch(int slot)
    {
        ref readonly BindingCacheEntry entry = ref _entries[slot];
        unchecked
        {
            _touched = (ulong)entry.Peer + entry.LastTimestamp + entry.CareOfAddress.Low + entry.Path.OuterRemote.Low
                + (ulong)entry.HomeNetworkPrefixes.Count + _identifiers.Touch(slot);
        }
    }

    /// <summary>Reads the place where the bindings of a node are looked for first.</summary>
    public ulong TouchNode(ulong hash) => _byIdentifier.Touch(hash);

    public bool IsTaken(int slot) => _slots.IsTaken(slot);

    public ReadOnlySpan<byte> IdentifierOf(int slot) => _identifiers[slot];

    public ulong HashOf(ReadOnlySpan<byte> identifier) => _hash.Hash(identifier);

    /// <summary>First place that may hold a binding of the node; see <see cref="HashIndex"/>.</summary>
    public int FirstOfNode(ulong hash) => _byIdentifier.First(hash);

    public int NextOfNode(int probe, ulong hash) => _byIdentifier.Next(probe, hash);

    public int SlotAt(int probe) => _byIdentifier.SlotAt(probe);

    public bool IsOf(int slot, ReadOnlySpan<byte> identifier) => _identifiers.Holds(slot, identifier);

    /// <summary>Makes the entry of a new binding. There is room.</summary>
    public int Add(ReadOnlySpan<byte> identifier, ulong hash, int session)
    {
        bool hasRoom = _slots.TryTake(out SlotId id);
        Invariant.Require(hasRoom);
        return Add(id, identifier, hash, session);
    }

    /// <summary>Makes the entry of a binding that was in a slot before a restart. The slot is free.</summary>
    public void AddAt(int slot, ReadOnlySpan<byte> identifier, ulong hash, int session) => Add(_slots.Take(slot), identifier, hash, session);

    private int Add(SlotId id, ReadOnlySpan<byte> identifier, ulong hash, int session)
    {
        Invariant.Require(_bySession[session] == None);
        _identifiers.Set(id.Index, identifier);
        _byIdentifier.Add(hash, id.Index);
        _bySession[session] = id.Index;
        ref BindingCacheEntry entry = ref _entries[id.Index]; // Cleared when it was removed.
        entry.IdentifierHash = hash;
        entry.SessionIndex = session;
        entry.Revocation = None;
        entry.WaitingUpdate = None;
        entry.Reservation = None;
        return id.Index;
    }

    /// <summary>Deletes an entry that has no addresses any more.</summary>
    public void Remove(int slot)
    {
        ref BindingCacheEntry entry = ref _entries[slot];
        Invariant.Require(!entry.HasIpv6 && !entry.HasIpv4);
        _byIdentifier.Remove(entry.IdentifierHash, slot);
        _bySession[entry.SessionIndex] = None;
        _identifiers.Clear(slot);
        entry = default;
        _slots.Release(_slots.IdOf(slot));
    }

    public void SetPrefixes(int slot, in IpPrefixList prefixes)
    {
        Invariant.Require(!_entries[slot].HasIpv6);
        for (int i = 0; i < prefixes.Count; i++)
        {
            _byPrefix.Add(HashOf(prefixes[i]), (slot * IpPrefixList.Capacity) + i);
        }

        _entries[slot].HomeNetworkPrefixes = prefixes;
    }

    public void ClearPrefixes(int slot)
    {
        ref IpPrefixList prefixes = ref _entries[slot].HomeNetworkPrefixes;
        for (int i = 0; i < prefixes.Count; i++)
        {
            _byPrefix.Remove(HashOf(prefixes[i]), (slot * IpPrefixList.Capacity) + i);
        }

        prefixes = default;
    }

    public void SetIpv4(int slot, IpAddress address)
    {
        Invariant.Require(!_entries[slot].HasIpv4);
        _byIpv4.Add(_hash.Hash(address.High, address.Low), slot);
        _entries[slot].HomeAddress4 = address;
    }

    public void ClearIpv4(int slot)
    {
        IpAddress address = _entries[slot].HomeAddress4;
        _byIpv4.Remove(_hash.Hash(address.High, address.Low), slot);
        _entries[slot].HomeAddress4 = default;
    }

    /// <summary>The binding that holds the prefix, or -1.</summary>
    public int FindByPrefix(IpPrefix prefix)
    {
        ulong hash = HashOf(prefix);
        for (int probe = _byPrefix.First(hash); probe >= 0; probe = _byPrefix.Next(probe, hash))
        {
            int slot = _byPrefix.SlotAt(probe) / IpPrefixList.Capacity;
            if (_entries[slot].HomeNetworkPrefixes.Contains(prefix))
            {
                return slot;
            }
        }

        return None;
    }

    /// <summary>The binding that holds the IPv4 home address, or -1.</summary>
    public int FindByIpv4(IpAddress address)
    {
        ulong hash = _hash.Hash(address.High, address.Low);
        for (int probe = _byIpv4.First(hash); probe >= 0; probe = _byIpv4.Next(probe, hash))
        {
            if (_entries[_byIpv4.SlotAt(probe)].HomeAddress4 == address)
            {
                return _byIpv4.SlotAt(probe);
            }
        }

        return None;
    }

    /// <summary>The binding of a session, or -1.</summary>
    public int FindBySession(int session) => session >= 0 && session < _bySession.Length ? _bySession[session] : None;

    public void Verify()
    {
        _slots.Verify();
        int prefixes = 0;
        int addresses = 0;
        for (int slot = 0; slot < Capacity; slot++)
        {
            ref readonly BindingCacheEntry entry = ref _entries[slot];
            Invariant.Require(_slots.IsTaken(slot) == (entry.State != BindingState.Free));
            if (entry.State == BindingState.Free)
            {
                continue;
            }

            Invariant.Require(entry.HasIpv6 || entry.HasIpv4);
            Invariant.Require(!entry.IsIpv4Deferred || !entry.HasIpv4);
            Invariant.Require(_bySession[entry.SessionIndex] == slot);
            Invariant.Require(entry.IdentifierHash == _hash.Hash(_identifiers[slot]));
            for (int i = 0; i < entry.HomeNetworkPrefixes.Count; i++)
            {
                Invariant.Require(FindByPrefix(entry.HomeNetworkPrefixes[i]) == slot);
            }

            Invariant.Require(!entry.HasIpv4 || FindByIpv4(entry.HomeAddress4) == slot);
            prefixes += entry.HomeNetworkPrefixes.Count;
            addresses += entry.HasIpv4 ? 1 : 0;
        }

        Invariant.Require(_byIdentifier.Count == Count);
        Invariant.Require(_byPrefix.Count == prefixes);
        Invariant.Require(_byIpv4.Count == addresses);
    }

    private ulong HashOf(IpPrefix prefix)
    {
        IpAddress address = prefix.Masked.Address;
        return _hash.Hash(address.High, address.Low ^ prefix.Length);
    }
}
