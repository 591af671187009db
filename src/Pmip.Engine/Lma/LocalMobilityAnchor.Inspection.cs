using System;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Lma;

/// <content>What the console is told of the tables besides their rows. Changes nothing.</content>
public sealed partial class LocalMobilityAnchor
{
    /// <summary>Pools that <see cref="TryReadPool"/> is asked for: two for each access point, of which some are not there.</summary>
    public int PoolCount => 2 * _directory.Count;

    /// <summary>How many keys are given out.</summary>
    public KeyTableView ReadKeys(Instant now)
    {
        int reserved = 0;
        for (int place = 0; place < _reservations.Capacity; place++)
        {
            reserved += _reservations.IsReserved(place) ? 1 : 0;
        }

        return new KeyTableView(_keys.Capacity, _keys.Count, _keys.RestingCount(now), reserved);
    }

    /// <summary>Reads a pool; false when its access point has none of the family.</summary>
    public bool TryReadPool(int number, Instant now, out AddressPoolView view)
    {
        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(number / 2);
        AddressPool? pool = number % 2 == 0 ? accessPoint.Ipv6Pool : accessPoint.Ipv4Pool;
        view = pool is null ? default : new AddressPoolView
        {
            AccessPoint = accessPoint.Name,
            Range = pool.Range,
            Capacity = pool.Capacity,
            Taken = pool.Capacity - pool.FreeCount - pool.ReservedCount,
            Resting = pool.RestingCount(now),
            Reserved = pool.ReservedCount,
        };
        return pool is not null;
    }

    /// <summary>Reads a group of timers. Bindings, revocations and waiting updates share one order, so the earliest stands at the first.</summary>
    public TimerGroupView ReadTimers(TimerGroup group) => group switch
    {
        TimerGroup.Bindings => new TimerGroupView(_timers.Count - _revocations.Count - _waiting.Count, _timers.Next),
        TimerGroup.Revocations => new TimerGroupView(_revocations.Count, Instant.Never),
        TimerGroup.WaitingUpdates => new TimerGroupView(_waiting.Count, Instant.Never),
        TimerGroup.Supervision => new TimerGroupView(-1, SupervisionDeadline),
        _ => new TimerGroupView(-1, _sweep.NextDeadline),
    };

    /// <summary>Counts the states of some slots into <paramref name="states"/>, by the number of the state.</summary>
    public void CountStates(int firstSlot, int slots, Span<int> states)
    {
        int end = Math.Min(firstSlot + slots, _cache.Capacity);
        for (int slot = firstSlot; slot < end; slot++)
        {
            states[(int)_cache[slot].State]++;
        }
    }
}
