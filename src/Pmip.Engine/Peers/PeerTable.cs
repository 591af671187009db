using System;
using System.Collections.Generic;
using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Peers;

/// <summary>
/// The nodes that may speak PMIPv6 with us (RFC 5213 4: an explicit list). Peers with addresses have the first slots, in the
/// order of the configuration; nodes of a trusted prefix get the others as they come. A node of a prefix that has no binding
/// gives its slot up to the next newcomer when there is no other.
/// </summary>
/// <remarks>
/// The outermost source decides who it is, since that is what the network and IPsec vouch for; an inner source that is
/// another peer's makes it a stranger. Invariant: a learned peer is on the idle list exactly while it has no binding, and one
/// that has left always is.
/// </remarks>
public sealed partial class PeerTable
{
    private const int IdleList = 0;
    private readonly SipHash _hash;
    private readonly Slab _slots;
    private HashIndex _byAddress;
    private readonly SlotLists _idle;
    private readonly SlotLists _newlyBound;
    private readonly Peer[] _peers;
    private PeerRules _rules;
    private int _configured;
    private int _gone;

    /// <summary>Makes the table with room for <paramref name="limits"/>' peers, or for the configured ones if they are more.</summary>
    public PeerTable(IReadOnlyList<PeerConfiguration> peers, EngineLimits limits, SipHash hash)
    {
        Capacity = Math.Max(Math.Max(limits.Peers, peers.Count), 1);
        _hash = hash;
        _slots = new Slab(Capacity);
        _byAddress = new HashIndex(2 * Capacity);
        _idle = new SlotLists(1, Capacity);
        _newlyBound = new SlotLists(1, Capacity);
        _peers = new Peer[Capacity];
        _rules = new PeerRules(peers, [], hash);
        for (int place = 0; place < _rules.Named.Length; place++)
        {
            bool hasRoom = _slots.TryTake(out SlotId id);
            Invariant.Require(hasRoom && id.Index == place);
            Name(id.Index, _rules.Named[place]);
            AddAddress(id.Index, _rules.Named[place].Ipv6);
            AddAddress(id.Index, _rules.Named[place].Ipv4);
            _configured++;
        }
    }

    /// <summary>Number of slots, used and unused.</summary>
    public int Capacity { get; }

    /// <summary>Peers that have a slot.</summary>
    public int Count => _slots.Count - _gone;

    /// <summary>Octets that the table costs.</summary>
    public static long BytesFor(EngineLimits limits) => HashIndex.BytesFor(2 * limits.Peers) + (2 * SlotLists.BytesPerList)
        + ((long)limits.Peers * (Slab.BytesPerSlot + (2 * SlotLists.BytesPerSlot) + System.Runtime.CompilerServices.Unsafe.SizeOf<Peer>()));

    /// <summary>Finds the sender of a message that came along <paramref name="path"/>; a node of a trusted prefix may get a slot.</summary>
    public PeerLookup TryResolve(in SignallingPath path, out int slot)
    {
        slot = Find(path.OuterRemote);
        if (slot >= 0)
        {
            int inner = path.Remote == path.OuterRemote ? slot : Find(path.Remote);
            if (inner == slot || inner < 0)
            {
                return PeerLookup.Known;
            }

            slot = -1;
            return PeerLookup.Unknown;
        }

        int prefix = _rules.PrefixOf(path.OuterRemote);
        if (prefix < 0 || !IsPlausibleInner(path))
        {
            return PeerLookup.Unknown;
        }

        if (!TryTakeSlot(out slot))
        {
            return PeerLookup.TableFull;
        }

        _peers[slot] = new Peer
        {
            Standing = PeerStanding.Learned,
            Name = _rules.Prefixes[prefix].Name,
            Quirks = _rules.Prefixes[prefix].Quirks,
            NameOctets = _rules.Prefixes[prefix].NameOctets,
            Ipv6 = path.Remote.IsIPv4 ? default : path.Remote,
            Ipv4 = path.OuterRemote.IsIPv4 ? path.OuterRemote : default,
            IsIpv6Inner = path.OuterRemote.IsIPv4,
        };
        AddAddress(slot, path.OuterRemote);
        _idle.Append(IdleList, slot);
        return PeerLookup.Learned;
    }

