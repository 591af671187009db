using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>
/// The local mobility anchor as a state machine without I/O (RFC 5213 5, RFC 5844 3.1, RFC 5845; TS 29.275 6): messages,
/// operator commands and time go in, effects come out. After construction it allocates nothing.
/// </summary>
/// <remarks>
/// Every verb wants an empty outbox. What comes from a peer ends in an accepted registration, a refusal with a status, or a
/// drop; each has a counter. The table of states is at <see cref="BindingState"/>.
/// </remarks>
public sealed partial class LocalMobilityAnchor
{
    /// <summary>Most bindings of one mobile node.</summary>
    public const int BindingsPerNodeMax = 64;

    private LmaConfiguration _configuration;
    private readonly bool _isThreeGpp;
    private ulong _timestampWindow;
    private readonly int _bindingsPerPeerMax;
    private readonly BindingCache _cache;
    private readonly BindingLookup _lookup;
    private ServiceDirectory _directory;
    private readonly AddressAssignment _addresses;
    private readonly SessionKeys _keys;
    private readonly LmaTimers _timers;
    private readonly RevocationTable _revocations;
    private readonly OptionStore _options;
    private readonly SipHash _hash;
    private uint _generation;

    /// <summary>Makes an anchor without bindings.</summary>
    public LocalMobilityAnchor(LmaConfiguration configuration, EngineSecrets secrets)
    {
        EngineLimits limits = configuration.Limits;
        _configuration = configuration;
        _isThreeGpp = configuration.Mode == SpecificationMode.ThreeGpp;
        Derive();
        _bindingsPerPeerMax = (int)Math.Max((long)limits.Bindings * limits.PeerSharePercent / 100, 1);
        _hash = new SipHash(secrets.HashKey0, secrets.HashKey1);
        _cache = new BindingCache(limits, _hash, PrefixesPerBinding(configuration.Mode));
        _lookup = new BindingLookup(_cache, _isThreeGpp);
        _directory = new ServiceDirectory(configuration, _hash);
        _addresses = new AddressAssignment(_cache, _directory);
        _keys = new SessionKeys(limits, new KeyStream(secrets.GreKey0, secrets.GreKey1), configuration.Quarantine, configuration.ExcludedKeys);
        _reservations = new KeyReservations(limits, _keys);
        _revocations = new RevocationTable(limits, _hash, secrets.Jitter);
        _timers = new LmaTimers(limits.Bindings, _revocations.Capacity, WaitingUpdates.CapacityFor(limits));
        _waiting = new WaitingUpdates(limits);
        _options = new OptionStore(limits);
        _lastChargingId = unchecked((uint)_hash.Hash(secrets.Jitter, 29275));
        Peers = new PeerTable(configuration.Peers, limits, _hash);
        _sweep = new BindingSweep(limits, Peers.Capacity);
        Supervision = new PathSupervision(
            configuration.Supervision,
            Peers,
            ConfiguredPaths.Of(configuration.Peers, configuration.Ipv6, configuration.Ipv4, configuration.Mode),
            ~secrets.Jitter);
        _partialFailure = new PartialFailure(
            configuration.OwnComponent, limits, _hash, Peers, _sweep, Supervision, unchecked(secrets.Jitter + 1));
    }

    /// <summary>Slots of the binding cache.</summary>
    public int Capacity => _cache.Capacity;

    /// <summary>Bindings, those in their grace time included.</summary>
    public int Count => _cache.Count;

    /// <summary>When <see cref="Expire"/> has something to do, if only to see that a refresh has made a timer later.</summary>
    public Instant NextDeadline => Instant.Earliest(_timers.Next, _sweep.NextDeadline, SupervisionDeadline);

    /// <summary>The MAGs.</summary>
    public PeerTable Peers { get; }

    /// <summary>What happened so far.</summary>
    public CounterSet<LmaCounter> Counters { get; } = new();

