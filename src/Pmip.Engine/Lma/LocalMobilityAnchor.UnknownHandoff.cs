using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>
/// Handoff indicator 4 (RFC 5213 5.4.1.2 and 5.4.1.3, RFC 5846 7.1): the update waits until it is known whether the node has left its old
/// MAG; see <see cref="UnknownHandoffRule"/>.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    private readonly WaitingUpdates _waiting;
    private UnknownHandoffRule _unknownHandoff;

    // True when the update waits now, or replaces one that does; else it goes on with the slot.
    private bool Waits(
        in ProxyBindingUpdate update,
        in RegistrationRequest request,
        ref int slot,
        ref Refusal refusal,
        ReadOnlySpan<byte> message,
        Instant now,
        WallClock wall,
        Outbox outbox)
    {
        if (update.HandoffIndicator != HandoffIndicator.Unknown || request.NamesPrefix || request.NamesIpv4)
        {
            return false;
        }

        int candidate = slot >= 0 ? slot : _lookup.FindOnly(update, request);
        if (candidate < 0 || _cache[candidate].Peer == request.Peer)
        {
            return false;
        }

        // What was sent before the last accepted update is late, and brings nothing back (RFC 5213 5.5). Sequence numbers of two MAGs
        // do not compare.
        refusal = slot < 0 && update.HasTimestamp ? CheckOrder(update, candidate, wall) : Refusal.None;
        if (!refusal.IsNone)
        {
            slot = candidate;
            return false;
        }

        if (_cache[candidate].State != BindingState.Active || _unknownHandoff == UnknownHandoffRule.Move)
        {
            slot = _cache[candidate].State == BindingState.Revoking ? slot : candidate;
            return false;
        }

        int place = _cache[candidate].WaitingUpdate;
        if (place >= 0 && _waiting.TryReplace(place, message))
        {
            Counters.Increment(LmaCounter.WaitingUpdateRepeated);
            _waiting[place].Path = request.Path;
            _waiting[place].Peer = request.Peer;
            return true;
        }

        if (place >= 0 || !_waiting.TryAdd(message, out place))
        {
            Counters.Increment(LmaCounter.WaitingUpdatesFull);
            return false;
        }

        Counters.Increment(LmaCounter.UpdateWaits);
        _cache[candidate].WaitingUpdate = place;
        _waiting[place].Path = request.Path;
        _waiting[place].Peer = request.Peer;
        _waiting[place].Binding = candidate;
        if (_unknownHandoff != UnknownHandoffRule.Revoke || !TryAskOldMag(place, candidate, now, outbox))
        {
            _timers.Arm(LmaTimer.WaitingUpdate, place, now.Plus(_configuration.MaxDelayBeforeNewBceAssign));
        }

        return true;
    }

    private bool TryAskOldMag(int place, int slot, Instant now, Outbox outbox)
    {
        if (LacksRevocation(_cache[slot].Peer)
            || !TryAddRevocation(_cache.IdentifierOf(slot), RevocationSubject.Departure, RevocationTrigger.HandoverUnknown, out int revocation))
        {
            return false;
        }

        _waiting[place].Revocation = revocation;
        _revocations[revocation].Target = place;
        DescribeBinding(_cache[slot], ref _revocations[revocation]);
        SendRevocation(revocation, now, outbox);
        return true;
    }

    // It is known what becomes of a waiting update: the next step goes on with it.
    private void Settle(int place, WaitingOutcome outcome, Instant now)
    {
        ref WaitingUpdates.WaitingUpdate waiting = ref _waiting[place];
        waiting.Outcome = outcome;
        if (waiting.Revocation >= 0)
        {
            RemoveRevocation(waiting.Revocation);
            waiting.Revocation = -1;
        }

        _timers.Arm(LmaTimer.WaitingUpdate, place, now);
    }

    private void Resume(int place, Instant now, WallClock wall, Outbox outbox)
    {
        WaitingUpdates.WaitingUpdate waiting = _waiting[place];
        int slot = waiting.Binding;
        if (slot >= 0)
        {
            _cache[slot].WaitingUpdate = -1;
        }

        ReadOnlySpan<byte> message = _waiting.OctetsOf(place);
        _waiting.Remove(place);
        if (MobilityHeader.TryRead(message, out MobilityHeader header) != WireStatus.Ok
            || ProxyBindingUpdate.TryRead(header, Peers.QuirksOf(waiting.Peer), out ProxyBindingUpdate update, out _) != WireStatus.Ok)
        {
            Invariant.Require(false); // It was read before it was kept, and the copy is ours.
            return;
        }

        // Its order was judged when it came; meanwhile the old MAG may have sent something later.
        RegistrationRequest request = new(waiting.Path, waiting.Peer, update, _configuration.SupportsPdnConnectionId)
        {
            IsOldMagTold = waiting.Outcome == WaitingOutcome.HasLeft,
        };
        Refusal refusal = CheckIdentity(update, ref request);
        bool moves = waiting.Outcome == WaitingOutcome.HasLeft || (_isThreeGpp && waiting.Outcome != WaitingOutcome.IsAttached);
        if (slot < 0)
        {
            slot = _lookup.Find(update, request, out Refusal mismatch);
            refusal = refusal.IsNone ? mismatch : refusal;
        }
        else if (!moves)
        {
            refusal = _isThreeGpp ? Refusal.NodeAttachedElsewhere : refusal;
            slot = -1;
        }

        Counters.Increment(slot >= 0 ? LmaCounter.WaitingUpdateMoved : LmaCounter.WaitingUpdateNotMoved);
        refusal = refusal.IsNone ? CheckTunnel(update, request, slot) : refusal;
        refusal = refusal.IsNone ? Register(update, ref request, slot, now, outbox) : refusal;
        if (!refusal.IsNone)
        {
            Refuse(update, request, slot, refusal, wall, outbox);
        }
    }
}
