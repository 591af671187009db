using System;
using System.Text;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <summary>
/// The mobile access gateway as a state machine without sockets and clocks: nodes attach and detach, messages and time come
/// in, effects go out (RFC 5213 6, TS 29.275 6). Each verb is one mutation and needs an empty outbox.
/// </summary>
/// <remarks>
/// Choices that the specifications leave open. A first registration without an answer is given up after
/// <see cref="MagConfiguration.TransmissionsMax"/> transmissions and the host may attach again; a refresh goes on at
/// <see cref="MagConfiguration.MaxBindAckTimeout"/> until the lifetime ends. A binding without a GRE key is of no use to the
/// data path, so status 2 and an acceptance without a key end in a refusal and a de-registration, whatever the mode. An
/// acknowledgement that lacks an option contradicts nothing; one that has another value than the request does.
/// </remarks>
public sealed partial class MobileAccessGateway
{
    private const int LmasMax = 64;
    private static Duration NoticeInterval => Duration.FromSeconds(1);
    private MagConfiguration _configuration;
    private readonly LmaPaths _paths;
    private readonly DownlinkKeys _keys;
    private readonly BindingUpdateList _list;
    private readonly SipHash _hash;
    private UpdateComposer _composer;
    private readonly Prng _jitter;
    private GatewayAccessPoints _accessPoints;
    private int[] _lmaSlots; // place in the configuration to slot of the peer table
    private ushort _sequence;
    private uint _generation;
    private Instant _strangerNoticeFrom = new(long.MinValue);
    private Instant _fullNoticeFrom = new(long.MinValue);

    /// <summary>Makes a MAG without connections; nothing is allocated after this.</summary>
    public MobileAccessGateway(MagConfiguration configuration, EngineSecrets secrets)
    {
        Invariant.Require(configuration.Lifetime.Seconds is >= 4 and <= 4 * ushort.MaxValue);
        Invariant.Require(configuration.TransmissionsMax > 0);
        Invariant.Require(configuration.InitialBindAckTimeout > Duration.Zero);
        SipHash hash = new(secrets.HashKey0, secrets.HashKey1);
        _hash = hash;
        _configuration = configuration;

        // An LMA's place in the configuration is its slot in the peer table: peers with addresses come first and in order.
        Peers = new PeerTable(configuration.Lmas, TableOfLmas(configuration.Limits), hash);
        _lmaSlots = new int[configuration.Lmas.Count];
        for (int lma = 0; lma < _lmaSlots.Length; lma++)
        {
            _lmaSlots[lma] = lma;
        }

        _accessPoints = new GatewayAccessPoints(configuration.AccessPoints);
        _paths = new LmaPaths(configuration, Peers.Capacity);
        _keys = new DownlinkKeys(configuration, secrets, Peers.Capacity);
        _list = new BindingUpdateList(configuration.Limits, hash, _keys.Capacity);
        _composer = new UpdateComposer(configuration, _accessPoints);
        _jitter = new Prng(secrets.Jitter);
        _sequence = (ushort)(_jitter.Next() & ushort.MaxValue);
        _backOffUntil = new Instant[Peers.Capacity * configuration.AccessPoints.Count];
        Array.Fill(_backOffUntil, new Instant(long.MinValue));
        _imposed = new RetransmissionTimes[Peers.Capacity];
        _connectionIds = new ConnectionIdSupport[Peers.Capacity];
        _identity = Encoding.UTF8.GetBytes(configuration.Identity);
        _revocations = new OutgoingRevocations(Peers.Capacity);
        _revocationSequence = (ushort)(_jitter.Next() & ushort.MaxValue);
        _sweep = new BindingSweep(configuration.Limits, Peers.Capacity);
        Supervision = new PathSupervision(configuration.Supervision, Peers, LmaPaths.Announced(LmaPaths.Of(configuration)), ~secrets.Jitter);
        _partialFailure = new PartialFailure(
            configuration.OwnComponent, configuration.Limits, hash, Peers, _sweep, Supervision, unchecked(secrets.Jitter + 1));
    }

    /// <summary>What happened.</summary>
    public CounterSet<MagCounter> Counters { get; } = new();

    /// <summary>
    /// The LMAs. Their slots are their places in <see cref="MagConfiguration.Lmas"/> until another configuration comes into force;
    /// then an LMA keeps its slot, and a new one gets any.
    /// </summary>
    public PeerTable Peers { get; }