    /// <summary>True for an address of a peer, and for one in a trusted prefix.</summary>
    public bool IsTrusted(IpAddress address) => Find(address) >= 0 || _rules.PrefixOf(address) >= 0;

    /// <summary>Reads a slot; false when nobody has it.</summary>
    public bool TryRead(int slot, out PeerView view)
    {
        if (!_slots.IsTaken(slot) || _peers[slot].Standing == PeerStanding.Gone)
        {
            view = default;
            return false;
        }

        ref readonly Peer peer = ref _peers[slot];
        ref readonly PeerPath path = ref peer.Supervised;
        view = new PeerView(peer.Name, peer.Path, peer.Bindings, peer.Received, peer.Sent, peer.LastHeard)
        {
            State = path.State,
            HasRoundTrip = path.HasRoundTrip,
            RoundTrip = path.RoundTrip,
            Missed = path.Missed,
            HasRestartCounter = path.HasRestartCounter,
            RestartCounter = path.RestartCounter,
            Lacking = path.Lacking,
            IsLeaving = peer.Standing == PeerStanding.Leaving,
            Quirks = peer.Quirks,
        };
        return true;
    }

    /// <summary>Notes a message from the peer.</summary>
    public void NoteReceived(int slot, in SignallingPath path, Instant now)
    {
        Invariant.Require(_slots.IsTaken(slot));
        ref Peer peer = ref _peers[slot];
        peer.Path = path;
        peer.LastHeard = now;
        peer.Received++;
    }

    /// <summary>Notes a message to the peer.</summary>
    public void NoteSent(int slot, in SignallingPath path)
    {
        Invariant.Require(_slots.IsTaken(slot));
        ref Peer peer = ref _peers[slot];
        peer.Sent++;
        if (peer.Received == 0)
        {
            peer.Path = path;
        }
    }

    /// <summary>What is tolerated of the peer.</summary>
    public PeerQuirks QuirksOf(int slot) => _peers[slot].Quirks;

    /// <summary>Bindings with the peer.</summary>
    public int BindingsOf(int slot) => _peers[slot].Bindings;

    /// <summary>Notes a new binding with the peer, which then keeps its slot.</summary>
    public void AddBinding(int slot)
    {
        Invariant.Require(_slots.IsTaken(slot));
        if (_peers[slot].Bindings++ > 0)
        {
            return;
        }

        NoteFirstBinding(slot);
        if (_peers[slot].Standing == PeerStanding.Learned)
        {
            _idle.Remove(slot);
        }
    }

    /// <summary>Notes the end of a binding with the peer.</summary>
    public void RemoveBinding(int slot)
    {
        Invariant.Require(_slots.IsTaken(slot));
        Invariant.Require(_peers[slot].Bindings > 0);
        if (--_peers[slot].Bindings > 0)
        {
            return;
        }

        NoteLastBinding(slot);
        if (_peers[slot].Standing == PeerStanding.Learned)
        {
            _idle.Append(IdleList, slot);
        }
        else if (_peers[slot].Standing == PeerStanding.Leaving)
        {
            BecomeGone(slot);
        }
    }

