using System;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <content>What the console is told of the tables besides their rows. Changes nothing.</content>
public sealed partial class MobileAccessGateway
{
    /// <summary>How many keys are given out. A MAG reserves none.</summary>
    public KeyTableView ReadKeys(Instant now) => new(_keys.Capacity, _keys.Count, _keys.RestingCount(now), 0);

    /// <summary>Reads a group of timers.</summary>
    public TimerGroupView ReadTimers(TimerGroup group) => group switch
    {
        TimerGroup.Bindings => new TimerGroupView(_list.Timers.Count, _list.Timers.Next),
        TimerGroup.Revocations => new TimerGroupView(_revocations.Timers.Count, _revocations.Timers.Next),
        TimerGroup.WaitingUpdates => new TimerGroupView(0, Instant.Never),
        TimerGroup.Supervision => new TimerGroupView(-1, SupervisionDeadline),
        _ => new TimerGroupView(-1, _sweep.NextDeadline),
    };

    /// <summary>Counts the states of some slots into <paramref name="states"/>, by the number of the state.</summary>
    public void CountStates(int firstSlot, int slots, Span<int> states)
    {
        int end = Math.Min(firstSlot + slots, _list.Capacity);
        for (int slot = firstSlot; slot < end; slot++)
        {
            states[(int)_list[slot].State]++;
        }
    }
}
