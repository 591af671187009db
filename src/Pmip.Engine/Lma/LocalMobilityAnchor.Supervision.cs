using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>Supervision of the MAGs: heartbeats, restarts, and what they do not know (RFC 5847).</content>
public sealed partial class LocalMobilityAnchor
{
    /// <summary>Heartbeats with the MAGs.</summary>
    public PathSupervision Supervision { get; }

    private Instant SupervisionDeadline => Instant.Earliest(Supervision.NextDeadline, _partialFailure.NextDeadline);

    private void ReceiveHeartbeat(in SignallingPath path, int peer, scoped in MobilityHeader header, Instant now, Outbox outbox) =>
        Act(Supervision.Receive(peer, path, header, now, outbox), peer);

    private bool ExpireSupervision(Instant now, Outbox outbox)
    {
        if (Supervision.NextDeadline > now || !Supervision.Expire(now, outbox, out int peer, out SupervisionVerdict verdict))
        {
            return _partialFailure.Expire(now, outbox);
        }

        Act(verdict, peer);
        return true;
    }

    // A MAG that restarted or fell silent has lost its nodes (TS 23.007 clause 19): its bindings go, at the pace of a sweep.
    private void Act(SupervisionVerdict verdict, int peer)
    {
        if (verdict != SupervisionVerdict.None && Peers.BindingsOf(peer) > 0)
        {
            BeginSweep(new SweepScope(
                verdict == SupervisionVerdict.PeerRestarted ? SweepCause.PeerRestarted : SweepCause.PeerUnreachable, peer));
        }
    }

    private void ReceiveBindingError(int peer, scoped in MobilityHeader header, Instant now, Outbox outbox)
    {
        Counters.Increment(LmaCounter.BindingErrorReceived);
        if (BindingError.TryRead(header, out BindingError error) == WireStatus.Ok
            && error.Status == BindingErrorStatus.UnrecognizedMobilityHeaderType)
        {
            Supervision.NoteLacking(peer, outbox);
            if (LacksRevocation(peer))
            {
                GiveUpRevocation(peer, now);
            }
        }
    }
}
