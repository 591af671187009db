using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Peers;

/// <summary>
/// Tells the peers that a component of ours failed: a Binding Revocation Indication with G and the FQ-CSID to each that has
/// given one itself (TS 23.007, TS 29.275), one message a step, with the retransmissions of RFC 5846 10.
/// </summary>
/// <remarks>
/// The trigger is 129: a peer that does not know the option after all misses the realm and answers 131, while with 128 it would
/// revoke everything.
/// </remarks>
internal sealed class FailureReport
{
    private const int TransmissionsMax = 2; // BRIMaxRetriesNumber 1
    private const int PeersPerStep = 64;
    private readonly PeerTable _peers;
    private readonly CounterSet<SupervisionCounter> _counters;
    private readonly TimerHeap _timers;
    private readonly byte[] _transmissions;
    private readonly byte[] _component = new byte[ConnectionSetIdentifier.EncodedLengthMax];
    private int _componentLength;
    private int _cursor;
    private ushort _sequence;

    public FailureReport(PeerTable peers, CounterSet<SupervisionCounter> counters, ulong seed)
    {
        _peers = peers;
        _counters = counters;
        _timers = new TimerHeap(peers.Capacity);
        _transmissions = new byte[peers.Capacity];
        _cursor = peers.Capacity;
        _sequence = (ushort)(new Prng(seed).Next() & ushort.MaxValue);
    }

    /// <summary>When <see cref="Expire"/> has something to do.</summary>
    public Instant NextDeadline => _cursor < _peers.Capacity ? new Instant(long.MinValue) : _timers.Next;

    private static Duration InitMinDelay => Duration.FromSeconds(1);

    private static Duration AcknowledgementTimeoutMax => Duration.FromSeconds(2);

    /// <summary>Octets that it costs.</summary>
    public static long BytesFor(EngineLimits limits) => (long)limits.Peers * (TimerHeap.BytesPerTimer + sizeof(byte));

    /// <summary>Begins to tell the peers; false while another report is under way.</summary>
    public bool TryBegin(in ConnectionSetIdentifier component)
    {
        if (NextDeadline != Instant.Never)
        {
            return false;
        }

        _componentLength = component.Write(_component);
        _sequence = unchecked((ushort)(_sequence + 1));
        _cursor = 0;
        return true;
    }

    /// <summary>Sends at most one message; false when nothing is due.</summary>
    public bool Expire(Instant now, Outbox outbox)
    {
        for (int looked = 0; looked < PeersPerStep && _cursor < _peers.Capacity; looked++)
        {
            int peer = _cursor++;
            if (_peers.IsTold(peer))
            {
                _transmissions[peer] = 0;
                Send(peer, now, outbox);
                return true;
            }

            if (looked == PeersPerStep - 1 || _cursor == _peers.Capacity)
            {
                return true;
            }
        }

        if (!_timers.TryPop(now, out int waiting))
        {
            return false;
        }

        if (_transmissions[waiting] < TransmissionsMax && _peers.IsTold(waiting))
        {
            Send(waiting, now, outbox);
        }
        else
        {
            _counters.Increment(SupervisionCounter.ComponentFailuresUnanswered);
        }

        return true;
    }

    /// <summary>Takes an acknowledgement if it is for the report.</summary>
    public bool TryReceive(int peer, scoped in BindingRevocationAcknowledgement answer)
    {
        if (!_timers.IsArmed(peer) || answer.Sequence != _sequence || (answer.Flags & RevocationFlags.Global) == 0)
        {
            return false;
        }

        // 128: nothing of the component is left there, which is as good.
        bool isDone = answer.Status is RevocationStatus.Success or RevocationStatus.PartialSuccess or RevocationStatus.BindingDoesNotExist;
        _counters.Increment(isDone ? SupervisionCounter.ComponentFailuresAnswered : SupervisionCounter.ComponentFailuresRefused);
        _peers.NoteAnswered(peer, PeerFeatures.Revocation);
        _timers.Cancel(peer);
        return true;
    }

    /// <summary>Walks the timers.</summary>
    public void Verify() => _timers.Verify();

    private void Send(int peer, Instant now, Outbox outbox)
    {
        scoped BindingRevocationIndication indication = default;
        indication.Trigger = RevocationTrigger.RevokingNodePolicy;
        indication.Sequence = _sequence;
        indication.Flags = RevocationFlags.Proxy | RevocationFlags.Global;
        indication.Options.ThreeGpp.FirstFqCsid = _component.AsSpan(0, _componentLength);
        WireStatus status = indication.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(-1, _peers.PathOf(peer), written);
        _peers.NoteSent(peer, _peers.PathOf(peer));
        _peers.NoteAsked(peer, PeerFeatures.Revocation);
        _counters.Increment(SupervisionCounter.ComponentFailuresSent);
        _timers.Arm(peer, now.Plus(_transmissions[peer]++ == 0 ? InitMinDelay : AcknowledgementTimeoutMax));
    }
}
