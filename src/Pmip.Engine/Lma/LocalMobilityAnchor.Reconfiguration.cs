using System.Threading;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>
/// Another configuration for a running anchor. It is prepared on any thread, and comes into force on the anchor's own in one step
/// that allocates nothing: one pass over the bindings, which are revoked afterwards, at the pace of a sweep, where it contradicts
/// them (RFC 5846 7.1, trigger 1).
/// </content>
public sealed partial class LocalMobilityAnchor
{
    private static Duration ContradictionRetry => Duration.FromMilliseconds(100);

    /// <summary>
    /// Makes what <paramref name="next"/> needs. May be called on any thread, also while the anchor works. Null unless
    /// <see cref="ReconfigurationStatus.Ready"/>.
    /// </summary>
    public ReconfigurationStatus Prepare(LmaConfiguration next, out PreparedAnchorConfiguration? prepared)
    {
        // The configuration is written last, so the directory is the one that goes with it, or a later one: then the swap refuses.
        LmaConfiguration previous = Volatile.Read(ref _configuration);
        ServiceDirectory directory = Volatile.Read(ref _directory);
        prepared = null;
        if (next.Limits != previous.Limits || next.Mode != previous.Mode || next.Ipv6 != previous.Ipv6 || next.Ipv4 != previous.Ipv4)
        {
            return ReconfigurationStatus.FixedForLife;
        }

        PeerRules rules = new(next.Peers, ConfiguredPaths.Of(next.Peers, next.Ipv6, next.Ipv4, next.Mode), _hash);
        if (rules.Named.Length > Peers.Capacity)
        {
            return ReconfigurationStatus.PeersTooMany;
        }

        prepared = new PreparedAnchorConfiguration(
            next, previous, new PeerChange(rules, Peers.Capacity), new ServiceDirectory(next, _hash, directory));
        return ReconfigurationStatus.Ready;
    }

    /// <summary>Counts the bindings that a prepared configuration would end, and changes nothing. One pass over the bindings.</summary>
    public AffectedBindings CountAffected(PreparedAnchorConfiguration prepared)
    {
        AffectedBindings affected = default;
        Peers.Match(prepared.Peers);
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (_cache.IsTaken(slot))
            {
                affected.Add(IsPeerDropped(slot, prepared) ? BindingContradiction.PeerRemoved : Judge(slot, prepared, out _));
            }
        }

