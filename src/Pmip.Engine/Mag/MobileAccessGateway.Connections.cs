using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <content>Commands from above: attach, detach, and the data path's refusal.</content>
public sealed partial class MobileAccessGateway
{
    /// <summary>
    /// Begins the registration of a connection. A connection that is still being de-registered is taken up again in its slot,
    /// with new keys and later than anything sent before; <paramref name="slot"/> is the existing one when there is one.
    /// </summary>
    public AttachStatus Attach(in AttachRequest wanted, Instant now, WallClock wall, Outbox outbox, out int slot)
    {
        Invariant.Require(outbox.Count == 0);
        Invariant.Require(wanted.Lma >= 0 && wanted.Lma < _lmaSlots.Length);
        Invariant.Require(wanted.AccessPoint >= 0 && wanted.AccessPoint < _accessPoints.Numbers.Length);
        AttachRequest request = wanted;
        request.Lma = _lmaSlots[wanted.Lma];
        request.AccessPoint = _accessPoints.Numbers[wanted.AccessPoint];
        Invariant.Require(request.Type is PdnType.Ipv4 or PdnType.Ipv6 or PdnType.Ipv4v6);
        if (Refusal(request, now, out slot) is AttachStatus refusal and not AttachStatus.Pending)
        {
            return refusal;
        }

        bool isResumed = slot >= 0;
        if (!isResumed && _list.Count == _list.Capacity)
        {
            Counters.Increment(MagCounter.AttachesTableFull);
            NoticeSeldom(ref _fullNoticeFrom, EngineNotice.TableFull, request.Identifier, now, outbox);
            return AttachStatus.TableFull;
        }

        if (!_keys.TryTake(request.Lma, now, out int place, out int keyIndex, out GreKey key))
        {
            Counters.Increment(MagCounter.AttachesNoKey);
            slot = -1;
            return AttachStatus.NoKey;
        }

        BindingUpdateListEntry entry = NewEntry(request, place, keyIndex, key);
        if (isResumed)
        {
            ref readonly BindingUpdateListEntry old = ref _list[slot];
            entry.Timestamp = old.Timestamp;
            entry.LastSequence = old.LastSequence;
            Peers.RemoveBinding(old.Lma);
            ReleaseKeys(old, now);
            _list.Replace(slot, entry);
            Counters.Increment(MagCounter.AttachesDuringDetach);
        }
        else
        {
            entry.LastSequence = (ushort)(_jitter.Next() & ushort.MaxValue);
            bool hasRoom = _list.TryAdd(entry, request.Identifier, out slot);
            Invariant.Require(hasRoom);
        }

        Peers.AddBinding(request.Lma);
        _sweep.NoteRegistered(slot);
        Counters.Increment(MagCounter.AttachesStarted);
        if (!entry.UplinkKey.IsNone)
        {
            BringUpEarly(slot, outbox);
        }

        Begin(slot, BindingUpdateState.Registering, now, wall, outbox);
        return AttachStatus.Pending;
    }

    /// <summary>
    /// The node of a connection that is up appeared on its link anew: it may have been at another MAG meanwhile, which the LMA then
    /// takes for the serving one. Registers again without touching the session; false when there is none that is up.
    /// </summary>
    public bool Reaffirm(int slot, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_list.IsTaken(slot) || !_list[slot].IsUp)
        {
            return false;
        }

        Counters.Increment(MagCounter.ConnectionsReaffirmed);
        PresenceQuestion question = _list[slot].Question;
        if (question is PresenceQuestion.Revocation or PresenceQuestion.Reassertion)
        {
            Resolve(slot, isPresent: true, now, wall, outbox);
        }

        if (question is PresenceQuestion.Reassertion or PresenceQuestion.Revoked)
        {
            return true; // It is being registered again by now; or the LMA has ended it, and the node comes back as a new one.
        }

