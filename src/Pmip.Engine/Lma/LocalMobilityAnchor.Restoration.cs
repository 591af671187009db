using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Restoration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Lma;

/// <content>
/// Bindings that outlive a restart of the process (TS 23.007 clause 19: with nothing lost, the restart counter stays). The host keeps each
/// that a step changed, and gives all of them to a new engine before its first step. A binding is restored as it was or not at all.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    /// <summary>How long keys and addresses of what has ended rest.</summary>
    public Duration Quarantine => _configuration.Quarantine;

    /// <summary>The bindings that the last step changed.</summary>
    public ChangedSlots Changes { get; } = new();

    /// <summary>
    /// True while bindings are on their way out together, which no single one of them shows: a restart now would bring back what a peer,
    /// or the operator, has ended. Such a restart loses all.
    /// </summary>
    public bool IsSweeping => _sweep.IsActive || _globalRevocations > 0;

    private int _globalRevocations;

    /// <summary>The binding in a slot as it is to be kept; false when the slot has none. It points into the tables: use it before the next step.</summary>
    public bool TryKeep(int slot, out KeptBinding kept)
    {
        kept = default;
        if (!_cache.IsTaken(slot))
        {
            return false;
        }

        ref readonly BindingCacheEntry entry = ref _cache[slot];
        ComponentIndex components = _partialFailure.Components;
        kept.State = entry.State;
        kept.IdentifierSubtype = entry.IdentifierSubtype;
        kept.Identifier = _cache.IdentifierOf(slot);
        kept.AccessPoint = KeptName.Of(_directory.AccessPointAt(entry.AccessPoint).Name);
        kept.HasPdnConnectionId = entry.HasPdnConnectionId;
        kept.PdnConnectionId = entry.PdnConnectionId;
        kept.IsIpv4Deferred = entry.IsIpv4Deferred;
        kept.HomeNetworkPrefixes = entry.HomeNetworkPrefixes;
        kept.HomeAddress4 = entry.HomeAddress4;
        kept.Path = entry.Path;
        kept.CareOfAddress = entry.CareOfAddress;
        kept.Encapsulation = entry.Encapsulation;
        kept.UplinkKey = entry.UplinkKey;
        kept.DownlinkKey = entry.DownlinkKey;
        kept.SessionIndex = entry.SessionIndex;
        kept.IsKeyReserved = entry.Reservation >= 0;
        kept.ExpiresAt = entry.ExpiresAt;
        kept.LifetimeUnits = entry.LifetimeUnits;
        kept.Sequence = entry.Sequence;
        kept.HasTimestamp = entry.HasTimestamp;
        kept.LastTimestamp = entry.LastTimestamp;
        kept.ChargingId = entry.ChargingId;
        kept.HandoffIndicator = entry.HandoffIndicator;
        kept.AccessTechnology = entry.AccessTechnology;
        kept.LinkLayerIdentifier = ((ReadOnlySpan<byte>)entry.LinkLayerIdentifier)[..entry.LinkLayerIdentifierLength];
        kept.HasLinkLocalAddress = entry.HasLinkLocalAddress;
        kept.LinkLocalAddress = entry.LinkLocalAddress;
        kept.FirstComponent = components.First(slot) == ComponentIndex.None ? null : components[components.First(slot)];
        kept.SecondComponent = components.Second(slot) == ComponentIndex.None ? null : components[components.Second(slot)];

        // A MAG that revokes sends its indication again until we have acknowledged it, so only our own revocations are kept.
        if (entry.Revocation >= 0 && _revocations[entry.Revocation].Subject is RevocationSubject.Binding or RevocationSubject.Node)
        {
            kept.IsRevoked = true;
            kept.RevokedPart = _revocations[entry.Revocation].Part;
            kept.RevocationTrigger = _revocations[entry.Revocation].Trigger;
        }

        return true;
    }

    /// <summary>
    /// Brings a binding of the process before back into its slot. Nothing is asked for yet: <see cref="Reinstate"/> does that. Before the
    /// first step only, in the order of the slots; <see cref="EndRestoration"/> comes after the last.
    /// </summary>
    public RestoreStatus TryRestore(int slot, scoped in KeptBinding kept, Instant now)
    {
        if (slot < 0 || slot >= Capacity || _cache.IsTaken(slot))
        {
            return RestoreStatus.SlotTaken;
        }

        if (kept.Identifier.IsEmpty || kept.Identifier.Length > _cache.IdentifierOctetsMax)
        {
            return RestoreStatus.Malformed;
        }

        ulong hash = _cache.HashOf(kept.Identifier);
        int accessPoint = FindAccessPoint(kept.AccessPoint);
        if (accessPoint < 0
            || _directory.Judge(kept.Identifier, hash, accessPoint, out int subscriber) != BindingContradiction.None)
        {
            return RestoreStatus.ServiceGone;
        }

        RestoreStatus status = JudgeAddresses(kept, accessPoint, subscriber);
        status = status == RestoreStatus.Restored ? JudgePath(kept, out _) : status;
        if (status != RestoreStatus.Restored)
        {
            return status;
        }

        ReservedConnection connection = new(hash, accessPoint, kept.HasPdnConnectionId, kept.HasPdnConnectionId ? kept.PdnConnectionId : (byte)0);
        if (!TryRestoreKey(kept, connection, now, out int reservation))
        {
            return RestoreStatus.KeyGone;
        }

        Peers.TryResolve(kept.Path, out int peer);
        Peers.RestorePath(peer, kept.Path);
        Peers.AddBinding(peer);
        _cache.AddAt(slot, kept.Identifier, hash, kept.SessionIndex);
        Fill(ref _cache[slot], kept);
        _cache[slot].AccessPoint = accessPoint;
        _cache[slot].Peer = peer;
        _cache[slot].Reservation = reservation;
        RestoreAddresses(slot, kept);
        RestoreComponents(slot, peer, kept);
        ArmBinding(slot, kept.ExpiresAt);
        _lastChargingId = Math.Max(_lastChargingId, kept.ChargingId); // No connection gets the number of another.
        Counters.Increment(LmaCounter.BindingRestored);
        return RestoreStatus.Restored;
    }

    /// <summary>
    /// Lets what a binding had, which ended before the restart, rest as long as it would have rested (R17). Who had an address last is
    /// forgotten: whoever comes back gets another one.
    /// </summary>
    public void RestoreRest(scoped in KeptRest rest)
    {
        _keys.RestoreRest(rest.SessionIndex, rest.Key, rest.Until);
        for (int i = 0; i < rest.HomeNetworkPrefixes.Count; i++)
        {
            IpAddress address = rest.HomeNetworkPrefixes[i].Masked.Address;
            _directory.PoolOver(address)?.RestoreRest(address, rest.Until);
        }

        if (!rest.HomeAddress4.IsUnspecified)
        {
            _directory.PoolOver(rest.HomeAddress4)?.RestoreRest(rest.HomeAddress4, rest.Until);
        }
    }

    /// <summary>All is restored: steps may follow.</summary>
    public void EndRestoration() => _keys.EndRestoration();

    /// <summary>Asks for the session of a binding that was restored.</summary>
    public void Reinstate(int slot, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (_cache.IsTaken(slot))
        {
            Describe(slot, out outbox.AddSession(EffectKind.InstallSession, slot));
        }
    }

    private RestoreStatus JudgeAddresses(scoped in KeptBinding kept, int accessPoint, int subscriber)
    {
        ref readonly ServiceDirectory.AccessPoint service = ref _directory.AccessPointAt(accessPoint);
        PdnType type = _directory.TypeFor(accessPoint, subscriber);
        bool isIpv6 = kept.HomeNetworkPrefixes.Count > 0;
        bool isIpv4 = !kept.HomeAddress4.IsUnspecified;
        if ((isIpv6 && (type & PdnType.Ipv6) == 0) || (isIpv4 && (type & PdnType.Ipv4) == 0))
        {
            return RestoreStatus.ServiceGone;
        }

        IpPrefixList seen = default;
        for (int i = 0; i < kept.HomeNetworkPrefixes.Count; i++)
        {
            IpPrefix prefix = kept.HomeNetworkPrefixes[i].Masked;
            bool isOwn = _directory.StaticPrefixOf(subscriber)?.Masked == prefix;
            bool isOfPool = prefix.Length == 64 && service.Ipv6Pool is AddressPool pool && pool.Allows(prefix.Address);
            if (!(isOwn || isOfPool) || seen.Contains(prefix) || _cache.FindByPrefix(prefix) >= 0)
            {
                return RestoreStatus.AddressGone;
            }

            seen.TryAdd(prefix);
        }

        bool isAllowed = !isIpv4 || _directory.StaticIpv4Of(subscriber) == kept.HomeAddress4
            || (service.Ipv4Pool is AddressPool pool4 && pool4.Allows(kept.HomeAddress4));
        return isAllowed && (!isIpv4 || _cache.FindByIpv4(kept.HomeAddress4) < 0)
            && (_isThreeGpp ? kept.HomeNetworkPrefixes.Count <= 1 : kept.HomeNetworkPrefixes.Count <= IpPrefixList.Capacity)
            ? RestoreStatus.Restored
            : RestoreStatus.AddressGone;
    }

    private RestoreStatus JudgePath(scoped in KeptBinding kept, out int peer)
    {
        peer = -1;
        if (kept.Path.OuterLocal != (kept.Path.IsIPv4Transport ? _configuration.Ipv4 : _configuration.Ipv6))
        {
            return RestoreStatus.OwnAddressGone;
        }

        IpAddress careOf = kept.CareOfAddress;
        if (careOf.IsUnspecified || careOf.IsMulticast || careOf.IsLinkLocal || careOf.IsLoopback || (careOf.IsIPv4 && !kept.Path.IsIPv4Transport)
            || Peers.TryResolve(kept.Path, out peer) is not (PeerLookup.Known or PeerLookup.Learned)
            || !Peers.Accepts(peer)
            || (careOf != kept.Path.Remote && !Peers.IsTrusted(careOf)))
        {
            return RestoreStatus.PeerGone;
        }

        return RestoreStatus.Restored;
    }

    private bool TryRestoreKey(scoped in KeptBinding kept, in ReservedConnection connection, Instant now, out int reservation)
    {
        reservation = -1;
        if (_cache.FindBySession(kept.SessionIndex) >= 0)
        {
            return false;
        }

        if (!kept.IsKeyReserved)
        {
            return _keys.TryRestore(kept.SessionIndex, kept.UplinkKey);
        }

        reservation = _reservations.Restore(kept.UplinkKey, kept.Identifier, connection, now, out bool isGivenUp);
        if (reservation < 0 || !_keys.TryRestoreFor(kept.UplinkKey, kept.SessionIndex))
        {
            return false;
        }

        _reservations.Take(reservation, kept.SessionIndex);
        if (isGivenUp)
        {
            _reservations.GiveUp(reservation, now);
        }

        return true;
    }

    private static void Fill(ref BindingCacheEntry entry, scoped in KeptBinding kept)
    {
        entry.State = kept.State == BindingState.DeregistrationGrace ? BindingState.DeregistrationGrace : BindingState.Active;
        entry.IdentifierSubtype = kept.IdentifierSubtype;
        entry.HasPdnConnectionId = kept.HasPdnConnectionId;
        entry.PdnConnectionId = kept.PdnConnectionId;
        entry.IsIpv4Deferred = kept.IsIpv4Deferred;
        entry.Path = kept.Path;
        entry.CareOfAddress = kept.CareOfAddress;
        entry.Encapsulation = kept.Encapsulation;
        entry.UplinkKey = kept.UplinkKey;
        entry.DownlinkKey = kept.DownlinkKey;
        entry.LifetimeUnits = kept.LifetimeUnits;
        entry.Sequence = kept.Sequence;
        entry.HasTimestamp = kept.HasTimestamp;
        entry.LastTimestamp = kept.LastTimestamp;
        entry.ChargingId = kept.ChargingId;
        entry.HandoffIndicator = kept.HandoffIndicator;
        entry.AccessTechnology = kept.AccessTechnology;
        entry.SetLinkLayerIdentifier(kept.LinkLayerIdentifier);
        entry.HasLinkLocalAddress = kept.HasLinkLocalAddress;
        entry.LinkLocalAddress = kept.LinkLocalAddress;
    }

    // The access point that a binding was kept with, or -1.
    private int FindAccessPoint(ulong name)
    {
        for (int i = 0; i < _directory.Count; i++)
        {
            ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(i);
            if (!accessPoint.IsRetired && KeptName.Of(accessPoint.Name) == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void RestoreAddresses(int slot, scoped in KeptBinding kept)
    {
        _cache.SetPrefixes(slot, kept.HomeNetworkPrefixes);
        for (int i = 0; i < kept.HomeNetworkPrefixes.Count; i++)
        {
            IpAddress address = kept.HomeNetworkPrefixes[i].Masked.Address;
            _directory.PoolOver(address)?.NoteTaken(address);
        }

        if (!kept.HomeAddress4.IsUnspecified)
        {
            _cache.SetIpv4(slot, kept.HomeAddress4);
            _directory.PoolOver(kept.HomeAddress4)?.NoteTaken(kept.HomeAddress4);
        }
    }

    private void RestoreComponents(int slot, int peer, scoped in KeptBinding kept)
    {
        if (_configuration.OwnComponent is not null)
        {
            _partialFailure.Restore(slot, peer, kept.FirstComponent, kept.SecondComponent);
        }
    }
}