        return affected;
    }

    /// <summary>
    /// Brings a prepared configuration into force. Unless <see cref="ReconfigurationStatus.Ready"/> nothing has changed. What it
    /// ends is left to later calls of <see cref="Expire"/>.
    /// </summary>
    public ReconfigurationStatus Reconfigure(PreparedAnchorConfiguration prepared, Instant now)
    {
        if (!ReferenceEquals(prepared.Previous, _configuration))
        {
            return ReconfigurationStatus.Superseded;
        }

        Peers.Match(prepared.Peers);
        if (!Peers.HasRoomFor(prepared.Peers, now))
        {
            return ReconfigurationStatus.PeerTableFull;
        }

        prepared.Directory.TakeOverRests(_directory);
        bool isContradicted = CarryBindings(prepared);
        DropWhatPeersLeave(prepared.Peers);
        NoteUnusedAccessPoints(prepared);
        Peers.Apply(prepared.Peers, now);
        Supervision.Reconfigure(prepared.Configuration.Supervision, prepared.Peers, now);
        _partialFailure.Reconfigure(prepared.Configuration.OwnComponent, prepared.OwnComponent);
        _keys.Reconfigure(prepared.Barred, prepared.Configuration.Quarantine);
        _reservations.GiveUpBarred(now);
        _addresses.Reconfigure(prepared.Directory);
        Volatile.Write(ref _directory, prepared.Directory);
        Volatile.Write(ref _configuration, prepared.Configuration);
        Derive();
        Counters.Increment(LmaCounter.Reconfigured);
        if (isContradicted)
        {
            _sweep.BeginRound();
        }

        return ReconfigurationStatus.Ready;
    }

    // Every address that a binding has is its own in the new pools too, also while the binding is on its way out.
    private bool CarryBindings(PreparedAnchorConfiguration prepared)
    {
        bool isContradicted = false;
        for (int slot = 0; slot < Capacity; slot++)
        {
            if (!_cache.IsTaken(slot))
            {
                continue;
            }

            ref BindingCacheEntry entry = ref _cache[slot];
            entry.IsPeerDropped = IsPeerDropped(slot, prepared);
            entry.Contradiction = Judge(slot, prepared, out entry.ContradictedPart);
            isContradicted |= entry.IsContradicted;
            prepared.References[entry.AccessPoint]++;
            for (int i = 0; i < entry.HomeNetworkPrefixes.Count; i++)
            {
                IpAddress address = entry.HomeNetworkPrefixes[i].Masked.Address;
                prepared.Directory.PoolOver(address)?.NoteTaken(address);
            }

            if (entry.HasIpv4)
            {
                prepared.Directory.PoolOver(entry.HomeAddress4)?.NoteTaken(entry.HomeAddress4);
            }

            if (prepared.Configuration.OwnComponent is null)
            {
                _partialFailure.Components.Clear(slot);
            }
        }

        return isContradicted;
    }

    // What waits on behalf of a MAG that is not in the list any more registers nothing; and its slot may be another's next.
    private void DropWhatPeersLeave(PeerChange change)
    {
        for (int place = 0; place < _waiting.Capacity; place++)
        {
            if (_waiting.IsTaken(place) && change.Drops(_waiting[place].Peer))
            {
                DropWaiting(place);
            }
        }

        for (int place = 0; place < _revocations.Capacity; place++)
        {
            if (_revocations.IsTaken(place) && _revocations[place].IsGlobal && change.Drops(_revocations[place].Peer)
                && Peers.BindingsOf(_revocations[place].Peer) == 0)
            {
                RemoveRevocation(place);
            }
        }
    }

    private void DropWaiting(int place)
    {
        ref WaitingUpdates.WaitingUpdate waiting = ref _waiting[place];
        if (waiting.Binding >= 0)
        {
            _cache[waiting.Binding].WaitingUpdate = -1;
        }

        if (waiting.Revocation >= 0)
        {
            RemoveRevocation(waiting.Revocation);
        }

        _timers.Cancel(LmaTimer.WaitingUpdate, place);
        _waiting.Remove(place);
    }

    private void NoteUnusedAccessPoints(PreparedAnchorConfiguration prepared)
    {
        for (int place = 0; place < _revocations.Capacity; place++)
        {
            if (_revocations.IsTaken(place) && _revocations[place].AccessPoint >= 0)
            {
                prepared.References[_revocations[place].AccessPoint]++;
            }
        }

        _reservations.CountAccessPoints(prepared.References);
        for (int number = 0; number < prepared.References.Length; number++)
        {
            if (prepared.References[number] == 0)
            {
                prepared.Directory.NoteUnused(number);
            }
        }
    }

    // The next step of a binding that the configuration contradicts. One that is on its way out goes that way.
    private void EndContradicted(int slot, Instant now, Outbox outbox)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        if (entry.State == BindingState.DeregistrationGrace && entry.Contradiction == BindingContradiction.None)
        {
            entry.IsPeerDropped = false; // Its MAG has let go of it already: it waits for another one.
            return;
        }

        RevokedPart part = entry.IsPeerDropped ? RevokedPart.Whole : entry.ContradictedPart;
        bool isUnderWay = entry.Revocation >= 0;
        bool isEnough = isUnderWay && (part == RevokedPart.Ipv4 || _revocations[entry.Revocation].Part == RevokedPart.Whole);
        RevocationStart start = isUnderWay ? RevocationStart.AlreadyUnderWay
            : Revoke(slot, RevocationTrigger.Administrative, part, now, default, outbox);
        if (start == RevocationStart.TableFull || (isUnderWay && !isEnough))
        {
            _sweep.Postpone(now.Plus(ContradictionRetry));
            return;
        }

        entry.IsPeerDropped = false;
        entry.Contradiction = BindingContradiction.None;
        entry.ContradictedPart = default;
        Counters.Increment(LmaCounter.BindingContradicted);
        _sweep.NoteTaken(now);
    }
}
