using Pmip.Foundation;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <content>
/// Whether a node is still on its link. Only the access side knows, and what it heard seconds ago says nothing about a node that
/// moves: it is asked with <see cref="EffectKind.ProbePresence"/> at the moment when the answer matters, and answers by
/// <see cref="NotePresence"/>. Silence for <see cref="Configuration.MagConfiguration.PresenceTimeout"/> means that the node is gone.
/// </content>
public sealed partial class MobileAccessGateway
{
    /// <summary>
    /// The access side says whether the node of a connection is on its link, asked or not; false when nothing waited for it.
    /// </summary>
    public bool NotePresence(int slot, bool isPresent, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_list.IsTaken(slot) || _list[slot].Question is not (PresenceQuestion.Revocation or PresenceQuestion.Reassertion))
        {
            return false;
        }

        Resolve(slot, isPresent, now, wall, outbox);
        return true;
    }

    private void Ask(int slot, PresenceQuestion question, Instant now, Outbox outbox)
    {
        Counters.Increment(MagCounter.PresenceProbes);
        Question(slot, question, now.Plus(_configuration.PresenceTimeout));
        outbox.AddConnection(EffectKind.ProbePresence, slot, 0, _list[slot].AccessNode);
    }

    private void Question(int slot, PresenceQuestion question, Instant until)
    {
        Invariant.Require(question != PresenceQuestion.None);
        _list[slot].Question = question;
        _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Presence), until);
    }

    private void ForgetQuestion(int slot)
    {
        _list[slot].Question = PresenceQuestion.None;
        _list.Timers.Cancel(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Presence));
    }

    private void Resolve(int slot, bool isPresent, Instant now, WallClock wall, Outbox outbox)
    {
        PresenceQuestion question = _list[slot].Question;
        ForgetQuestion(slot);
        switch (question)
        {
            case PresenceQuestion.Revocation:
                RevocationDecided(slot, isPresent, now, outbox);
                break;
            case PresenceQuestion.Reassertion:
                Reassert(slot, isPresent, now, wall, outbox);
                break;
            default:
                EndRevoked(slot, question == PresenceQuestion.RevokedIpv4, now, outbox);
                break;
        }
    }

    private void Reassert(int slot, bool isPresent, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(_list[slot].State == BindingUpdateState.Refreshing);
        if (isPresent)
        {
            // The refresh said that nothing had changed; now the LMA must take the node back (RFC 5213 6.9.1.1).
            Counters.Increment(MagCounter.ConnectionsReasserted);
            _list[slot].MayHaveMoved = true;
            Begin(slot, BindingUpdateState.Refreshing, now, wall, outbox);
            return;
        }

        // The LMA has the node elsewhere: it would not listen to a de-registration of ours (RFC 5213 5.3.5).
        Counters.Increment(MagCounter.ConnectionsLeftUnnoticed);
        TakeDown(slot, outbox);
        outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)ConnectionEnd.NodeLeft, _list[slot].AccessNode);
        Release(slot, now);
    }
}
