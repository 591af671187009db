using System;
using Pmip.Appliance.Control;
using Pmip.Appliance.Host;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Tunnels;

/// <summary>
/// The connections of one engine under the GRE supervision timer (R6, edition A): one whose tunnel carries nothing for that time is
/// ended by the engine's own verb, with all that belongs to it.
/// </summary>
/// <param name="bindings">The engine's connections.</param>
/// <param name="end">Ends the connection in a slot.</param>
/// <param name="dataPath">Where their counters are.</param>
/// <param name="limit">The supervision time.</param>
/// <param name="events">Where the end is told.</param>
internal sealed class IdleConnections(IBindingSource bindings, Func<int, bool> end, IGreDataPath dataPath, Duration limit, RoomEvents events)
{
    /// <summary>Octets for each slot of the engine.</summary>
    public const int OctetsPerSlot = sizeof(ulong) + sizeof(long) + sizeof(int);

    private readonly TrafficWatch[] _watches = new TrafficWatch[bindings.Capacity];
    private readonly int[] _sessions = MakeSessions(bindings.Capacity);

    /// <summary>Slots of the engine.</summary>
    public int Capacity => _watches.Length;

    /// <summary>Ends the connection in a slot when its time is over.</summary>
    public void Supervise(int slot, Instant now)
    {
        if (!bindings.TryRead(slot, now, out BindingRow row)
            || !dataPath.TryReadCounters(bindings.FirstSession + row.SessionIndex, out SessionCounters counters))
        {
            _sessions[slot] = -1;
            return;
        }

        // Another connection than the last time: each has a session of its own.
        if (_sessions[slot] != row.SessionIndex)
        {
            _sessions[slot] = row.SessionIndex;
            _watches[slot].Begin(now);
        }

        if (_watches[slot].IsIdle(counters, limit, now))
        {
            events.Write(EventKind.TunnelIdle, row.Identifier);
            _ = end(slot);
        }
    }

    private static int[] MakeSessions(int capacity)
    {
        int[] sessions = new int[capacity];
        Array.Fill(sessions, -1);
        return sessions;
    }
}