    /// <summary>Octets that the tables of an anchor with <paramref name="limits"/> cost, address pools apart.</summary>
    public static long BytesFor(EngineLimits limits) => BindingCache.BytesFor(limits) + SessionKeys.BytesFor(limits)
        + ((limits.Bindings + (long)RevocationTable.CapacityFor(limits) + WaitingUpdates.CapacityFor(limits)) * TimerHeap.BytesPerTimer)
        + PeerTable.BytesFor(limits) + RevocationTable.BytesFor(limits) + KeyReservations.BytesFor(limits) + WaitingUpdates.BytesFor(limits)
        + BindingSweep.BytesFor(limits) + PathSupervision.BytesFor(limits) + PartialFailure.BytesFor(limits)
        + OptionStore.BytesFor(limits) + RevocationAnswers.Bytes;

    /// <summary>Octets that the tables of an anchor with <paramref name="configuration"/> cost, its address pools included.</summary>
    public static long BytesFor(LmaConfiguration configuration)
    {
        long bytes = BytesFor(configuration.Limits) + HashIndex.BytesFor(Math.Max(configuration.Subscribers.Count, 1))
            + SessionKeys.BytesFor(configuration.Limits, configuration.ExcludedKeys.Count) - SessionKeys.BytesFor(configuration.Limits);
        bytes += BindingCache.BytesFor(configuration.Limits, PrefixesPerBinding(configuration.Mode)) - BindingCache.BytesFor(configuration.Limits);
        foreach (AccessPointConfiguration accessPoint in configuration.AccessPoints)
        {
            bytes += accessPoint.Ipv6Pool is IpPrefix ipv6 ? AddressPool.BytesFor(ipv6, configuration.Limits.Bindings) : 0;
            bytes += accessPoint.Ipv4Pool is IpPrefix ipv4 ? AddressPool.BytesFor(ipv4, configuration.Limits.Bindings) : 0;
        }

        return bytes;
    }

    /// <summary>Takes a mobility header, whose checksum the host has verified, that came along <paramref name="path"/>.</summary>
    public void Receive(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        PeerLookup lookup = Peers.TryResolve(path, out int peer);
        if (lookup is PeerLookup.Unknown or PeerLookup.TableFull)
        {
            bool isUnknown = lookup == PeerLookup.Unknown;
            Counters.Increment(isUnknown ? LmaCounter.UnknownPeer : LmaCounter.PeerTableFull);
            outbox.AddNotice(isUnknown ? EngineNotice.UnknownPeer : EngineNotice.TableFull, -1, default);
            return;
        }

        if (lookup == PeerLookup.Learned)
        {
            Counters.Increment(LmaCounter.PeerLearned);
        }

        Peers.NoteReceived(peer, path, now);
        if (MobilityHeader.TryRead(mobilityHeader, out MobilityHeader header) != WireStatus.Ok)
        {
            Counters.Increment(LmaCounter.HeaderMalformed);
            return;
        }

        Supervision.NoteHeard(peer, outbox);
        switch (header.Type)
        {
            case MobilityHeaderType.BindingUpdate:
                ReceiveUpdate(path, peer, header, mobilityHeader, now, wall, outbox);
                break;
            case MobilityHeaderType.BindingError:
                ReceiveBindingError(peer, header, now, outbox);
                break;
            case MobilityHeaderType.BindingRevocation when _partialFailure.TryReceive(path, peer, header, outbox):
                break;
            case MobilityHeaderType.BindingRevocation:
                ReceiveRevocation(path, peer, header, now, outbox);
                break;
            case MobilityHeaderType.BindingAcknowledgement or MobilityHeaderType.BindingRefreshRequest:
                Counters.Increment(LmaCounter.MessageIgnored);
                break;
            case MobilityHeaderType.Heartbeat:
                ReceiveHeartbeat(path, peer, header, now, outbox);
                break;
            default:
                RefuseType(path, peer, outbox);
                break;
        }
    }

    /// <summary>Lets at most one timer fire, or does one step of a sweep; false when nothing is due.</summary>
    public bool Expire(Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_timers.TryPop(now, out LmaTimer kind, out int place))
        {
            return ExpireSupervision(now, outbox) || AdvanceSweep(now, outbox);
        }

        switch (kind)
        {
            case LmaTimer.Binding when IsExtended(place):
                break;
            case LmaTimer.Binding:
                ExpireBinding(place, now, outbox);
                break;
            case LmaTimer.Revocation:
                ExpireRevocation(place, now, outbox);
                break;
            default:
                Resume(place, now, wall, outbox);
                break;
        }

