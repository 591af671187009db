using Pmip.Engine.Peers;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>Binding Revocation messages of MAGs, and what their acknowledgements mean (RFC 5846 9.1.2).</content>
public sealed partial class LocalMobilityAnchor
{
    private void ReceiveRevocation(in SignallingPath path, int peer, scoped in MobilityHeader header, Instant now, Outbox outbox)
    {
        BindingRevocation.TryReadType(header, out BindingRevocationType type);
        if (type == BindingRevocationType.Acknowledgement
            && BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer) == WireStatus.Ok)
        {
            ReceiveAcknowledgement(peer, answer, now, outbox);
        }
        else if (type == BindingRevocationType.Indication
            && BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) == WireStatus.Ok)
        {
            ReceiveIndication(path, peer, header, indication, now, outbox);
        }
        else
        {
            Counters.Increment(LmaCounter.RevocationMalformed);
        }
    }

    private void ReceiveAcknowledgement(int peer, in BindingRevocationAcknowledgement answer, Instant now, Outbox outbox)
    {
        Peers.NoteAnswered(peer, PeerFeatures.Revocation);
        int place = _revocations.Find(answer.Sequence);
        if (place < 0 || _revocations[place].Peer != peer || _revocations[place].IsConcluded || _revocations[place].Transmissions == 0)
        {
            Counters.Increment(LmaCounter.RevocationAnswerUnmatched);
            return;
        }

        WaitingOutcome outcome = answer.Status switch
        {
            RevocationStatus.MobileNodeAttached => WaitingOutcome.IsAttached,
            RevocationStatus.Success or RevocationStatus.PartialSuccess or RevocationStatus.BindingDoesNotExist => WaitingOutcome.HasLeft,
            _ => WaitingOutcome.Unanswered,
        };
        LmaCounter counter = answer.Status switch
        {
            RevocationStatus.Success => LmaCounter.RevocationSucceeded,
            RevocationStatus.PartialSuccess => LmaCounter.RevocationSucceededInPart,
            RevocationStatus.BindingDoesNotExist => LmaCounter.RevocationOfNothing,
            RevocationStatus.MobileNodeAttached => LmaCounter.RevocationNodeAttached,
            _ => LmaCounter.RevocationRefused,
        };
        Counters.Increment(counter);
        if (counter is LmaCounter.RevocationRefused or LmaCounter.RevocationNodeAttached)
        {
            outbox.AddNotice(EngineNotice.RevocationRefused, (int)answer.Status, _revocations.IdentifierOf(place));
        }

        Conclude(place, outcome, now, outbox);
    }

    // The MAG does not know revocation: what is under way with it ends one by one, without it.
    private void GiveUpRevocation(int peer, Instant now)
    {
        for (int place = 0; place < _revocations.Capacity && _revocations.Count > 0; place++)
        {
            if (_revocations.IsTaken(place) && _revocations[place].Peer == peer && !_revocations[place].IsConcluded)
            {
                Counters.Increment(LmaCounter.RevocationUnsupported);
                ConcludeLater(place, now);
            }
        }
    }
}
