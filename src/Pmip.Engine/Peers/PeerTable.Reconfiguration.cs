using Pmip.Foundation;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Peers;

/// <content>
/// Another peer list. A peer is the same when it has an address that it had, whatever it is called: it keeps its slot and all that
/// is known of it. One that is in the list no more keeps the slot until its last binding has ended.
/// </content>
public sealed partial class PeerTable
{
    /// <summary>True for a peer that may register.</summary>
    internal bool Accepts(int slot) => _peers[slot].Standing <= PeerStanding.Learned;

    /// <summary>True for a peer that the configuration names with its addresses.</summary>
    internal bool IsNamed(int slot) => _slots.IsTaken(slot) && _peers[slot].Standing == PeerStanding.Configured;

    /// <summary>Keeps the slot of a peer that leaves from others until then.</summary>
    internal void Rest(int slot, Instant until) => _peers[slot].RestsUntil = until;

    /// <summary>
    /// Finds which slots the peers of another list have, those with an address of their own first. Changes nothing here; called
    /// again, it finds anew.
    /// </summary>
    internal void Match(PeerChange change)
    {
        System.Array.Fill(change.SlotOf, -1);
        for (int slot = 0; slot < Capacity; slot++)
        {
            change.NamedOf[slot] = -1;
            change.PrefixOf[slot] = -1;
        }

        for (PeerStanding standing = PeerStanding.Configured; standing <= PeerStanding.Gone; standing++)
        {
            for (int slot = 0; slot < Capacity; slot++)
            {
                if (_slots.IsTaken(slot) && MatchesAs(slot, standing))
                {
                    Match(slot, change);
                }
            }
        }
    }

    /// <summary>True when there is a slot for every peer of a list that was matched.</summary>
    internal bool HasRoomFor(PeerChange change, Instant now)
    {
        int wanted = 0;
        foreach (int slot in change.SlotOf)
        {
            wanted += slot < 0 ? 1 : 0;
        }

        int free = Capacity - _slots.Count;
        for (int slot = 0; slot < Capacity && free < wanted; slot++)
        {
            free += _slots.IsTaken(slot) && change.NamedOf[slot] < 0 && _peers[slot].Bindings == 0 && _peers[slot].RestsUntil <= now ? 1 : 0;
        }

        return free >= wanted;
    }

    /// <summary>Puts a list in force that was matched and has room.</summary>
    internal void Apply(PeerChange change, Instant now)
    {
        _rules = change.Rules;
        _configured = change.Rules.Named.Length;
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (_slots.IsTaken(slot))
            {
                Reclassify(slot, change);
            }
        }

        for (int place = 0; place < change.SlotOf.Length; place++)
        {
            if (change.SlotOf[place] < 0)
            {
                int slot = TakeSlotFor(now);
                change.SlotOf[place] = slot;
                change.NamedOf[slot] = place;
                _peers[slot] = default;
                Name(slot, change.Rules.Named[place]);
            }
        }

