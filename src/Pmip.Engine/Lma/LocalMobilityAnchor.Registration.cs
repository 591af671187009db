using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>Registrations: RFC 5213 5.3.1 to 5.3.5 in their order.</content>
public sealed partial class LocalMobilityAnchor
{
    private void ReceiveUpdate(in SignallingPath path, int peer, scoped in MobilityHeader header, Instant now, WallClock wall, Outbox outbox)
    {
        if (ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update) != WireStatus.Ok)
        {
            Counters.Increment(LmaCounter.UpdateMalformed);
            return;
        }

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
        RegistrationRequest request = new(path, peer, update);
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
        }
        else if (request.IsDeregistration)
        {
            Deregister(update, request, mismatch.IsNone ? slot : -1, now, outbox);
        }
        else
        {
            refusal = mismatch.IsNone ? CheckTunnel(update, request, slot) : mismatch;
            refusal = refusal.IsNone ? Register(update, request, slot, now, outbox) : refusal;
            if (!refusal.IsNone)
            {
                Refuse(update, request, slot, refusal, wall, outbox);
            }
        }
    }

    // 160, 154, 153, 152, 151: who is it, and is it served here.
    private Refusal CheckIdentity(in ProxyBindingUpdate update, ref RegistrationRequest request)
    {
        if (!update.HasIdentifier || update.Identifier.IsEmpty)
        {
            return Refusal.IdentifierMissing;
        }

        if (update.Identifier.Length > _cache.IdentifierOctetsMax)
        {
            return Refusal.IdentifierTooLong;
        }

        if (update.LinkLayerIdentifier.Length > BindingCacheEntry.LinkLayerIdentifierMax)
        {
            return Refusal.LinkLayerIdentifierTooLong;
        }

        IpAddress careOf = request.CareOfAddress;
        if (careOf.IsUnspecified || careOf.IsMulticast || careOf.IsLinkLocal || careOf.IsLoopback
            || (careOf.IsIPv4 && !request.Path.IsIPv4Transport))
        {
            return Refusal.CareOfAddressInvalid;
        }

        // User traffic of a node must not be turned to somebody who is no MAG of ours.
        if (update.HasAlternateCareOfAddress && !Peers.IsTrusted(careOf))
        {
            return Refusal.MagNotAuthorized;
        }

        request.IdentifierHash = _cache.HashOf(update.Identifier);
        return _directory.Resolve(update, ref request);
    }

    // 157, 156, 135 (RFC 5213 5.5, RFC 6275 9.5.1).
    private Refusal CheckOrder(in ProxyBindingUpdate update, int slot, WallClock wall)
    {
        if (update.HasTimestamp)
        {
            if (slot >= 0 && update.Timestamp <= _cache[slot].LastTimestamp)
            {
                return Refusal.TimestampOld;
            }

            ulong distance = update.Timestamp > wall.Timestamp ? update.Timestamp - wall.Timestamp : wall.Timestamp - update.Timestamp;
            return distance <= _timestampWindow ? Refusal.None : Refusal.TimestampOutOfWindow;
        }

        if (slot < 0)
        {
            return Refusal.None;
        }

        ushort ahead = unchecked((ushort)(update.Sequence - _cache[slot].Sequence));
        return ahead is > 0 and < 0x8000 ? Refusal.None : Refusal.SequenceOld;
    }

    // 158, 161, 162 and what is wrong with the addresses asked for by their number or form.
    private Refusal CheckOptions(in ProxyBindingUpdate update, in RegistrationRequest request)
    {
        if (!request.ListsIpv6 && !request.ListsIpv4)
        {
            return Refusal.AddressOptionsMissing;
        }

        if (!update.HasHandoffIndicator)
        {
            return Refusal.HandoffIndicatorMissing;
        }

        if (!update.HasAccessTechnologyType)
        {
            return Refusal.AccessTechnologyMissing;
        }

        if (_isThreeGpp && update.HomeNetworkPrefixes.Count > 1)
        {
            return Refusal.PrefixesTooMany;
        }

        if (update.Ipv4HomeAddressRequestCount > 1)
        {
            return Refusal.Ipv4RequestsTooMany;
        }

        return request.HasUnusablePrefix ? Refusal.PrefixNotAuthorized : Refusal.None;
    }

    // 163 and 129: the user traffic goes in GRE with keys (R4). RFC 5845 leaves it to the LMA whether keys are required; we
    // require them, because the data path tells connections apart by nothing else.
    private Refusal CheckTunnel(in ProxyBindingUpdate update, in RegistrationRequest request, int slot)
    {
        if ((update.Flags & BindingUpdateFlags.ForceUdp) != 0)
        {
            return Refusal.ForcedUdpRefused;
        }

        bool needsKey = slot < 0 || _cache[slot].CareOfAddress != request.CareOfAddress || update.HasGreKeyOption;
        bool hasKey = update.HasGreKey && !update.GreKey.IsNone;
        return needsKey && !hasKey ? Refusal.GreKeyMissing : Refusal.None;
    }

    private Refusal Register(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, Instant now, Outbox outbox)
    {
        bool isNew = slot < 0;
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
            if (!_keys.TryTake(now, out int session, out GreKey key))
            {
                return Refusal.SessionKeysExhausted;
            }

            Create(update, request, session, key, plan, now, outbox);
        }
        else
        {
            Extend(update, request, slot, plan, now, outbox);
        }

        return Refusal.None;
    }

    private void Create(
        in ProxyBindingUpdate update,
        in RegistrationRequest request,
        int session,
        GreKey key,
        in AddressPlan plan,
        Instant now,
        Outbox outbox)
    {
        int slot = _cache.Add(update.Identifier, request.IdentifierHash, session);
        ref BindingCacheEntry entry = ref _cache[slot];
        entry.State = BindingState.Active;
        entry.IdentifierSubtype = update.IdentifierSubtype;
        entry.UplinkKey = key;
        entry.AccessPoint = request.AccessPoint;
        entry.Subscriber = request.Subscriber;
        entry.HasPdnConnectionId = request.HasPdnConnectionId;
        entry.PdnConnectionId = request.PdnConnectionId;
        entry.Peer = request.Peer;
        Peers.AddBinding(request.Peer);
        Accept(update, request, slot);
        _addresses.Carry(slot, plan, now);
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
        bool isChanged = isRevival || plan.ChangesAddresses || entry.Path.OuterLocal != local || entry.RemoteEndpoint != remote
            || entry.DownlinkKey != downlink;
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

    private void Deregister(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, Instant now, Outbox outbox)
    {
        if (slot < 0 || !HoldsNamedAddresses(update, request, slot))
        {
            Counters.Increment(LmaCounter.DeregistrationUnmatched);
            return;
        }

        ref BindingCacheEntry entry = ref _cache[slot];
        if (entry.CareOfAddress != request.CareOfAddress)
        {
            Counters.Increment(LmaCounter.DeregistrationFromOldMag);
            return;
        }

        GreKey downlink = entry.DownlinkKey;
        ushort granted = entry.LifetimeUnits;
        Accept(update, request, slot);
        entry.DownlinkKey = downlink;
        entry.LifetimeUnits = granted;
        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(entry.AccessPoint);
        ProxyBindingAcknowledgement answer =
            Acknowledgements.Accept(update, request, entry.HomeNetworkPrefixes, entry.HomeAddress4, accessPoint);
        bool isWhole = (request.ListsIpv6 || !entry.HasIpv6) && (request.ListsIpv4 || !entry.HasIpv4);
        if (entry.State == BindingState.Active)
        {
            End(update, request, slot, isWhole, now, outbox);
        }

        answer.LifetimeUnits = 0;
        FinishAnswer(ref answer, update, slot);
        Transmit(slot, request.Path, request.Peer, outbox, answer);
        if (isWhole)
        {
            outbox.AddNotice(EngineNotice.BindingDeregistered, slot, update.Identifier);
        }
    }

    // One family goes at once, the whole binding into its grace time (RFC 5213 5.3.5, RFC 5844 3.1.2.5).
    private void End(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, bool isWhole, Instant now, Outbox outbox)
    {
        if (isWhole)
        {
            Counters.Increment(LmaCounter.BindingDeregistered);
            _cache[slot].State = BindingState.DeregistrationGrace;
            _timers.Arm(slot, now.Plus(_configuration.MinDelayBeforeBceDelete));
        }
        else
        {
            Counters.Increment(LmaCounter.FamilyDeregistered);
            if (request.ListsIpv6)
            {
                _addresses.ReleaseIpv6(slot, now);
            }
            else
            {
                _addresses.ReleaseIpv4(slot, now);
            }
        }

        outbox.AddSession(EffectKind.InstallSession, slot, SessionOf(slot));
    }

    private bool HoldsNamedAddresses(in ProxyBindingUpdate update, in RegistrationRequest request, int slot)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        return (!request.NamesPrefix || entry.HomeNetworkPrefixes.SetEquals(update.HomeNetworkPrefixes))
            && (!request.NamesIpv4 || entry.HomeAddress4 == update.Ipv4HomeAddressRequest.Address)
            && ((request.ListsIpv6 && entry.HasIpv6) || (request.ListsIpv4 && entry.HasIpv4));
    }

    // Notes in the binding what an accepted request says.
    private void Accept(in ProxyBindingUpdate update, in RegistrationRequest request, int slot)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        entry.Path = request.Path;
        entry.CareOfAddress = request.CareOfAddress;
        entry.Sequence = update.Sequence;
        entry.HasTimestamp = update.HasTimestamp;
        entry.LastTimestamp = update.HasTimestamp ? update.Timestamp : entry.LastTimestamp;
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

    private void Answer(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, bool isChanged, Instant now, Outbox outbox)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        _timers.Arm(slot, now.Plus(Duration.FromSeconds(4L * entry.LifetimeUnits)));
        if (isChanged)
        {
            outbox.AddSession(EffectKind.InstallSession, slot, SessionOf(slot));
        }

        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(entry.AccessPoint);
        ProxyBindingAcknowledgement answer =
            Acknowledgements.Accept(update, request, entry.HomeNetworkPrefixes, entry.HomeAddress4, accessPoint);
        answer.LifetimeUnits = entry.LifetimeUnits;
        answer.HasGreKeyOption = true;
        answer.HasGreKey = true;
        answer.GreKey = entry.UplinkKey;
        answer.HasDhcpSupportMode = request.ListsIpv4;
        answer.DhcpServerMode = true;
        if ((update.Flags & BindingUpdateFlags.TlvHeader) != 0 && !_isThreeGpp)
        {
            answer.Status = BindingStatus.GreTunnelingButTlvHeaderNotSupported;
        }

        FinishAnswer(ref answer, update, slot);
        Transmit(slot, request.Path, request.Peer, outbox, answer);
    }

    private void FinishAnswer(ref ProxyBindingAcknowledgement answer, in ProxyBindingUpdate update, int slot)
    {
        if (update.HasLinkLocalAddress)
        {
            answer.LinkLocalAddress = _cache[slot].LinkLocalAddress;
        }
    }

    private void Refuse(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, in Refusal refusal, WallClock wall, Outbox outbox)
    {
        Counters.Increment(refusal.Counter);
        ProxyBindingAcknowledgement answer = Acknowledgements.Refuse(update, refusal, _isThreeGpp);
        if (refusal.Status is BindingStatus.TimestampMismatch or BindingStatus.TimestampLowerThanPreviousAccepted)
        {
            answer.Timestamp = wall.Timestamp;
        }
        else if (refusal.Status == BindingStatus.SequenceNumberOutOfWindow)
        {
            answer.Sequence = _cache[slot].Sequence;
        }

        Transmit(slot, request.Path, request.Peer, outbox, answer);
        ReadOnlySpan<byte> identifier = update.Identifier;
        outbox.AddNotice(EngineNotice.RegistrationRefused, (int)refusal.Status, identifier);
        if (refusal.Counter is LmaCounter.TableFull or LmaCounter.PeerQuotaReached or LmaCounter.NodeQuotaReached
            or LmaCounter.SessionKeysExhausted)
        {
            outbox.AddNotice(EngineNotice.TableFull, -1, identifier);
        }
        else if (refusal.Counter == LmaCounter.PoolExhausted)
        {
            outbox.AddNotice(EngineNotice.PoolExhausted, -1, identifier);
        }
    }
}