    /// <summary>Walks all slots and requires that index, idle list and bindings agree.</summary>
    public void Verify()
    {
        _slots.Verify();
        int idle = 0;
        int addresses = 0;
        int gone = 0;
        for (int slot = 0; slot < Capacity; slot++)
        {
            bool isTaken = _slots.IsTaken(slot);
            PeerStanding standing = _peers[slot].Standing;
            bool isIdle = isTaken && _peers[slot].Bindings == 0 && standing is PeerStanding.Learned or PeerStanding.Gone;
            Invariant.Require(!isTaken || standing != PeerStanding.Leaving || _peers[slot].Bindings > 0);
            Invariant.Require(!isTaken || standing != PeerStanding.Gone || _peers[slot].Bindings == 0);
            gone += isTaken && standing == PeerStanding.Gone ? 1 : 0;
            Invariant.Require((_idle.ListOf(slot) == IdleList) == isIdle);
            Invariant.Require(_peers[slot].Bindings >= 0);
            Invariant.Require(_newlyBound.ListOf(slot) == SlotLists.None || _peers[slot].Bindings > 0);
            idle += isIdle ? 1 : 0;
            addresses += isTaken && _peers[slot].IsIpv6Indexed ? 1 : 0;
            addresses += isTaken && _peers[slot].IsIpv4Indexed ? 1 : 0;
        }

        Invariant.Require(_idle.Count(IdleList) == idle);
        Invariant.Require(gone == _gone);
        Invariant.Require(_byAddress.Count == addresses);
    }

    private int Find(IpAddress address)
    {
        ulong hash = _hash.Hash(address.High, address.Low);
        for (int probe = _byAddress.First(hash); probe >= 0; probe = _byAddress.Next(probe, hash))
        {
            int slot = _byAddress.SlotAt(probe);
            if (IsAddressOf(slot, address))
            {
                return slot;
            }
        }

        return -1;
    }

    private bool IsAddressOf(int slot, IpAddress address) =>
        !address.IsUnspecified && (_peers[slot].Ipv6 == address || _peers[slot].Ipv4 == address);

    // With mixed pairs (R11) the inner source is the node's IPv6 address, of which the outer source says nothing: it must
    // be trusted by itself, and must not be the address of a peer that has a slot.
    private bool IsPlausibleInner(in SignallingPath path) =>
        path.Remote == path.OuterRemote || (_rules.PrefixOf(path.Remote) >= 0 && Find(path.Remote) < 0);

    private bool TryTakeSlot(out int slot)
    {
        if (_slots.TryTake(out SlotId id))
        {
            slot = id.Index;
            return true;
        }

        slot = _idle.First(IdleList);
        if (slot == SlotLists.None)
        {
            slot = -1;
            return false;
        }

        LeaveIdleList(slot);
        RemoveAddresses(slot);
        return true;
    }

    private void AddAddress(int slot, IpAddress address)
    {
        if (!address.IsUnspecified)
        {
            _byAddress.Add(_hash.Hash(address.High, address.Low), slot);
            _peers[slot].IsIpv6Indexed |= !address.IsIPv4;
            _peers[slot].IsIpv4Indexed |= address.IsIPv4;
        }
    }

    private void RemoveAddresses(int slot)
    {
        ref Peer peer = ref _peers[slot];
        if (peer.IsIpv6Indexed)
        {
            _byAddress.Remove(_hash.Hash(peer.Ipv6.High, peer.Ipv6.Low), slot);
        }

        if (peer.IsIpv4Indexed)
        {
            _byAddress.Remove(_hash.Hash(peer.Ipv4.High, peer.Ipv4.Low), slot);
        }

        peer.IsIpv6Indexed = false;
        peer.IsIpv4Indexed = false;
    }

    private struct Peer
    {
        public string Name;
        public byte[] NameOctets;
        public IpAddress Ipv6;
        public IpAddress Ipv4;
        public SignallingPath Path;
        public Instant LastHeard;
        public long Received;
        public long Sent;
        public int Bindings;
        public PeerQuirks Quirks;
        public PeerStanding Standing;

        /// <summary>Its IPv6 address is only what it showed behind the IPv4 one, which is what it is found by.</summary>
        public bool IsIpv6Inner;
        public bool IsIpv6Indexed;
        public bool IsIpv4Indexed;

        /// <summary>Nobody else gets the slot before that.</summary>
        public Instant RestsUntil;
        public PeerPath Supervised;
    }
}
