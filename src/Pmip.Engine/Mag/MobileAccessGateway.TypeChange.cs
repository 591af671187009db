using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>
/// Another family for a running connection, or one less (RFC 5844 3.1.2, 3.2). A family is added by a re-registration that asks
/// for it beside what is assigned, and given back by a de-registration that names it alone: the rest of the connection goes on.
/// </content>
public sealed partial class MobileAccessGateway
{
    /// <summary>Adds or drops a family of the connection in <paramref name="slot"/>. A refused addition leaves the rest as it was.</summary>
    public TypeChangeStatus ChangeType(int slot, PdnType type, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        Invariant.Require(type is PdnType.Ipv4 or PdnType.Ipv6 or PdnType.Ipv4v6);
        if (!_list.IsTaken(slot) || !_list[slot].IsUp)
        {
            return TypeChangeStatus.NotUp;
        }

        ref BindingUpdateListEntry entry = ref _list[slot];
        PdnType assigned = entry.Assigned & ~entry.Dropped;
        PdnType added = type & ~assigned;
        PdnType dropped = assigned & ~type;
        if (added != 0 && dropped != 0)
        {
            return TypeChangeStatus.OneAtATime;
        }

        if (added == 0 && dropped == 0)
        {
            entry.Type = type;
            return TypeChangeStatus.AlreadySo;
        }

        Counters.Increment(added != 0 ? MagCounter.FamiliesAsked : MagCounter.FamiliesDropped);
        FinishDrop(ref entry);
        entry.Type = type;
        Enter(slot, BindingUpdateState.Refreshing);
        entry.Asked = added;
        entry.Dropped = dropped;
        if (dropped != 0)
        {
            AnnounceChange(slot, outbox);
        }

        Send(slot, now, wall, outbox);
        return TypeChangeStatus.Pending;
    }

    // The data path and the access side get what the entry has now: one installation in place, no gap.
    private void AnnounceChange(int slot, Outbox outbox)
    {
        Describe(slot, !_list[slot].IsHeld, out outbox.AddSession(EffectKind.InstallSession, slot));
        outbox.AddConnection(EffectKind.ConnectionUp, slot, 0, _list[slot].AccessNode);
    }

    // The LMA does not want to give the family: the connection goes on with what it has.
    private void AdditionRefused(int slot, Instant now, Outbox outbox)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Counters.Increment(MagCounter.FamiliesRefused);
        entry.Type &= ~entry.Asked;
        entry.IsIpv4Deferred = false;
        if (entry.Question == PresenceQuestion.Reassertion)
        {
            ForgetQuestion(slot); // A second answer came while the first one's doubt was open: the next refresh raises it again.
        }

        entry.State = BindingUpdateState.Registered;
        ArmRefresh(slot, now);
        outbox.AddConnection(EffectKind.ConnectionUp, slot, 0, entry.AccessNode); // Whoever waits for the family waits in vain.
    }

    // Whatever the LMA says, or if it says nothing: for us the family is gone.
    private void DropAnswered(int slot, in ProxyBindingAcknowledgement answer, Instant now)
    {
        bool isAccepted = (byte)answer.Status < (byte)BindingStatus.ReasonUnspecified;
        Counters.Increment(isAccepted ? MagCounter.DeregistrationsAccepted : MagCounter.DeregistrationsRefused);
        EndDrop(slot, now);
    }

    private void EndDrop(int slot, Instant now)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        FinishDrop(ref entry);
        entry.State = BindingUpdateState.Registered;
        ArmRefresh(slot, now);
    }

    private static void FinishDrop(ref BindingUpdateListEntry entry)
    {
        if ((entry.Dropped & PdnType.Ipv4) != 0)
        {
            ForgetIpv4(ref entry);
        }

        if ((entry.Dropped & PdnType.Ipv6) != 0)
        {
            entry.HomeNetworkPrefixes = default;
        }

        entry.Dropped = 0;
    }

    private static void ForgetIpv4(ref BindingUpdateListEntry entry)
    {
        entry.HomeAddress4 = default;
        entry.HomeAddress4PrefixLength = 0;
        entry.DefaultRouter4 = default;
        entry.IsDhcpServer = false;
        entry.IsIpv4Deferred = false;
    }

    // The next refresh within what is left of the lifetime.
    private void ArmRefresh(int slot, Instant now)
    {
        Changes.Note(slot);
        Duration left = _list.Timers.DeadlineOf(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Expiry)).Since(now);
        _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update), now.Plus(RefreshAfter(_list[slot], left)));
    }
}
