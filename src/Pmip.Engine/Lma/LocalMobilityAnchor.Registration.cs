using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>Registrations: what a Proxy Binding Update makes, extends and hands over (RFC 5213 5.3.1 to 5.3.4).</content>
public sealed partial class LocalMobilityAnchor
{
    private void ReceiveUpdate(
        in SignallingPath path, int peer, scoped in MobilityHeader header, ReadOnlySpan<byte> message, Instant now, WallClock wall, Outbox outbox)
    {
        if (ProxyBindingUpdate.TryRead(header, Peers.QuirksOf(peer), out ProxyBindingUpdate update, out PeerQuirks quirks) != WireStatus.Ok)
        {
            Counters.Increment(LmaCounter.UpdateMalformed);
            return;
        }

        CountQuirks(quirks);

        if ((update.Flags & BindingUpdateFlags.Proxy) == 0)
        {
            Counters.Increment(LmaCounter.ProxyFlagMissing);
            return;
        }

        if ((update.Flags & BindingUpdateFlags.Acknowledge) == 0)
        {
            Counters.Increment(LmaCounter.AcknowledgeFlagMissing);
            return;
        }

        Counters.Increment(LmaCounter.UpdateReceived);
        RegistrationRequest request = new(path, peer, update, _configuration.SupportsPdnConnectionId);
        int slot = -1;
        Refusal mismatch = Refusal.None;
        Refusal refusal = CheckIdentity(update, ref request);
        if (refusal.IsNone)
        {
            slot = _lookup.Find(update, request, out mismatch);
            refusal = CheckOrder(update, slot, wall);
        }

        refusal = refusal.IsNone ? CheckOptions(update, request) : refusal;
        if (!refusal.IsNone)
        {
            Refuse(update, request, slot, refusal, wall, outbox);
            EndForeignService(update, request, refusal, now, wall, outbox);
        }
        else if (request.IsDeregistration)
        {
            Deregister(update, request, mismatch.IsNone ? slot : -1, now, outbox);
        }
        else
        {
            refusal = mismatch.IsNone ? CheckTunnel(update, request, slot) : mismatch;
            if (refusal.IsNone && Waits(update, request, ref slot, ref refusal, message, now, wall, outbox))
            {
                return;
            }

            refusal = refusal.IsNone ? Register(update, ref request, slot, now, outbox) : refusal;
            if (!refusal.IsNone)
            {
                Refuse(update, request, slot, refusal, wall, outbox);
            }
        }
    }

    private void CountQuirks(PeerQuirks quirks)
    {
        if (quirks == PeerQuirks.None)
        {
            return;
        }

        CountQuirk(quirks, PeerQuirks.OctetsAfterHeaderLength, LmaCounter.QuirkOctetsAfterHeaderLength);
        CountQuirk(quirks, PeerQuirks.TruncatedLastOption, LmaCounter.QuirkTruncatedLastOption);
        CountQuirk(quirks, PeerQuirks.NullIdentity, LmaCounter.QuirkNullIdentity);
        CountQuirk(quirks, PeerQuirks.HostPrefixLength, LmaCounter.QuirkHostPrefixLength);
        CountQuirk(quirks, PeerQuirks.LegacyIpv4Options, LmaCounter.QuirkLegacyIpv4Options);
    }

    private void CountQuirk(PeerQuirks quirks, PeerQuirks quirk, LmaCounter counter)
    {
        if ((quirks & quirk) != 0)
        {
            Counters.Increment(counter);
        }
    }

    private Refusal Register(in ProxyBindingUpdate update, ref RegistrationRequest request, int slot, Instant now, Outbox outbox)
    {
        bool isNew = slot < 0;
        if (!isNew && _cache[slot].Revocation >= 0 && _revocations[_cache[slot].Revocation].Part == RevokedPart.Whole)
        {
            return Refusal.RevocationUnderWay;
        }

        return !isNew && IsReattachment(update, request, slot)
            ? Replace(update, ref request, slot, now, outbox)
            : RegisterAt(update, ref request, slot, now, outbox);
    }