        RebuildIndex(change.Index);
    }

    private bool MatchesAs(int slot, PeerStanding standing) => standing switch
    {
        PeerStanding.Configured => _peers[slot].Standing is PeerStanding.Configured or PeerStanding.Leaving,
        PeerStanding.Leaving => false,
        _ => _peers[slot].Standing == standing,
    };

    private void Match(int slot, PeerChange change)
    {
        ref readonly Peer peer = ref _peers[slot];
        int place = change.Rules.Find(peer.Ipv6);
        place = place >= 0 && change.SlotOf[place] < 0 ? place : change.Rules.Find(peer.Ipv4);
        if (place >= 0 && change.SlotOf[place] < 0)
        {
            change.SlotOf[place] = slot;
            change.NamedOf[slot] = place;
        }
        else if (peer.Standing != PeerStanding.Gone)
        {
            // What a prefix vouches for is the outer address, and with mixed pairs (R11) the inner one as well.
            bool isTrusted = (peer.Ipv6.IsUnspecified || change.Rules.PrefixOf(peer.Ipv6) >= 0)
                && (peer.Ipv4.IsUnspecified || change.Rules.PrefixOf(peer.Ipv4) >= 0);
            change.PrefixOf[slot] = isTrusted ? change.Rules.PrefixOf(peer.Ipv4.IsUnspecified ? peer.Ipv6 : peer.Ipv4) : -1;
        }
    }

    private void Reclassify(int slot, PeerChange change)
    {
        ref Peer peer = ref _peers[slot];
        if (change.NamedOf[slot] >= 0)
        {
            LeaveIdleList(slot);
            Name(slot, change.Rules.Named[change.NamedOf[slot]]);
            return;
        }

        if (peer.Standing == PeerStanding.Gone)
        {
            return;
        }

        if (change.PrefixOf[slot] >= 0)
        {
            ref readonly PeerRules.TrustedPrefix prefix = ref change.Rules.Prefixes[change.PrefixOf[slot]];
            peer.Standing = PeerStanding.Learned;
            peer.Name = prefix.Name;
            peer.NameOctets = prefix.NameOctets;
            peer.Quirks = prefix.Quirks;
            if (peer.Bindings == 0 && _idle.ListOf(slot) == SlotLists.None)
            {
                _idle.Append(IdleList, slot);
            }

            return;
        }

        peer.Standing = PeerStanding.Leaving;
        if (peer.Bindings == 0)
        {
            BecomeGone(slot);
        }
    }

    private void Name(int slot, in PeerRules.NamedPeer named)
    {
        ref Peer peer = ref _peers[slot];
        peer.Standing = PeerStanding.Configured;
        peer.Name = named.Name;
        peer.NameOctets = named.NameOctets;
        peer.Quirks = named.Quirks;
        peer.Ipv6 = named.Ipv6;
        peer.Ipv4 = named.Ipv4;
        peer.IsIpv6Inner = false;
    }

    // What was known of it goes, so that a peer that is configured again is a new one.
    private void BecomeGone(int slot)
    {
        ref Peer peer = ref _peers[slot];
        RemoveAddresses(slot);
        peer.Standing = PeerStanding.Gone;
        peer.Supervised = default;
        peer.Received = 0;
        peer.Sent = 0;
        peer.LastHeard = default;
        _gone++;
        if (_idle.ListOf(slot) == SlotLists.None)
        {
            _idle.Append(IdleList, slot);
        }
    }

    private void LeaveIdleList(int slot)
    {
        if (_idle.ListOf(slot) != SlotLists.None)
        {
            _idle.Remove(slot);
            _gone -= _peers[slot].Standing == PeerStanding.Gone ? 1 : 0;
        }
    }

    // An unused slot, else one of a peer that has left, else one of a learned peer without bindings.
    private int TakeSlotFor(Instant now)
    {
        if (_slots.TryTake(out SlotId id))
        {
            return id.Index;
        }

        int best = SlotLists.None;
        for (int slot = _idle.First(IdleList); slot != SlotLists.None; slot = _idle.Next(slot))
        {
            bool isGone = _peers[slot].Standing == PeerStanding.Gone;
            best = _peers[slot].RestsUntil <= now && (best == SlotLists.None || (isGone && _peers[best].Standing != PeerStanding.Gone)) ? slot : best;
        }

        Invariant.Require(best != SlotLists.None);
        LeaveIdleList(best);
        return best;
    }

    // Named peers have their addresses; who leaves keeps what nobody else has.
    private void RebuildIndex(HashIndex index)
    {
        _byAddress = index;
        for (int slot = 0; slot < Capacity; slot++)
        {
            _peers[slot].IsIpv6Indexed = false;
            _peers[slot].IsIpv4Indexed = false;
        }

        for (PeerStanding standing = PeerStanding.Configured; standing < PeerStanding.Gone; standing++)
        {
            for (int slot = 0; slot < Capacity; slot++)
            {
                if (_slots.IsTaken(slot) && _peers[slot].Standing == standing)
                {
                    AddAddresses(slot);
                }
            }
        }
    }

    private void AddAddresses(int slot)
    {
        ref readonly Peer peer = ref _peers[slot];
        if (!peer.IsIpv6Inner && Find(peer.Ipv6) < 0)
        {
            AddAddress(slot, peer.Ipv6);
        }

        if (Find(peer.Ipv4) < 0)
        {
            AddAddress(slot, peer.Ipv4);
        }
    }
}
