using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>Supervision of the LMAs: heartbeats, restarts, and what they do not know (RFC 5847).</content>
public sealed partial class MobileAccessGateway
{
    /// <summary>Heartbeats with the LMAs.</summary>
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

    private void Act(SupervisionVerdict verdict, int peer)
    {
        if (verdict != SupervisionVerdict.None && Peers.BindingsOf(peer) > 0)
        {
            BeginSweep(new SweepScope(
                verdict == SupervisionVerdict.PeerRestarted ? SweepCause.PeerRestarted : SweepCause.PeerUnreachable, peer));
        }
    }
}