    // The old connection goes, and what takes its place owes it nothing but word to its MAG.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Refusal Replace(in ProxyBindingUpdate update, ref RegistrationRequest request, int slot, Instant now, Outbox outbox)
    {
        BindingCacheEntry replaced = _cache[slot];
        Counters.Increment(LmaCounter.BindingReplaced);
        outbox.AddNotice(EngineNotice.BindingReplaced, slot, update.Identifier);
        End(slot, now, outbox);
        Refusal refusal = RegisterAt(update, ref request, -1, now, outbox);
        if (refusal.IsNone && replaced.State == BindingState.Active && replaced.Peer != request.Peer)
        {
            RevokeAtOldMag(update.Identifier, replaced, update.HandoffIndicator, update.AccessTechnologyType, now, outbox);
        }

        return refusal;
    }

    private Refusal RegisterAt(in ProxyBindingUpdate update, ref RegistrationRequest request, int slot, Instant now, Outbox outbox)
    {
        bool isNew = slot < 0;
        Adjust(update, ref request, slot);
        if (isNew && _cache.IsFull)
        {
            return Refusal.TableFull;
        }

        if ((isNew || _cache[slot].Peer != request.Peer) && Peers.BindingsOf(request.Peer) >= _bindingsPerPeerMax)
        {
            return Refusal.PeerQuotaReached;
        }

        if (isNew && _lookup.CountOfNode(update, request) >= BindingsPerNodeMax)
        {
            return Refusal.NodeQuotaReached;
        }

        Refusal refusal = _addresses.Plan(update, request, slot, now, out AddressPlan plan);
        if (!refusal.IsNone)
        {
            return refusal;
        }

        if (isNew)
        {
            if (!TryTakeKey(update.Identifier, request, now, out int session, out GreKey key, out int reservation))
            {
                return Refusal.SessionKeysExhausted;
            }

            int created = _cache.Add(update.Identifier, request.IdentifierHash, session);
            _cache[created].UplinkKey = key;
            _cache[created].Reservation = reservation;
            Create(update, request, created, plan, now, outbox);
        }
        else if (_cache[slot].Peer != request.Peer && _cache[slot].State == BindingState.Active && !request.IsOldMagTold
            && _configuration.RevokeAtOldMag)
        {
            MoveAway(update, request, slot, plan, now, outbox);
        }
        else
        {
            Extend(update, request, slot, plan, now, outbox);
        }

        return Refusal.None;
    }

