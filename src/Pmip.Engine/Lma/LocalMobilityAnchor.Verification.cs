using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Lma;

/// <content>What must hold between the tables at the end of every step.</content>
public sealed partial class LocalMobilityAnchor
{
    /// <summary>Walks every table and requires that they agree. Costs a pass over all of them.</summary>
    public void Verify()
    {
        _cache.Verify();
        _keys.Verify();
        _timers.Verify();
        _directory.Verify(CountOfPools());
        Peers.Verify();
        Supervision.Verify();
        _partialFailure.Verify();
        Invariant.Require(_keys.Count == _cache.Count);
        _revocations.Verify();
        _reservations.Verify();
        _waiting.Verify();
        _options.Verify();
        int ofPeers = 0;
        for (int peer = 0; peer < Peers.Capacity; peer++)
        {
            ofPeers += Peers.BindingsOf(peer);
        }

        Invariant.Require(ofPeers == _cache.Count);
        for (int slot = 0; slot < Capacity; slot++)
        {
            Invariant.Require(_timers.IsArmed(LmaTimer.Binding, slot) == _cache.IsTaken(slot));
            Invariant.Require(_options.LengthOf(slot) == 0 || _cache.IsTaken(slot));
            if (!_cache.IsTaken(slot))
            {
                continue;
            }

            ref readonly BindingCacheEntry entry = ref _cache[slot];
            Invariant.Require(entry.TimerAt == _timers.DeadlineOf(LmaTimer.Binding, slot) && entry.TimerAt <= entry.ExpiresAt);
            Invariant.Require(_keys.KeyOf(entry.SessionIndex) == entry.UplinkKey);
            Invariant.Require(entry.State != BindingState.Revoking || entry.Revocation >= 0);
            Invariant.Require(!entry.IsContradicted || _sweep.IsActive);
            Invariant.Require(entry.Revocation < 0 || _revocations.IsTaken(entry.Revocation));
        }

        int waiting = 0;
        for (int place = 0; place < _waiting.Capacity; place++)
        {
            bool isArmed = _timers.IsArmed(LmaTimer.WaitingUpdate, place);
            waiting += isArmed ? 1 : 0;
            Invariant.Require(_waiting.IsTaken(place) == (isArmed || (_waiting.IsTaken(place) && _waiting[place].Revocation >= 0)));
            Invariant.Require(!_waiting.IsTaken(place) || _waiting[place].Binding < 0 || _cache[_waiting[place].Binding].WaitingUpdate == place);
        }

        Invariant.Require(_timers.Count == _cache.Count + _revocations.Count + waiting);
        for (int place = 0; place < _revocations.Capacity; place++)
        {
            Invariant.Require(_timers.IsArmed(LmaTimer.Revocation, place) == _revocations.IsTaken(place));
            Invariant.Require(_revocations[place].Subject != RevocationSubject.Binding || !_revocations.IsTaken(place)
                || _cache[_revocations[place].Target].Revocation == place);
        }
    }

    // Addresses of bindings that pools have given out. An address that no pool gives is somebody's own, or has none any more.
    private int CountOfPools()
    {
        int taken = 0;
        for (int slot = 0; slot < Capacity; slot++)
        {
            ref readonly BindingCacheEntry entry = ref _cache[slot];
            for (int i = 0; i < entry.HomeNetworkPrefixes.Count; i++)
            {
                taken += IsOfPool(entry.HomeNetworkPrefixes[i].Masked.Address) ? 1 : 0;
            }

            taken += entry.HasIpv4 && IsOfPool(entry.HomeAddress4) ? 1 : 0;
        }

        return taken;
    }

    private bool IsOfPool(IpAddress address) => _directory.PoolOver(address) is AddressPool pool && pool.IsTaken(address);
}
