using System;
using Pmip.DataPath.Offload;

namespace Pmip.DataPath.Ladder;

/// <summary>
/// Which session is in which device, what it has carried there, and whether the counters bear out that it does. The ground has every session
/// too; so taking one out of a device, or losing one, moves its packets and nothing else.
/// </summary>
internal sealed class OffloadLedger(IGreGround ground, ISessionOffload[] offloads, int capacity)
{
    private readonly Line[] _lines = new Line[capacity];
    private readonly int[] _shown = new int[RungText.PlacementCount];
    private readonly int[] _displaced = new int[RungText.PlacementCount];
    private readonly int[] _one = new int[1];
    private readonly SessionCounters[] _counters = new SessionCounters[OffloadLimits.Batch];
    private readonly bool[] _isKnown = new bool[OffloadLimits.Batch];

    /// <summary>Sessions that a device carries, or works at.</summary>
    public int Count { get; private set; }

    /// <summary>How often a device refused a session, had no room, or let one go.</summary>
    public long Refusals { get; private set; }

    /// <summary>The same for sessions that a device let go of its own accord.</summary>
    public long Evictions { get; private set; }

    /// <summary>True when every offload has refused the session as it is now.</summary>
    public bool IsHopeless(int session) => (~_lines[session].RefusedBy & ((1 << offloads.Length) - 1)) == 0;

    /// <summary>Offloads, as bits, that refused the session as it is now.</summary>
    public int RefusedBy(int session) => _lines[session].RefusedBy;

    /// <summary>Number of the offload that has the session, or -1.</summary>
    public int HolderOf(int session) => _lines[session].Holder - 1;

    /// <summary>True when the session is in no device and its device, if it had one, has let go.</summary>
    public bool IsFree(int session) => _lines[session].Holder == 0;

    /// <summary>Between which ports the session was offered.</summary>
    public PortPair PortsOf(int session) => _lines[session].Ports;

    /// <summary>What the session has of what devices have carried.</summary>
    public SessionCounters CountersOf(int session) => Sum(_lines[session].Before, _lines[session].Last);

    /// <summary>How many sessions of the ground are shown elsewhere, less those that are shown here.</summary>
    public int Difference(Placement placement) => _shown[(int)placement] - _displaced[(int)placement];

    /// <summary>What carries the session.</summary>
    public Placement PlacementOf(int session)
    {
        ref Line line = ref _lines[session];
        return line.Shown != Placement.None ? line.Shown : ground.PlacementOf(session);
    }

    /// <summary>True when a device was told to let the session go and has not done it yet.</summary>
    public bool IsLeaving(int session) => _lines[session].State == LineState.Leaving;

    /// <summary>Offers a session that is in no device.</summary>
    public OffloadAnswer Offer(in GreSession session, int offload, in PortPair ports)
    {
        ref Line line = ref _lines[session.Index];
        OffloadAnswer answer = offloads[offload].Install(session, ports);
        line.Ports = ports;
        switch (answer)
        {
            case OffloadAnswer.Taken:
                Hold(session.Index, offload, LineState.InForce);
                break;
            case OffloadAnswer.Pending:
                Hold(session.Index, offload, LineState.Pending);
                break;
            case OffloadAnswer.Stuck:
                Refusals++;
                line.RefusedBy |= (byte)(1 << offload);
                Hold(session.Index, offload, LineState.Leaving);
                break;
            default:
                Refusals++;
                line.RefusedBy |= (byte)(answer == OffloadAnswer.Refused ? 1 << offload : 0);
                break;
        }

        return answer;
    }

    /// <summary>No offload can take the session as things stand.</summary>
    public void GiveUp(int session) => _lines[session].RefusedBy = byte.MaxValue;

    /// <summary>The session has changed: what refused it may take it now.</summary>
    public void Forgive(int session) => _lines[session].RefusedBy = 0;

    /// <summary>Takes a session out of its device, and keeps what it has carried. False when the device has not let go yet.</summary>
    public bool Release(int session)
    {
        ref Line line = ref _lines[session];
        if (line.Holder == 0)
        {
            return true;
        }

        if (line.State != LineState.Leaving)
        {
            _one[0] = session;
            Look(_one);
            line.Before = Sum(line.Before, line.Last);
            line.Last = default;
            line.State = LineState.Leaving;
            Show(session, Placement.None);
        }

        if (!offloads[line.Holder - 1].Remove(session))
        {
            return false;
        }

        line.Holder = 0;
        line.State = LineState.None;
        Count--;
        return true;
    }

    /// <summary>The session has ended: another one in its place starts to count anew.</summary>
    public void Forget(int session)
    {
        _ = Release(session);
        ref Line line = ref _lines[session];
        line.Before = default;
        line.RefusedBy = 0;
    }