    /// <summary>When <see cref="Expire"/> has something to do.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Earliest(_list.Timers.Next, _sweep.NextDeadline, SupervisionDeadline);
            return _revocations.Timers.Next < next ? _revocations.Timers.Next : next;
        }
    }

    /// <summary>Connections that fit.</summary>
    public int Capacity => _list.Capacity;

    /// <summary>Connections in the list, those that are being de-registered among them.</summary>
    public int Count => _list.Count;

    /// <summary>Octets that a MAG with <paramref name="limits"/> costs, with keys unique within the node.</summary>
    public static long BytesFor(EngineLimits limits) =>
        BindingUpdateList.BytesFor(limits) + SessionKeys.BytesFor(limits) + PeerTable.BytesFor(limits)
        + BindingSweep.BytesFor(limits) + PathSupervision.BytesFor(limits)
        + PartialFailure.BytesFor(limits) + RevocationAnswers.Bytes;

    /// <summary>Octets that the tables of a MAG with <paramref name="configuration"/> cost.</summary>
    public static long BytesFor(MagConfiguration configuration) => BytesFor(configuration.Limits)
        + OutgoingRevocations.BytesFor(LmaSlotsFor(configuration))
        + (LmaSlotsFor(configuration) * (1L + (2 * sizeof(long)) + ((long)sizeof(long) * configuration.AccessPoints.Count)))
        - SessionKeys.BytesFor(configuration.Limits)
        + ((configuration.DownlinkKeyScope == DownlinkKeyScope.Lma ? 1L + configuration.Lmas.Count : 1)
            * SessionKeys.BytesFor(configuration.Limits, configuration.ExcludedKeys.Count));

    // Nobody learns LMAs, so that a table for many MAGs is not made for them too.
    private static EngineLimits TableOfLmas(EngineLimits limits) => limits with { Peers = Math.Min(limits.Peers, LmasMax) };

    private static int LmaSlotsFor(MagConfiguration configuration) =>
        Math.Max(Math.Max(TableOfLmas(configuration.Limits).Peers, configuration.Lmas.Count), 1);

    /// <summary>Takes a message that came along <paramref name="path"/>.</summary>
    public void Receive(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (Peers.TryResolve(path, out int peer) is not (PeerLookup.Known or PeerLookup.Learned))
        {
            Counters.Increment(MagCounter.MessagesFromStrangers);
            NoticeSeldom(ref _strangerNoticeFrom, EngineNotice.UnknownPeer, default, now, outbox);
            return;
        }

        Peers.NoteReceived(peer, path, now);
        if (MobilityHeader.TryRead(mobilityHeader, out MobilityHeader header) != WireStatus.Ok)
        {
            Counters.Increment(MagCounter.MessagesMalformed);
            return;
        }

        Supervision.NoteHeard(peer, outbox);
        switch (header.Type)
        {
            case MobilityHeaderType.BindingAcknowledgement:
                ReceiveAcknowledgement(header, peer, now, wall, outbox);
                break;
            case MobilityHeaderType.BindingRevocation when _partialFailure.TryReceive(path, peer, header, outbox):
                break;
            case MobilityHeaderType.BindingRevocation:
                ReceiveRevocation(header, peer, path, now, outbox);
                break;
            case MobilityHeaderType.BindingError:
                ReceiveBindingError(peer, header, outbox);
                break;
            case MobilityHeaderType.Heartbeat:
                ReceiveHeartbeat(path, peer, header, now, outbox);
                break;
            case MobilityHeaderType.BindingRefreshRequest or MobilityHeaderType.BindingUpdate:
                Counters.Increment(MagCounter.MessagesUnexpected);
                break;
            default:
                Counters.Increment(MagCounter.MessagesUnknown);
                AnswerUnknownType(peer, path, outbox);
                break;
        }
    }

    /// <summary>Reads a slot; false when it is free.</summary>
    public bool TryRead(int slot, Instant now, out BindingUpdateListEntryView view)
    {
        view = default;
        if (!_list.IsTaken(slot))
        {
            return false;
        }

        ref readonly BindingUpdateListEntry entry = ref _list[slot];
        view.State = entry.State;
        view.Identifier = _list.IdentifierOf(slot);
        view.AccessPoint = _accessPoints.Names[entry.AccessPoint];
        view.AccessPointIndex = _accessPoints.Places[entry.AccessPoint];
        view.HomeNetworkPrefixes = (entry.Dropped & PdnType.Ipv6) == 0 ? entry.HomeNetworkPrefixes : default;
        view.HomeAddress4 = (entry.Dropped & PdnType.Ipv4) == 0 ? entry.HomeAddress4 : default;
        view.HomeAddress4PrefixLength = entry.HomeAddress4PrefixLength;
        view.DefaultRouter4 = entry.DefaultRouter4;
        view.IsDhcpServer = entry.IsDhcpServer;
        view.IsIpv4Deferred = entry.IsIpv4Deferred;
        view.NameServers = entry.NameServers;
        view.HasChargingId = entry.HasChargingId;
        view.ChargingId = entry.ChargingId;
        view.PmipErrorCode = entry.PmipErrorCode;
        view.LinkLocalAddress = entry.LinkLocalAddress;
        view.Path = _paths[entry.Lma];
        view.Peer = entry.Lma;
        view.UplinkKey = entry.UplinkKey;
        view.DownlinkKey = entry.DownlinkKey;
        view.LifetimeGranted = entry.LifetimeGranted;
        view.LifetimeRemaining = entry.IsUp
            ? _list.Timers.DeadlineOf(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Expiry)).Since(now)
            : entry.IsEarly ? _configuration.Lifetime : Duration.Zero; // Until the LMA says how long, what we ask for.
        view.SessionIndex = entry.SessionIndex;
        view.AccessTechnology = entry.AccessTechnology;
        view.LinkLayerAddress = entry.LinkLayerAddress;
        view.PdnConnectionId = entry.PdnConnectionId;
        view.AccessNode = entry.AccessNode;
        view.Transmissions = entry.Transmissions;
        return true;
    }

    /// <summary>Finds a connection by what names it (R2); false when there is none.</summary>
    public bool FindConnection(ReadOnlySpan<byte> identifier, int accessPoint, byte pdnConnectionId, out int slot) =>
        Find(identifier, _accessPoints.Numbers[accessPoint], pdnConnectionId, out slot);

    private bool Find(ReadOnlySpan<byte> identifier, int accessPoint, byte pdnConnectionId, out int slot)
    {
        ulong hash = _list.HashOf(identifier);
        for (slot = _list.FirstOf(identifier, hash, out int probe); slot >= 0; slot = _list.NextOf(identifier, hash, ref probe))
        {
            if (_list[slot].AccessPoint == accessPoint && _list[slot].PdnConnectionId == pdnConnectionId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Finds the connections of the host's node <paramref name="accessNode"/> in the order of their slots: begin with -1 for
    /// <paramref name="after"/>, go on with the slot found; false after the last.
    /// </summary>
    public bool FindByAccessNode(int accessNode, int after, out int slot)
    {
        slot = _list.NextOfAccessNode(accessNode, after);
        return slot >= 0;
    }

    /// <summary>Walks every table and requires that they agree.</summary>
    public void Verify()
    {
        _list.Verify();
        _keys.Verify();
        _revocations.Verify();
        Peers.Verify();
        Supervision.Verify();
        _partialFailure.Verify();
        Invariant.Require(_keys.Count == _list.Count);
        int bindings = 0;
        for (int lma = 0; lma < _paths.Count; lma++)
        {
            bindings += Peers.BindingsOf(lma);
        }

        Invariant.Require(bindings == _list.Count);
        for (int slot = 0; slot < Capacity; slot++)
        {
            Invariant.Require(_list[slot].Contradiction == BindingContradiction.None || _sweep.IsActive);
            Invariant.Require(!_list.IsTaken(slot) || _keys.IsTaken(_list[slot].SessionIndex));
        }
    }

    // Moments that others can cause at any rate make at most one log line a second; the counters tell how many there were.
    private static void NoticeSeldom(ref Instant from, EngineNotice notice, ReadOnlySpan<byte> identifier, Instant now, Outbox outbox)
    {
        if (now >= from)
        {
            from = now.Plus(NoticeInterval);
            outbox.AddNotice(notice, -1, identifier);
        }
    }

    private void ReceiveBindingError(int peer, in MobilityHeader header, Outbox outbox)
    {
        if (BindingError.TryRead(header, out BindingError error) != WireStatus.Ok)
        {
            Counters.Increment(MagCounter.MessagesMalformed);
        }
        else if (error.Status == BindingErrorStatus.UnrecognizedMobilityHeaderType)
        {
            Counters.Increment(MagCounter.BindingErrorsUnknownType);
            Supervision.NoteLacking(peer, outbox);
        }
        else
        {
            Counters.Increment(MagCounter.BindingErrorsIgnored);
        }
    }

    private void AnswerUnknownType(int peer, in SignallingPath path, Outbox outbox)
    {
        BindingError error = new() { Status = BindingErrorStatus.UnrecognizedMobilityHeaderType };
        WireStatus status = error.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(-1, path, written);
        Peers.NoteSent(peer, path);
    }
}
