using System;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>Sending and the timers: registration, refresh, retransmission, expiry (RFC 6275 11.8, RFC 5213 6.9).</content>
public sealed partial class MobileAccessGateway
{
    private const int DeregistrationTransmissionsMax = 2;

    /// <summary>Does what at most one timer asks for, or one step of a sweep; false when nothing is due at <paramref name="now"/>.</summary>
    public bool Expire(Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_list.Timers.TryPop(now, out int timer))
        {
            return ExpireRevocation(now, outbox) || ExpireSupervision(now, outbox) || AdvanceSweep(now, wall, outbox);
        }

        (int slot, BindingUpdateTimer kind) = BindingUpdateList.OwnerOf(timer);
        if (kind == BindingUpdateTimer.Presence)
        {
            Resolve(slot, isPresent: false, now, wall, outbox);
            return true;
        }

        if (kind == BindingUpdateTimer.Expiry)
        {
            LifetimeEnded(slot, now, outbox);
            return true;
        }

        switch (_list[slot].State)
        {
            case BindingUpdateState.Registered:
                Counters.Increment(MagCounter.RefreshesStarted);
                Begin(slot, BindingUpdateState.Refreshing, now, wall, outbox);
                break;
            case BindingUpdateState.Registering when HasNoTransmissionLeft(slot, _configuration.TransmissionsMax):
                RegistrationUnanswered(slot, now, outbox);
                break;
            case BindingUpdateState.Refreshing when _list[slot].Dropped != 0 && HasNoTransmissionLeft(slot, DeregistrationTransmissionsMax):
                Counters.Increment(MagCounter.DeregistrationsUnanswered);
                EndDrop(slot, now);
                break;
            case BindingUpdateState.Deregistering when HasNoTransmissionLeft(slot, DeregistrationTransmissionsMax):
                Counters.Increment(MagCounter.DeregistrationsUnanswered);
                Release(slot, now);
                break;
            default:
                SendLater(slot, now, wall, outbox);
                break;
        }