    // A handover of which the old MAG is to be told; what it had stands in the entry before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveAway(
        in ProxyBindingUpdate update, in RegistrationRequest request, int slot, in AddressPlan plan, Instant now, Outbox outbox)
    {
        BindingCacheEntry before = _cache[slot];
        Extend(update, request, slot, plan, now, outbox);
        RevokeAtOldMag(update.Identifier, before, update.HandoffIndicator, update.AccessTechnologyType, now, outbox);
    }

    // A node that attaches anew has lost its connection: the old one ends with its key, so that nothing of it reaches the new
    // one (TS 29.275 5.1.1, R17). The same request sent again names the tunnel end that the binding has.
    private bool IsReattachment(in ProxyBindingUpdate update, in RegistrationRequest request, int slot) =>
        _isThreeGpp && update.HandoffIndicator == HandoffIndicator.NewInterface && _cache[slot].State == BindingState.Active
        && (_cache[slot].CareOfAddress != request.CareOfAddress || (update.HasGreKey && update.GreKey != _cache[slot].DownlinkKey));

    private void Create(
        in ProxyBindingUpdate update, in RegistrationRequest request, int slot, in AddressPlan plan, Instant now, Outbox outbox)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        entry.State = BindingState.Active;
        entry.IdentifierSubtype = update.IdentifierSubtype;
        entry.AccessPoint = request.AccessPoint;
        entry.ChargingId = _isThreeGpp ? NextChargingId() : 0;
        entry.HasPdnConnectionId = request.HasPdnConnectionId;
        entry.PdnConnectionId = request.PdnConnectionId;
        entry.Peer = request.Peer;
        Peers.AddBinding(request.Peer);
        Accept(update, request, slot);
        _addresses.Carry(slot, plan, now);
        entry.IsIpv4Deferred = request.DefersIpv4;
        Counters.Increment(LmaCounter.BindingCreated);
        Answer(update, request, slot, true, now, outbox);
        outbox.AddNotice(EngineNotice.BindingCreated, slot, update.Identifier);
    }

    private void Extend(
        in ProxyBindingUpdate update, in RegistrationRequest request, int slot, in AddressPlan plan, Instant now, Outbox outbox)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        bool isHandover = entry.CareOfAddress != request.CareOfAddress;
        bool isRevival = entry.State == BindingState.DeregistrationGrace;
        IpAddress local = entry.Path.OuterLocal;
        IpAddress remote = entry.RemoteEndpoint;
        GreKey downlink = entry.DownlinkKey;
        TunnelEncapsulation encapsulation = entry.Encapsulation;
        if (entry.Peer != request.Peer)
        {
            Peers.AddBinding(request.Peer);
            Peers.RemoveBinding(entry.Peer);
            entry.Peer = request.Peer;
        }

        bool releases = plan.Ipv6 == AddressAction.Release || plan.Ipv4 == AddressAction.Release;
        bool adds = plan.ChangesAddresses && !releases;
        entry.State = BindingState.Active;
        Accept(update, request, slot);
        _addresses.Carry(slot, plan, now);
        entry.IsIpv4Deferred = !entry.HasIpv4 && (request.DefersIpv4 || (entry.IsIpv4Deferred && !isHandover));
        bool isChanged = isRevival || plan.ChangesAddresses || entry.Path.OuterLocal != local || entry.RemoteEndpoint != remote
            || entry.DownlinkKey != downlink || entry.Encapsulation != encapsulation;
        Answer(update, request, slot, isChanged, now, outbox);
        Counters.Increment(isHandover ? LmaCounter.BindingHandedOver : LmaCounter.BindingRefreshed);
        Counters.Add(LmaCounter.BindingRevived, isRevival ? 1 : 0);
        Counters.Add(LmaCounter.FamilyReleased, releases ? 1 : 0);
        Counters.Add(LmaCounter.FamilyAdded, adds ? 1 : 0);
        if (isHandover)
        {
            outbox.AddNotice(EngineNotice.BindingHandedOver, slot, update.Identifier);
        }
    }

    // Notes in the binding what an accepted request says.
    private void Accept(in ProxyBindingUpdate update, in RegistrationRequest request, int slot)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        Changes.Note(slot);
        _sweep.NoteRegistered(slot);
        entry.IsPeerDropped = entry.IsPeerDropped && !Peers.Accepts(request.Peer);
        _partialFailure.Note(slot, request.Peer, update.OptionSet.ThreeGpp);
        entry.Encapsulation = EncapsulationFor(update, request);
        entry.Path = request.Path;
        entry.CareOfAddress = request.CareOfAddress;
        entry.Sequence = update.Sequence;
        entry.HasTimestamp = update.HasTimestamp;
        entry.LastTimestamp = update.HasTimestamp ? Math.Max(update.Timestamp, entry.LastTimestamp) : entry.LastTimestamp;
        entry.HasPdnConnectionId = request.HasPdnConnectionId;
        entry.PdnConnectionId = request.PdnConnectionId;
        entry.HandoffIndicator = update.HandoffIndicator;
        entry.AccessTechnology = update.AccessTechnologyType;
        entry.SetLinkLayerIdentifier(update.LinkLayerIdentifier);
        entry.DownlinkKey = update.HasGreKey ? update.GreKey : entry.DownlinkKey;
        entry.LifetimeUnits = Acknowledgements.GrantedUnits(update.LifetimeUnits, _configuration.LifetimeMax);
        entry.HasLinkLocalAddress = update.HasLinkLocalAddress;
        if (update.HasLinkLocalAddress && update.LinkLocalAddress != IpAddress.Unspecified)
        {
            entry.LinkLocalAddress = update.LinkLocalAddress;
        }
        else if (update.HasLinkLocalAddress && entry.LinkLocalAddress == IpAddress.Unspecified)
        {
            entry.LinkLocalAddress = GenerateLinkLocalAddress(entry.UplinkKey);
        }
    }

    // fe80::/64 with an interface identifier without the universal bit, which no EUI-64 has.
    private IpAddress GenerateLinkLocalAddress(GreKey key) =>
        new(0xFE80_0000_0000_0000, (_hash.Hash(key.Value, 0xFE80) & ~0x0300_0000_0000_0000UL) | 1);
}