        return true;
    }

    /// <summary>Removes a binding for the operator; false when the slot has none.</summary>
    public bool Remove(int slot, Instant now, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_cache.IsTaken(slot))
        {
            return false;
        }

        Counters.Increment(LmaCounter.BindingRemoved);
        outbox.AddNotice(EngineNotice.BindingRemoved, slot, _cache.IdentifierOf(slot));
        End(slot, now, outbox);
        return true;
    }

    /// <summary>
    /// The data path did not take the session that the last step installed, and the rest of that step was dropped. The binding
    /// ends, since its MAG would believe in a tunnel that is not there, and the MAG is told so (143). A binding that was being
    /// de-registered ends as its MAG wished, which is status 0.
    /// </summary>
    public void SessionRefused(int sessionIndex, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        int slot = _cache.FindBySession(sessionIndex);
        if (slot < 0)
        {
            return;
        }

        Counters.Increment(LmaCounter.SessionRefused);
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        ReadOnlySpan<byte> linkLayerIdentifier = entry.LinkLayerIdentifier;
        ProxyBindingUpdate update = Acknowledgements.Recall(
            entry, _cache.IdentifierOf(slot), linkLayerIdentifier[..entry.LinkLayerIdentifierLength]);
        if (entry.State == BindingState.DeregistrationGrace)
        {
            RegistrationRequest request = new(entry.Path, entry.Peer, update, _configuration.SupportsPdnConnectionId);
            ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(entry.AccessPoint);
            Acknowledgements.Accept(update, request, entry, accessPoint, out ProxyBindingAcknowledgement acceptance);
            Transmit(slot, entry.Path, entry.Peer, outbox, acceptance);
        }
        else if (entry.State == BindingState.Active)
        {
            Acknowledgements.Refuse(update, Refusal.SessionRefused, _isThreeGpp, out ProxyBindingAcknowledgement refusal);
            Transmit(slot, entry.Path, entry.Peer, outbox, refusal);
        }

        outbox.AddNotice(EngineNotice.SessionRefused, slot, _cache.IdentifierOf(slot));
        End(slot, now, outbox);
    }

    /// <summary>Reads a binding; false when the slot has none.</summary>
    public bool TryRead(int slot, Instant now, out BindingCacheEntryView view)
    {
        view = default;
        if (!_cache.IsTaken(slot))
        {
            return false;
        }

        ref readonly BindingCacheEntry entry = ref _cache[slot];
        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(entry.AccessPoint);
        view = new BindingCacheEntryView
        {
            State = entry.State,
            Identifier = _cache.IdentifierOf(slot),
            AccessPoint = accessPoint.Name,
            HomeNetworkPrefixes = entry.HomeNetworkPrefixes,
            HomeAddress4 = entry.HomeAddress4,
            HomeAddress4PrefixLength = entry.HasIpv4 ? accessPoint.Ipv4PrefixLength : (byte)0,
            DefaultRouter4 = entry.HasIpv4 ? accessPoint.Ipv4Router : default,
            Path = entry.Path,
            CareOfAddress = entry.CareOfAddress,
            Peer = entry.Peer,
            UplinkKey = entry.UplinkKey,
            DownlinkKey = entry.DownlinkKey,
            LifetimeRemaining = entry.ExpiresAt.Since(now),
            LifetimeGranted = Duration.FromSeconds(4L * entry.LifetimeUnits),
            SessionIndex = entry.SessionIndex,
            AccessTechnology = entry.AccessTechnology,
            LinkLayerAddress = entry.LinkLayerIdentifierLength == MacAddress.Length ? MacAddress.Read(entry.LinkLayerIdentifier) : default,
            ChargingId = entry.ChargingId,
            Options = _options,
            Slot = slot,
            IsIpv4Deferred = entry.IsIpv4Deferred,
            HasPdnConnectionId = entry.HasPdnConnectionId,
            PdnConnectionId = entry.PdnConnectionId,
        };
        return true;
    }

    private static int PrefixesPerBinding(SpecificationMode mode) => mode == SpecificationMode.ThreeGpp ? 1 : IpPrefixList.Capacity;

    // What follows from the configuration, reckoned once.
    private void Derive()
    {
        _timestampWindow = (ulong)_configuration.TimestampValidityWindow.Microseconds * WallClock.UnitsPerSecond / 1_000_000;
        _unknownHandoff = _configuration.UnknownHandoff != UnknownHandoffRule.ByMode ? _configuration.UnknownHandoff
            : _isThreeGpp ? UnknownHandoffRule.Move : UnknownHandoffRule.Wait;
    }

    // A refresh only notes the later end. Its timer stays where it is in the heap, of which most refreshes then touch nothing.
    private void ArmBinding(int slot, Instant at)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        entry.ExpiresAt = at;
        if (entry.TimerAt > at || entry.TimerAt == default)
        {
            entry.TimerAt = at;
            _timers.Arm(LmaTimer.Binding, slot, at);
        }
    }

    // True when the timer that fired is of an end that a refresh has moved: then it waits for the present one.
    private bool IsExtended(int slot)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        if (entry.ExpiresAt == entry.TimerAt)
        {
            return false;
        }

        entry.TimerAt = entry.ExpiresAt;
        _timers.Arm(LmaTimer.Binding, slot, entry.ExpiresAt);
        return true;
    }

    private void ExpireBinding(int slot, Instant now, Outbox outbox)
    {
        if (_cache[slot].State == BindingState.DeregistrationGrace)
        {
            Counters.Increment(LmaCounter.BindingDeleted);
        }
        else
        {
            Counters.Increment(LmaCounter.BindingExpired);
            outbox.AddNotice(EngineNotice.BindingExpired, slot, _cache.IdentifierOf(slot));
        }

        End(slot, now, outbox);
    }

    // Ends a binding: session, keys, addresses and slot go together (R5, R6, R17).
    private void End(int slot, Instant now, Outbox outbox)
    {
        Changes.Note(slot);
        Describe(slot, out outbox.AddSession(EffectKind.RemoveSession, slot));
        _timers.Cancel(LmaTimer.Binding, slot);
        if (_cache[slot].WaitingUpdate >= 0)
        {
            _waiting[_cache[slot].WaitingUpdate].Binding = -1;
            Settle(_cache[slot].WaitingUpdate, WaitingOutcome.HasLeft, now);
        }

        int revocation = _cache[slot].Revocation;
        if (revocation >= 0 && _revocations[revocation].Subject == RevocationSubject.Binding)
        {
            RemoveRevocation(revocation);
        }

        _addresses.ReleaseIpv6(slot, now);
        _addresses.ReleaseIpv4(slot, now);
        ReturnKey(_cache[slot], now);
        _partialFailure.Components.Clear(slot);
        _options.Clear(slot);
        Peers.RemoveBinding(_cache[slot].Peer);
        _cache.Remove(slot);
    }

    private void Describe(int slot, out TunnelSession session)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(entry.AccessPoint);
        entry.TreatmentVersion = accessPoint.TreatmentVersion;
        session = default;
        session.Index = entry.SessionIndex;
        session.Generation = unchecked(++_generation);
        session.Role = TunnelRole.Lma;
        session.IsForwarding = entry.State == BindingState.Active || (entry.State == BindingState.Revoking && !entry.IsForwardingStopped);
        session.Encapsulation = entry.Encapsulation;
        session.LocalEndpoint = entry.Path.OuterLocal;
        session.RemoteEndpoint = entry.RemoteEndpoint;
        session.SendKey = entry.DownlinkKey;
        session.ReceiveKey = entry.UplinkKey;
        session.HomeNetworkPrefixes = entry.HomeNetworkPrefixes;
        session.HomeAddress4 = entry.HomeAddress4;
        session.AccessNode = -1;
        session.Treatment = accessPoint.Treatment;
    }

    private void Transmit(int slot, in SignallingPath path, int peer, Outbox outbox, scoped in ProxyBindingAcknowledgement answer)
    {
        WireStatus status = answer.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(slot, path, written);
        Counters.Increment(LmaCounter.AcknowledgementSent);
        Peers.NoteSent(peer, path);
    }
}