        return true;
    }

    private bool HasNoTransmissionLeft(int slot, int max) => _list[slot].IsSilenced || _list[slot].Transmissions >= max;

    // The lifetime is over and no refresh was acknowledged (R6). The LMA's own timer ends the binding there.
    private void LifetimeEnded(int slot, Instant now, Outbox outbox)
    {
        Invariant.Require(_list[slot].IsUp);
        Counters.Increment(MagCounter.ConnectionsExpired);
        outbox.AddNotice(EngineNotice.BindingExpired, slot, _list.IdentifierOf(slot));
        TakeDown(slot, outbox);
        outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)ConnectionEnd.Expired, _list[slot].AccessNode);
        Release(slot, now);
    }

    // The code is the last refusal that let us try again (156, 157, 135), else zero.
    private void RegistrationUnanswered(int slot, Instant now, Outbox outbox)
    {
        Counters.Increment(MagCounter.RegistrationsUnanswered);
        outbox.AddNotice(EngineNotice.RegistrationUnanswered, slot, _list.IdentifierOf(slot));
        if (_list[slot].IsEarly)
        {
            TakeDown(slot, outbox);
            outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)ConnectionEnd.Unanswered, _list[slot].AccessNode);
        }
        else
        {
            outbox.AddConnection(EffectKind.ConnectionRefused, slot, (byte)_list[slot].LastRefusal, _list[slot].AccessNode);
        }

        Release(slot, now);
    }

    // Enters a state in which an answer is waited for, with its first transmission.
    private void Begin(int slot, BindingUpdateState state, Instant now, WallClock wall, Outbox outbox)
    {
        Enter(slot, state);
        Send(slot, now, wall, outbox);
    }

    private void Enter(int slot, BindingUpdateState state)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        if (entry.Question == PresenceQuestion.Reassertion || state == BindingUpdateState.Deregistering)
        {
            ForgetQuestion(slot);
        }

        entry.State = state;
        entry.Transmissions = 0;
        entry.AsksForAny = false;
        entry.AlwaysSendsKey = false;
        entry.HasRaisedTimestamp = false;
        entry.LastRefusal = default;
        entry.Asked = state == BindingUpdateState.Registering ? entry.Type & ~entry.Assigned : 0;
        FinishDrop(ref entry);
        entry.RetransmitAfter = TimesOf(entry).Initial;
    }

    private void SendLater(int slot, Instant now, WallClock wall, Outbox outbox)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Invariant.Require(entry.IsWaiting);
        entry.RetransmitAfter = entry.State == BindingUpdateState.Deregistering
            ? _configuration.InitialBindAckTimeout
            : entry.RetransmitAfter.DoubledUpTo(TimesOf(entry).Maximum);
        Send(slot, now, wall, outbox);
    }

    // A refusal that another message can mend is answered at once, as long as transmissions are left; then by the timer.
    private void SendNow(int slot, Instant now, WallClock wall, Outbox outbox)
    {
        int max = _list[slot].State == BindingUpdateState.Deregistering ? DeregistrationTransmissionsMax : _configuration.TransmissionsMax;
        if (_list[slot].Transmissions < max)
        {
            Send(slot, now, wall, outbox);
        }
    }

    private void Send(int slot, Instant now, WallClock wall, Outbox outbox)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Changes.Note(slot);
        entry.Transmissions++;
        entry.IsSilenced = false;
        entry.Sequence = NextSequence(slot);
        entry.LastSequence = entry.Sequence;
        entry.SentIndicator = UpdateComposer.IndicatorFor(entry);
        entry.SentAt = now;
        if (_configuration.UseTimestamps)
        {
            // Never equal to the one before, however fast we are and even if the clock was set back (RFC 5213 5.5). After a 156 what
            // was sent before binds nobody: it came from a clock that was ahead, and only the right time opens the LMA's window again.
            bool wasAhead = entry.LastRefusal == BindingStatus.TimestampMismatch && wall.IsSynchronised && entry.Timestamp > wall.Timestamp;
            entry.Timestamp = wasAhead ? wall.Timestamp : Math.Max(wall.Timestamp, entry.Timestamp + 1);
        }

        if (IsClockDoubtful(slot, wall))
        {
            Counters.Increment(MagCounter.UpdatesHeldByClock);
            _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update), now.Plus(entry.RetransmitAfter));
            return;
        }

        _composer.Compose(entry, _list.IdentifierOf(slot), slot, _paths[entry.Lma], _paths.FlagsTo(entry.Lma), outbox);
        Peers.NoteSent(entry.Lma, _paths[entry.Lma]);
        Counters.Increment(MagCounter.UpdatesSent);
        if (entry.Transmissions > 1)
        {
            Counters.Increment(MagCounter.UpdatesRetransmitted);
        }

        _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update), now.Plus(entry.RetransmitAfter));
    }

    // Status 156 says that our clock and the LMA's differ. Ours is set by its own source alone (RFC 5213 5.5, 6.9.1.2): as long as
    // none vouches for it, another update would only be refused again.
    private bool IsClockDoubtful(int slot, WallClock wall) =>
        _configuration.UseTimestamps && _list[slot].LastRefusal == BindingStatus.TimestampMismatch && !wall.IsSynchronised;

    // With timestamps the number only tells answers apart, so one count serves the whole MAG. Without them the LMA orders the
    // messages of a session by it, so each session counts for itself, leaving out what another connection of the node uses.
    private ushort NextSequence(int slot)
    {
        if (_configuration.UseTimestamps)
        {
            return unchecked(++_sequence);
        }

        ushort next = _list[slot].LastSequence;
        do
        {
            next = unchecked((ushort)(next + 1));
        }
        while (IsOutstanding(slot, next));
        return next;
    }

    private bool IsOutstanding(int except, ushort sequence)
    {
        ReadOnlySpan<byte> identifier = _list.IdentifierOf(except);
        ulong hash = _list.HashOf(identifier);
        for (int slot = _list.FirstOf(identifier, hash, out int probe); slot >= 0; slot = _list.NextOf(identifier, hash, ref probe))
        {
            if (slot != except && _list[slot].IsWaiting && _list[slot].Sequence == sequence)
            {
                return true;
            }
        }

        return false;
    }
}