    /// <summary>A device says that it has a session in force that was pending.</summary>
    public void InForce(int session, int offload)
    {
        if (IsHeldBy(session, offload) && _lines[session].State == LineState.Pending)
        {
            Hold(session, offload, LineState.InForce);
        }
    }

    /// <summary>A device does not take a session, or let one go. It is asked to remove it all the same: part of it may be left.</summary>
    public void Lost(int session, int offload, bool wasHeld, in SessionCounters last)
    {
        if (!IsHeldBy(session, offload))
        {
            return;
        }

        ref Line line = ref _lines[session];
        Refusals += wasHeld ? 0 : 1;
        Evictions += wasHeld ? 1 : 0;
        line.RefusedBy |= (byte)(1 << offload);
        Take(ref line, last);
        _ = Release(session);
    }

    /// <summary>Reads what a device has carried of sessions, all of one offload, and judges by it who carries them.</summary>
    public void Look(ReadOnlySpan<int> sessions)
    {
        ISessionOffload offload = offloads[_lines[sessions[0]].Holder - 1];
        offload.ReadCounters(sessions, _counters, _isKnown);
        for (int i = 0; i < sessions.Length; i++)
        {
            ref Line line = ref _lines[sessions[i]];
            if (_isKnown[i] && line.State == LineState.InForce)
            {
                bool hasMoved = Take(ref line, _counters[i]);
                Judge(sessions[i], hasMoved);
            }
        }
    }

    // The device's counters prove that it carries. Where they stand still and the ground's move, the ground carries, whatever the device claims.
    private void Judge(int session, bool hasMoved)
    {
        ref Line line = ref _lines[session];
        ulong carried = GroundPackets(session);
        bool groundMoved = carried != line.GroundSeen;
        line.GroundSeen = carried;
        if (hasMoved)
        {
            Show(session, ProvenOf(line.Holder - 1));
        }
        else if (groundMoved)
        {
            Show(session, Placement.None);
        }
    }

    // Counters that went back are those of a device that began anew.
    private static bool Take(ref Line line, in SessionCounters now)
    {
        SessionCounters last = line.Last;
        if (now.PacketsIn < last.PacketsIn || now.PacketsOut < last.PacketsOut || now.OctetsIn < last.OctetsIn || now.OctetsOut < last.OctetsOut)
        {
            if (now == default)
            {
                return false; // A device that says nothing of the past takes nothing back.
            }

            line.Before = Sum(line.Before, last);
            last = default;
        }

        bool hasMoved = now.PacketsIn != last.PacketsIn || now.PacketsOut != last.PacketsOut;
        line.Last = now;
        return hasMoved;
    }

    private void Hold(int session, int offload, LineState state)
    {
        ref Line line = ref _lines[session];
        Count += line.Holder == 0 ? 1 : 0;
        line.Holder = (byte)(offload + 1);
        line.State = state;
        line.GroundSeen = GroundPackets(session);
        if (state == LineState.InForce)
        {
            Show(session, ClaimedOf(offload));
        }
    }

    private void Show(int session, Placement placement)
    {
        ref Line line = ref _lines[session];
        if (line.Shown != Placement.None)
        {
            _shown[(int)line.Shown]--;
            _displaced[(int)line.Displaced]--;
        }

        line.Shown = placement;
        if (placement != Placement.None)
        {
            line.Displaced = ground.PlacementOf(session);
            _shown[(int)placement]++;
            _displaced[(int)line.Displaced]++;
        }
    }

    private ulong GroundPackets(int session) =>
        ground.TryReadCounters(session, out SessionCounters counters) ? unchecked(counters.PacketsIn + counters.PacketsOut) : 0;

    private bool IsHeldBy(int session, int offload) => (uint)session < (uint)_lines.Length && _lines[session].Holder == offload + 1;

    private Placement ClaimedOf(int offload) => offloads[offload].Rung == Rung.Plugin ? Placement.Plugin : Placement.Flower;

    private Placement ProvenOf(int offload) => offloads[offload].Rung == Rung.Plugin ? Placement.Plugin : Placement.Hardware;

    private static SessionCounters Sum(in SessionCounters a, in SessionCounters b) => unchecked(new SessionCounters(
        a.PacketsIn + b.PacketsIn, a.OctetsIn + b.OctetsIn, a.PacketsOut + b.PacketsOut, a.OctetsOut + b.OctetsOut));

    private enum LineState : byte
    {
        None,
        Pending,
        InForce,
        Leaving,
    }

    private struct Line
    {
        public SessionCounters Before;
        public SessionCounters Last;
        public ulong GroundSeen;
        public PortPair Ports;
        public byte Holder;
        public LineState State;
        public byte RefusedBy;
        public Placement Shown;
        public Placement Displaced;
    }
}