        _list[slot].MayHaveMoved = true;
        Begin(slot, BindingUpdateState.Refreshing, now, wall, outbox);
        return true;
    }

    /// <summary>
    /// Ends a connection: the data path lets go of it at once, the LMA is told. False when the slot is free or the connection
    /// is ending already.
    /// </summary>
    public bool Detach(int slot, ConnectionEnd why, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_list.IsTaken(slot) || _list[slot].State == BindingUpdateState.Deregistering)
        {
            return false;
        }

        if (_list[slot].Question != PresenceQuestion.None)
        {
            // The question has its answer, and what was asked for is done at once; of IPv4 alone the rest is left to end.
            Resolve(slot, isPresent: false, now, wall, outbox);
            if (!_list.IsTaken(slot) || _list[slot].Question == PresenceQuestion.Revoked)
            {
                return true;
            }
        }

        TakeDown(slot, outbox);
        outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)why, _list[slot].AccessNode);
        Counters.Increment(MagCounter.DetachesStarted);
        Begin(slot, BindingUpdateState.Deregistering, now, wall, outbox);
        return true;
    }

    /// <summary>The data path could not take the session: without it there is no connection. Ignored when it is gone already.</summary>
    public void SessionRefused(int sessionIndex, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        int slot = _list.SlotOfSession(sessionIndex);
        if (slot < 0 || !_list[slot].HasSession)
        {
            return;
        }

        Counters.Increment(MagCounter.SessionsRefused);
        outbox.AddNotice(EngineNotice.SessionRefused, slot, _list.IdentifierOf(slot));
        TakeDown(slot, outbox);
        outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)ConnectionEnd.DataPath, _list[slot].AccessNode);
        Begin(slot, BindingUpdateState.Deregistering, now, wall, outbox);
    }

    // Pending with a slot means a connection that is being de-registered.
    private AttachStatus Refusal(in AttachRequest request, Instant now, out int slot)
    {
        slot = -1;
        if (request.Identifier.IsEmpty)
        {
            Counters.Increment(MagCounter.AttachesIdentifierMissing);
            return AttachStatus.IdentifierMissing;
        }

        if (request.Identifier.Length > _list.IdentifierOctetsMax)
        {
            Counters.Increment(MagCounter.AttachesIdentifierTooLong);
            return AttachStatus.IdentifierTooLong;
        }

        if (LacksAddressForKey(request))
        {
            Counters.Increment(MagCounter.AttachesAddressMissing);
            return AttachStatus.AddressMissing;
        }

        if (!_paths.IsUsable(request.Lma))
        {
            Counters.Increment(MagCounter.AttachesNoTransport);
            return AttachStatus.NoTransport;
        }

        if (now < BackOffOf(request.Lma, request.AccessPoint))
        {
            Counters.Increment(MagCounter.AttachesBackedOff);
            return AttachStatus.BackedOff;
        }

        if (Find(request.Identifier, request.AccessPoint, request.PdnConnectionId, out slot)
            && _list[slot].State != BindingUpdateState.Deregistering)
        {
            Counters.Increment(MagCounter.AttachesAlreadyAttached);
            return AttachStatus.AlreadyAttached;
        }

        return JudgeSecondConnection(request);
    }

    private BindingUpdateListEntry NewEntry(in AttachRequest request, int place, int keyIndex, GreKey key)
    {
        IpAddress address4 = KnownAddress4(request);
        return new BindingUpdateListEntry
        {
            State = BindingUpdateState.Registering,
            Type = request.Type,
            AccessTechnology = request.AccessTechnology,
            AttachIndicator = request.HandoffIndicator,
            AsksForNameServers = request.AsksForNameServers,
            PdnConnectionId = request.PdnConnectionId,
            Lma = request.Lma,
            AccessPoint = request.AccessPoint,
            AccessNode = request.AccessNode,
            SessionIndex = place,
            KeyIndex = keyIndex,
            DownlinkKey = key,
            LinkLayerAddress = request.LinkLayerAddress,
            LinkLocalAddress = _configuration.FixedLinkLocalAddress,
            UplinkKey = request.UplinkKey,
            Encapsulation = _paths.OfferedTo(request.Lma), // Until the LMA has answered, an early uplink goes as if it grants it.
            HomeNetworkPrefixes = KnownPrefixes(request),
            HomeAddress4 = address4,
            HomeAddress4PrefixLength = address4.IsUnspecified ? (byte)0 : request.HomeAddress4PrefixLength,
            DefaultRouter4 = address4.IsUnspecified ? default : request.DefaultRouter4,
        };
    }

    // Takes the session out of the data path, if it is there.
    private void TakeDown(int slot, Outbox outbox)
    {
        if (_list[slot].HasSession)
        {
            Describe(slot, isForwarding: false, out outbox.AddSession(EffectKind.RemoveSession, slot), ends: true);
            _list.Timers.Cancel(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Expiry));
            _list[slot].IsEarly = false;
        }
    }

    // The end of an entry: place and key go to rest (R17).
    private void Release(int slot, Instant now)
    {
        ref readonly BindingUpdateListEntry entry = ref _list[slot];
        Changes.Note(slot);
        Peers.RemoveBinding(entry.Lma);
        _partialFailure.Components.Clear(slot);
        ReleaseKeys(entry, now);
        _list.Remove(slot);
    }

    // With a space of keys for each LMA, what rests there keeps the LMA's slot from another LMA (R17).
    private void ReleaseKeys(in BindingUpdateListEntry entry, Instant now)
    {
        _keys.Release(entry.Lma, entry.SessionIndex, entry.KeyIndex, now);
        if (entry.KeyIndex >= 0)
        {
            Peers.Rest(entry.Lma, now.Plus(_configuration.Quarantine));
        }
    }

    private void Describe(int slot, bool isForwarding, out TunnelSession session, bool ends = false)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Changes.Note(slot);
        entry.Generation = unchecked(++_generation);
        if (!ends)
        {
            _paths.Endpoints(entry.Lma, out entry.LocalEndpoint, out entry.RemoteEndpoint);
        }

        session = default;
        session.Index = entry.SessionIndex;
        session.Generation = entry.Generation;
        session.Role = TunnelRole.Mag;
        session.IsForwarding = isForwarding;
        session.Encapsulation = entry.Encapsulation;
        session.LocalEndpoint = entry.LocalEndpoint;
        session.RemoteEndpoint = entry.RemoteEndpoint;
        session.SendKey = entry.UplinkKey;
        session.ReceiveKey = entry.DownlinkKey;
        session.HomeNetworkPrefixes = (entry.Dropped & PdnType.Ipv6) == 0 ? entry.HomeNetworkPrefixes : default;
        session.HomeAddress4 = (entry.Dropped & PdnType.Ipv4) == 0 ? entry.HomeAddress4 : default;
        session.AccessNode = entry.AccessNode;
    }
}
