using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Peers;

/// <summary>
/// Heartbeats with the peers (RFC 5847, TS 23.007 clause 19): asks those that we have bindings with, answers everybody, notices
/// restarts and silence, and tells the peers of our own restart. What follows for the bindings is the engine's.
/// </summary>
/// <remarks>
/// Invariant: the timer of a peer is armed while it has bindings and is to be asked, up to the first step after that. A peer's
/// state stands in its slot of the peer table, so nothing of it outlives the slot.
/// </remarks>
public sealed class PathSupervision
{
    // An announcement may be lost, and what is registered in ignorance of a restart is swept when it is noticed later.
    private const int AnnouncementsPerPeer = 3;
    private SupervisionConfiguration _configuration;
    private readonly uint _restartCounter; // of the process, whatever a later configuration says
    private int _peerHeard = -1;
    private readonly PeerTable _peers;
    private readonly TimerHeap _timers;
    private readonly Prng _jitter;
    private readonly SignallingPath[] _announcementPaths; // by slot, of the configured peers; the default where there is none
    private Instant _nextAnnouncement = new(long.MinValue);
    private int _announcements;
    private int _announced;
    private int _announcementSlots; // beyond them no slot has a path

    internal PathSupervision(SupervisionConfiguration configuration, PeerTable peers, SignallingPath[] announcementPaths, ulong seed)
    {
        Invariant.Require(configuration.HeartbeatInterval >= Duration.Zero);
        Invariant.Require(configuration.MissingHeartbeatsAllowed >= 0);
        Invariant.Require(announcementPaths.Length == peers.ConfiguredCount);
        _configuration = configuration;
        _restartCounter = configuration.RestartCounter;
        _peers = peers;
        _timers = new TimerHeap(peers.Capacity);
        _jitter = new Prng(seed);
        _announcementPaths = new SignallingPath[peers.Capacity];
        announcementPaths.CopyTo(_announcementPaths, 0);
        _announcementSlots = announcementPaths.Length;
        _announcements = configuration.AnnouncesRestart && announcementPaths.Length > 0 ? AnnouncementsPerPeer : 0;
    }

    /// <summary>What happened.</summary>
    public CounterSet<SupervisionCounter> Counters { get; } = new();

