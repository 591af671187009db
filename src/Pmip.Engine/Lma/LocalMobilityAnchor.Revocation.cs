using System;
using Pmip.Engine.Peers;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>
/// Revocations that this node begins (RFC 5846 7 and 9.1, TS 29.275 5.4; R5). A binding passes traffic until its MAG has
/// acknowledged, or until the retransmissions are used up; only an administrative revocation of a binding stops it at once.
/// While a binding is being revoked, registrations of it are refused (129), which RFC 5846 leaves to local policy.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    // MAGs that one step tells about a node; each costs one message, so the outbox holds them.
    private const int MagsPerStepMax = 4;

    /// <summary>Revocations under way.</summary>
    public int RevocationCount => _revocations.Count;

    /// <summary>Revokes the binding in a slot, or its IPv4 home address.</summary>
    public RevocationStart Revoke(int slot, RevocationTrigger trigger, RevokedPart part, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_cache.IsTaken(slot))
        {
            return RevocationStart.NotFound;
        }

        if (!EndsOneNode(trigger))
        {
            return RevocationStart.TriggerNotAllowed;
        }

        ref BindingCacheEntry entry = ref _cache[slot];
        if (part == RevokedPart.Ipv4 && !entry.HasIpv4)
        {
            return RevocationStart.NoIpv4HomeAddress;
        }

        if (entry.Revocation >= 0)
        {
            return RevocationStart.AlreadyUnderWay;
        }

        part = entry.HasIpv6 ? part : RevokedPart.Whole;
        if (entry.State == BindingState.DeregistrationGrace || LacksRevocation(entry.Peer))
        {
            EndRevoked(slot, part, now, outbox);
            return RevocationStart.EndedWithoutMag;
        }

        if (!TryAddRevocation(_cache.IdentifierOf(slot), RevocationSubject.Binding, trigger, out int place))
        {
            return RevocationStart.TableFull;
        }

        Changes.Note(slot);
        entry.Revocation = place;
        ref Revocation revocation = ref _revocations[place];
        revocation.Target = slot;
        revocation.Part = part;
        DescribeBinding(entry, ref revocation);
        if (part == RevokedPart.Whole)
        {
            entry.State = BindingState.Revoking;
            entry.IsForwardingStopped = trigger == RevocationTrigger.Administrative;
        }

        if (entry.IsForwardingStopped)
        {
            Describe(slot, out outbox.AddSession(EffectKind.InstallSession, slot));
        }

        SendRevocation(place, now, outbox);
        return RevocationStart.Started;
    }

    /// <summary>
    /// Revokes every binding of a node, with one message to each MAG that has some of them. Their traffic passes until the end.
    /// </summary>
    public RevocationStart RevokeNode(ReadOnlySpan<byte> identifier, RevocationTrigger trigger, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!EndsOneNode(trigger))
        {
            return RevocationStart.TriggerNotAllowed;
        }

        int slot = FindOfNode(identifier, -1, -1);
        if (slot < 0)
        {
            bool isKnown = identifier.Length <= _cache.IdentifierOctetsMax && _lookup.HasBindings(identifier);
            return isKnown ? RevocationStart.AlreadyUnderWay : RevocationStart.NotFound;
        }

        for (int told = 0; told < MagsPerStepMax && slot >= 0; told++)
        {
            if (!TryAddRevocation(identifier, RevocationSubject.Node, trigger, out int place))
            {
                return told == 0 ? RevocationStart.TableFull : RevocationStart.StartedMoreRemain;
            }

            ref Revocation revocation = ref _revocations[place];
            ref readonly BindingCacheEntry first = ref _cache[slot];
            revocation.Path = first.Path;
            revocation.Peer = first.Peer;
            revocation.IdentifierSubtype = first.IdentifierSubtype;
            for (; slot >= 0; slot = FindOfNode(identifier, -1, revocation.Peer))
            {
                Changes.Note(slot);
                _cache[slot].Revocation = place;
                _cache[slot].State = _cache[slot].State == BindingState.Active ? BindingState.Revoking : _cache[slot].State;
            }

            if (LacksRevocation(revocation.Peer))
            {
                ConcludeLater(place, now);
            }
            else
            {
                SendRevocation(place, now, outbox);
            }

            slot = FindOfNode(identifier, -1, -1);
        }

        return slot >= 0 ? RevocationStart.StartedMoreRemain : RevocationStart.Started;
    }

    // The old MAG is told that the node has left it (RFC 5846 7.1). It is about what the old MAG has; the binding has moved on.
    private void RevokeAtOldMag(
        ReadOnlySpan<byte> identifier, in BindingCacheEntry before, HandoffIndicator handoff, AccessTechnologyType technology, Instant now, Outbox outbox)
    {
        if (!_configuration.RevokeAtOldMag || LacksRevocation(before.Peer))
        {
            return;
        }

        RevocationTrigger trigger = handoff == HandoffIndicator.Unknown ? RevocationTrigger.HandoverUnknown
            : technology == before.AccessTechnology ? RevocationTrigger.HandoverSameAccess
            : RevocationTrigger.HandoverDifferentAccess;
        if (!TryAddRevocation(identifier, RevocationSubject.OldMag, trigger, out int place))
        {
            return;
        }

        DescribeBinding(before, ref _revocations[place]);
        SendRevocation(place, now, outbox);
    }

    // A MAG that restarted has lost the binding, as far as we know: had it registered again and the news of its restart come late,
    // it would send into a tunnel without an end. So it is told (RFC 5846 7.1, trigger 7).
    private void RevokeOutOfSync(int slot, Instant now, Outbox outbox)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        if (entry.State != BindingState.Active
            || LacksRevocation(entry.Peer)
            || Peers.PathStateOf(entry.Peer).State == PeerPathState.Unreachable
            || !TryAddRevocation(_cache.IdentifierOf(slot), RevocationSubject.OutOfSync, RevocationTrigger.PossiblyOutOfSync, out int place))
        {
            return;
        }

        Counters.Increment(LmaCounter.OutOfSyncRevoked);
        DescribeBinding(entry, ref _revocations[place]);
        SendRevocation(place, now, outbox);
    }

    // The node has its addresses again, so that a retransmission would end what it has now.
    private bool IsOvertaken(in Revocation revocation) => revocation.Subject == RevocationSubject.OutOfSync
        && ((revocation.HomeNetworkPrefixes.Count > 0 && _cache.FindByPrefix(revocation.HomeNetworkPrefixes[0]) >= 0)
            || (!revocation.HomeAddress4.IsUnspecified && _cache.FindByIpv4(revocation.HomeAddress4) >= 0));

    private bool TryAddRevocation(ReadOnlySpan<byte> identifier, RevocationSubject subject, RevocationTrigger trigger, out int place)
    {
        if (!_revocations.TryAdd(identifier, out place))
        {
            Counters.Increment(LmaCounter.RevocationTableFull);
            return false;
        }

        ref Revocation revocation = ref _revocations[place];
        revocation.Subject = subject;
        revocation.Trigger = trigger;
        revocation.Flags = RevocationFlags.Proxy;
        revocation.Delay = _configuration.InitMinDelayBris;
        revocation.AccessPoint = -1;
        revocation.Target = -1;
        revocation.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        return true;
    }

    // What singles the binding out at its MAG: its prefixes, or with V the IPv4 home address; in 3GPP mode its connection too.
    private void DescribeBinding(in BindingCacheEntry entry, ref Revocation revocation)
    {
        revocation.Path = entry.Path;
        revocation.Peer = entry.Peer;
        revocation.IdentifierSubtype = entry.IdentifierSubtype;
        revocation.CareOfAddress = entry.CareOfAddress;
        if (entry.HasIpv4 && (revocation.Part == RevokedPart.Ipv4 || !entry.HasIpv6))
        {
            revocation.Flags |= RevocationFlags.Ipv4HomeAddressOnly;
            revocation.HomeAddress4 = entry.HomeAddress4;
        }
        else
        {
            revocation.HomeNetworkPrefixes = entry.HomeNetworkPrefixes;
        }

        if (_isThreeGpp)
        {
            revocation.AccessPoint = entry.AccessPoint;
            revocation.HasPdnConnectionId = entry.HasPdnConnectionId;
            revocation.PdnConnectionId = entry.PdnConnectionId;
        }
    }

    private void SendRevocation(int place, Instant now, Outbox outbox)
    {
        ref Revocation revocation = ref _revocations[place];
        BindingRevocationIndication indication = default;
        indication.Trigger = revocation.Trigger;
        indication.Sequence = revocation.Sequence;
        indication.Flags = revocation.Flags;
        ReadOnlySpan<byte> identifier = _revocations.IdentifierOf(place);
        indication.Options.HasIdentifier = !identifier.IsEmpty;
        indication.Options.IdentifierSubtype = revocation.IdentifierSubtype;
        indication.Options.Identifier = identifier;
        indication.HomeNetworkPrefixes = revocation.HomeNetworkPrefixes;
        if (!revocation.HomeAddress4.IsUnspecified)
        {
            indication.Options.Ipv4HomeAddressRequestCount = 1;
            indication.Options.Ipv4HomeAddressRequest = new Ipv4HomeAddress(revocation.HomeAddress4, 32);
        }

        if (!revocation.CareOfAddress.IsUnspecified && !revocation.CareOfAddress.IsIPv4 && revocation.CareOfAddress != revocation.Path.Remote)
        {
            indication.Options.HasAlternateCareOfAddress = true;
            indication.Options.AlternateCareOfAddress = revocation.CareOfAddress;
        }

        if (revocation.AccessPoint >= 0)
        {
            indication.Options.HasServiceSelection = true;
            indication.Options.ServiceSelection = _directory.AccessPointAt(revocation.AccessPoint).WireName;
            indication.Options.ThreeGpp.HasPdnConnectionId = revocation.HasPdnConnectionId;
            indication.Options.ThreeGpp.PdnConnectionId = revocation.PdnConnectionId;
        }

        WireStatus status = indication.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(-1, revocation.Path, written);
        Peers.NoteSent(revocation.Peer, revocation.Path);
        Peers.NoteAsked(revocation.Peer, PeerFeatures.Revocation);
        Counters.Increment(revocation.Transmissions == 0 ? LmaCounter.RevocationSent : LmaCounter.RevocationRetransmitted);
        revocation.Transmissions++;
        _timers.Arm(LmaTimer.Revocation, place, now.Plus(revocation.Delay));
        revocation.Delay = revocation.Delay.DoubledUpTo(_configuration.MaxBrackTimeout);
    }

    private void ExpireRevocation(int place, Instant now, Outbox outbox)
    {
        ref readonly Revocation revocation = ref _revocations[place];
        if (IsOvertaken(revocation))
        {
            RemoveRevocation(place);
            return;
        }

        if (revocation.IsConcluded || revocation.Transmissions > _configuration.BriMaxRetriesNumber)
        {
            if (!revocation.IsConcluded)
            {
                Counters.Increment(LmaCounter.RevocationUnanswered);
                outbox.AddNotice(EngineNotice.RevocationUnanswered, -1, _revocations.IdentifierOf(place));
            }

            Conclude(place, WaitingOutcome.Unanswered, now, outbox);
            return;
        }

        SendRevocation(place, now, outbox);
    }

    private void ConcludeLater(int place, Instant now)
    {
        _revocations[place].IsConcluded = true;
        _timers.Arm(LmaTimer.Revocation, place, now);
    }

    // The exchange is over: what was to be revoked ends, whatever the MAG said (RFC 5846 9.1), but for a node that it still has.
    private void Conclude(int place, WaitingOutcome outcome, Instant now, Outbox outbox)
    {
        ref Revocation revocation = ref _revocations[place];
        switch (revocation.Subject)
        {
            case RevocationSubject.Binding:
                int slot = revocation.Target;
                RevokedPart part = revocation.Part;
                RemoveRevocation(place);
                _cache[slot].Revocation = -1;
                EndRevoked(slot, part, now, outbox);
                break;
            case RevocationSubject.Node:
                int next = FindOfNode(_revocations.IdentifierOf(place), place, -1);
                if (next < 0)
                {
                    RemoveRevocation(place);
                    break;
                }

                EndRevoked(next, RevokedPart.Whole, now, outbox);
                ConcludeLater(place, now);
                break;
            case RevocationSubject.ByMag:
                EndNextOfMag(place, now, outbox);
                break;
            case RevocationSubject.Peer or RevocationSubject.Realm:
                ConcludeAll(place, now);
                break;
            case RevocationSubject.Departure:
                Settle(revocation.Target, outcome, now);
                break;
            default:
                RemoveRevocation(place);
                break;
        }
    }

    private void RemoveRevocation(int place)
    {
        _globalRevocations -= _revocations[place].IsGlobal ? 1 : 0;
        _timers.Cancel(LmaTimer.Revocation, place);
        _revocations.Remove(place);
    }

    private void EndRevoked(int slot, RevokedPart part, Instant now, Outbox outbox)
    {
        Changes.Note(slot);
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        if (part == RevokedPart.Ipv4 && entry.HasIpv6)
        {
            if (entry.HasIpv4)
            {
                Counters.Increment(LmaCounter.Ipv4AddressRevoked);
                _addresses.ReleaseIpv4(slot, now);
                Describe(slot, out outbox.AddSession(EffectKind.InstallSession, slot));
                outbox.AddNotice(EngineNotice.Ipv4AddressRevoked, slot, _cache.IdentifierOf(slot));
            }

            return;
        }

        Counters.Increment(LmaCounter.BindingRevoked);
        outbox.AddNotice(EngineNotice.BindingRevoked, slot, _cache.IdentifierOf(slot));
        End(slot, now, outbox);
    }

    // A binding of the node that the revocation is about (-1: one that is not being revoked), with the peer (-1: any), or -1.
    private int FindOfNode(ReadOnlySpan<byte> identifier, int revocation, int peer)
    {
        ulong hash = _cache.HashOf(identifier);
        for (int probe = _cache.FirstOfNode(hash); probe >= 0; probe = _cache.NextOfNode(probe, hash))
        {
            int slot = _cache.SlotAt(probe);
            if (_cache[slot].Revocation == revocation && (peer < 0 || _cache[slot].Peer == peer) && _cache.IsOf(slot, identifier))
            {
                return slot;
            }
        }

        return -1;
    }

    // Triggers 2 to 4 say that the node has moved, which no operator can know; from 128 on it is about more than one node.
    private static bool EndsOneNode(RevocationTrigger trigger) => trigger is RevocationTrigger.Unspecified or RevocationTrigger.Administrative
        or RevocationTrigger.UserTermination or RevocationTrigger.AccessNetworkTermination or RevocationTrigger.PossiblyOutOfSync;

    private bool LacksRevocation(int peer) => Peers.Lacks(peer, PeerFeatures.Revocation);
}