    /// <summary>When <see cref="Expire"/> has something to do.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = _announcements > 0 && _nextAnnouncement < _timers.Next ? _nextAnnouncement : _timers.Next;
            return IsAsking && _peers.NewlyBoundCount > 0 ? new Instant(long.MinValue) : next;
        }
    }

    private static Duration AnnouncementInterval => Duration.FromSeconds(1);

    private bool IsAsking => _configuration.HeartbeatInterval > Duration.Zero;

    /// <summary>Octets that it costs beside the peer table.</summary>
    public static long BytesFor(EngineLimits limits) => (long)limits.Peers * TimerHeap.BytesPerTimer;

    /// <summary>The peer that told us a restart counter which we had not heard before, once; -1 when none did in the last step.</summary>
    public int TakePeerHeard()
    {
        int peer = _peerHeard;
        _peerHeard = -1;
        return peer;
    }

    /// <summary>Walks the timers.</summary>
    public void Verify()
    {
        _timers.Verify();
        Invariant.Require(IsAsking || _timers.Count == 0);
    }

    /// <summary>
    /// Goes on with other intervals, and with the peers of a list that is in force already; the restart counter is the process's and
    /// stays. Peers that are asked at another interval are asked next within it.
    /// </summary>
    internal void Reconfigure(SupervisionConfiguration next, PeerChange change, Instant now)
    {
        bool isAnother = next.HeartbeatInterval != _configuration.HeartbeatInterval;
        _configuration = next;
        _announcementSlots = 0;
        for (int peer = 0; peer < _peers.Capacity; peer++)
        {
            int place = change.NamedOf[peer];
            _announcementPaths[peer] = place >= 0 ? change.Rules.Named[place].Path : default;
            _announcementSlots = place >= 0 ? peer + 1 : _announcementSlots;
            if (isAnother)
            {
                Reschedule(peer, now);
            }
        }

        _announcements = _announcementSlots == 0 ? 0 : _announcements;
        _announced = System.Math.Min(_announced, System.Math.Max(_announcementSlots - 1, 0));
    }

    /// <summary>Does what is due first: one message at most. False when nothing is.</summary>
    internal bool Expire(Instant now, Outbox outbox, out int peer, out SupervisionVerdict verdict)
    {
        verdict = SupervisionVerdict.None;
        peer = -1;
        if (_announcements > 0 && _nextAnnouncement <= now)
        {
            Announce(now, outbox);
            return true;
        }

        if (IsAsking && _peers.TryTakeNewlyBound(out peer))
        {
            if (!_timers.IsArmed(peer) && !_peers.Lacks(peer, PeerFeatures.Heartbeat))
            {
                _timers.Arm(peer, now.Plus(FirstRequestAfter(peer)));
            }

            return true;
        }

        if (!_timers.TryPop(now, out peer))
        {
            return false;
        }

        verdict = Ask(peer, now, outbox);
        return true;
    }

    /// <summary>Takes a heartbeat of a known peer.</summary>
    internal SupervisionVerdict Receive(int peer, in SignallingPath path, scoped in MobilityHeader header, Instant now, Outbox outbox)
    {
        if (Heartbeat.TryRead(header, out Heartbeat heartbeat) != WireStatus.Ok)
        {
            Counters.Increment(SupervisionCounter.HeartbeatsMalformed);
            return SupervisionVerdict.None;
        }

        if ((heartbeat.Flags & HeartbeatFlags.Response) == 0)
        {
            Counters.Increment(SupervisionCounter.HeartbeatRequestsAnswered);
            Respond(peer, path, HeartbeatFlags.Response, heartbeat.Sequence, outbox);
            return SupervisionVerdict.None;
        }

        if ((heartbeat.Flags & HeartbeatFlags.Unsolicited) != 0)
        {
            Counters.Increment(SupervisionCounter.UnsolicitedResponsesReceived);
            Counters.Add(SupervisionCounter.UnsolicitedResponsesWithoutCounter, heartbeat.HasRestartCounter ? 0 : 1);
            return Compare(peer, heartbeat, outbox);
        }

        ref PeerPath state = ref _peers.PathStateOf(peer);
        if (!state.IsWaiting || state.Sequence != heartbeat.Sequence)
        {
            Counters.Increment(SupervisionCounter.HeartbeatResponsesUnmatched);
            return SupervisionVerdict.None;
        }

        Counters.Increment(SupervisionCounter.HeartbeatResponsesMatched);
        _peers.NoteAnswered(peer, PeerFeatures.Heartbeat);
        state.IsWaiting = false;
        state.Missed = 0;
        state.HasRoundTrip = true;
        state.RoundTrip = now.Since(state.SentAt);
        state.State = PeerPathState.Reachable;
        return Compare(peer, heartbeat, outbox);
    }

    /// <summary>Notes a sound message of the peer, of whatever kind: an unreachable peer is there again.</summary>
    internal void NoteHeard(int peer, Outbox outbox)
    {
        ref PeerPath state = ref _peers.PathStateOf(peer);
        if (state.State == PeerPathState.Unreachable)
        {
            state.State = PeerPathState.Reachable;
            state.Missed = 0;
            Counters.Increment(SupervisionCounter.PeersReachableAgain);
            outbox.AddNotice(EngineNotice.PeerReachable, peer, _peers.NameOf(peer));
        }
    }

    /// <summary>The peer wants its heartbeats at this interval from the next one on (RFC 8127 3.1.2); whether there are any is ours to say.</summary>
    internal void Impose(int peer, Duration interval)
    {
        Invariant.Require(interval > Duration.Zero);
        _peers.PathStateOf(peer).ImposedInterval = interval;
    }

    /// <summary>Takes a Binding Error 2 of the peer.</summary>
    internal void NoteLacking(int peer, Outbox outbox)
    {
        PeerFeatures lacking = _peers.NoteLacking(peer);
        if (lacking == PeerFeatures.None)
        {
            Counters.Increment(SupervisionCounter.BindingErrorsUnexplained);
            return;
        }

        if (lacking == PeerFeatures.Heartbeat)
        {
            StopAsking(peer);
        }

        Counters.Increment(SupervisionCounter.FeaturesTurnedOff);
        outbox.AddNotice(EngineNotice.PeerLacksFeature, (int)lacking, _peers.NameOf(peer));
    }

    // The first counter is only kept; another one later means that the peer has lost its bindings.
    private SupervisionVerdict Compare(int peer, scoped in Heartbeat heartbeat, Outbox outbox)
    {
        ref PeerPath state = ref _peers.PathStateOf(peer);
        bool isChanged = state.HasRestartCounter && heartbeat.HasRestartCounter && state.RestartCounter != heartbeat.RestartCounter;
        if (heartbeat.HasRestartCounter)
        {
            _peerHeard = isChanged || !state.HasRestartCounter ? peer : _peerHeard;
            state.HasRestartCounter = true;
            state.RestartCounter = heartbeat.RestartCounter;
        }

        if (!isChanged)
        {
            return SupervisionVerdict.None;
        }

        Counters.Increment(SupervisionCounter.PeersRestarted);
        outbox.AddNotice(EngineNotice.PeerRestarted, peer, _peers.NameOf(peer));
        return SupervisionVerdict.PeerRestarted;
    }

    // Turned off, nothing is known of a peer any more; turned on, it is as if the peer had got its first binding.
    private void Reschedule(int peer, Instant now)
    {
        if (!IsAsking)
        {
            bool isKnown = _timers.IsArmed(peer);
            if (isKnown)
            {
                StopAsking(peer);
                _peers.PathStateOf(peer).State = PeerPathState.Unknown;
            }
        }
        else if (_timers.IsArmed(peer))
        {
            _timers.Arm(peer, now.Plus(new Duration(IntervalOf(peer).Microseconds - Part(peer, 16).Microseconds)));
        }
        else
        {
            _peers.NoteUnasked(peer);
        }
    }

    private SupervisionVerdict Ask(int peer, Instant now, Outbox outbox)
    {
        if (_peers.BindingsOf(peer) == 0 || _peers.Lacks(peer, PeerFeatures.Heartbeat))
        {
            StopAsking(peer);
            return SupervisionVerdict.None;
        }

        ref PeerPath state = ref _peers.PathStateOf(peer);
        SupervisionVerdict verdict = state.IsWaiting ? NoteMissed(peer, outbox) : SupervisionVerdict.None;
        state.IsWaiting = true;
        state.Sequence = unchecked(state.Sequence + 1 + (uint)_jitter.Below(1 << 16));
        state.SentAt = now;
        scoped Heartbeat request = default;
        request.Sequence = state.Sequence;
        Transmit(peer, _peers.PathOf(peer), request, outbox);
        _peers.NoteAsked(peer, PeerFeatures.Heartbeat);
        Counters.Increment(SupervisionCounter.HeartbeatRequestsSent);
        Duration earlier = Part(peer, 16);
        _timers.Arm(peer, now.Plus(new Duration(IntervalOf(peer).Microseconds - earlier.Microseconds)));
        return verdict;
    }

    // Counted just before the next request is sent (RFC 5847 3.3).
    private SupervisionVerdict NoteMissed(int peer, Outbox outbox)
    {
        ref PeerPath state = ref _peers.PathStateOf(peer);
        Counters.Increment(SupervisionCounter.HeartbeatsMissed);
        state.Missed += state.Missed < int.MaxValue ? 1 : 0;
        if (state.Missed <= _configuration.MissingHeartbeatsAllowed || state.State == PeerPathState.Unreachable)
        {
            return SupervisionVerdict.None;
        }

        state.State = PeerPathState.Unreachable;
        Counters.Increment(SupervisionCounter.PeersUnreachable);
        outbox.AddNotice(EngineNotice.PeerUnreachable, peer, _peers.NameOf(peer));
        return SupervisionVerdict.PeerUnreachable;
    }

    private void StopAsking(int peer)
    {
        _timers.Cancel(peer);
        ref PeerPath state = ref _peers.PathStateOf(peer);
        state.IsWaiting = false;
        state.Missed = 0;
        state.State = _peers.Lacks(peer, PeerFeatures.Heartbeat) ? PeerPathState.Unknown : state.State;
    }

    private void Respond(int peer, in SignallingPath path, HeartbeatFlags flags, uint sequence, Outbox outbox)
    {
        scoped Heartbeat response = default;
        response.Flags = flags;
        response.Sequence = sequence;
        response.HasRestartCounter = true;
        response.RestartCounter = _restartCounter;
        Transmit(peer, path, response, outbox);
    }

    // One peer a step, all of them in turn, and that a few times.
    private void Announce(Instant now, Outbox outbox)
    {
        int peer = _announced++;
        if (_announcementPaths[peer].OuterRemote != default && !_peers.Lacks(peer, PeerFeatures.Heartbeat))
        {
            Respond(peer, _announcementPaths[peer], HeartbeatFlags.Response | HeartbeatFlags.Unsolicited, 0, outbox);
            _peers.NoteAsked(peer, PeerFeatures.Heartbeat);
            Counters.Increment(SupervisionCounter.RestartsAnnounced);
        }

        if (_announced >= _announcementSlots)
        {
            _announced = 0;
            _announcements--;
            _nextAnnouncement = now.Plus(AnnouncementInterval);
        }
    }

    private void Transmit(int peer, in SignallingPath path, scoped in Heartbeat heartbeat, Outbox outbox)
    {
        WireStatus status = heartbeat.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(-1, path, written);
        _peers.NoteSent(peer, path);
    }

    private Duration IntervalOf(int peer)
    {
        Duration imposed = _peers.PathStateOf(peer).ImposedInterval;
        return imposed > Duration.Zero ? imposed : _configuration.HeartbeatInterval;
    }

    // A peer whose restart counter is unknown can restart unnoticed, so it is asked within a second; many peers bound at once are
    // still not asked all at once.
    private Duration FirstRequestAfter(int peer) =>
        new(_jitter.Below((int)System.Math.Min(IntervalOf(peer).Microseconds / 4, Duration.FromSeconds(1).Microseconds)));

    // A random part of the interval, up to one of so many.
    private Duration Part(int peer, int divisor)
    {
        long microseconds = IntervalOf(peer).Microseconds / divisor;
        return new Duration(_jitter.Below((int)System.Math.Min(microseconds + 1, int.MaxValue)));
    }
}
