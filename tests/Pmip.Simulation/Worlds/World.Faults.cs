using System;
using Pmip.Engine.Mag;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Worlds;

/// <content>What goes wrong with nodes: crash, standstill, clock, kernel; and the operator.</content>
public sealed partial class World
{
    private readonly long[] _resumeTimes = new long[16];

    private void Disturb(Happening happening, Node node)
    {
        switch (happening.Kind)
        {
            case HappeningKind.Crash when node.IsUp:
                node.DownFor = happening.D;
                node.EffectsUntilCrash = happening.B;
                node.LeavesMemory = false;
                if (happening.B == 0)
                {
                    Crash(node);
                }

                break;
            case HappeningKind.Replace when node.IsUp && node.EffectsUntilCrash < 0:
                node.DownFor = happening.D;
                node.EffectsUntilCrash = happening.B;
                node.LeavesMemory = true;
                if (happening.B == 0)
                {
                    Crash(node);
                }

                break;
            case HappeningKind.Pause when node.IsRunning:
                node.IsPaused = true;
                _resumeTimes[node.Number] = Now + happening.D;
                Plan(Now + happening.D, new Event { Kind = EventKind.Resume, A = node.Number, B = node.Life });
                break;
            case HappeningKind.StepClock:
                node.Clock.Offset += happening.D;
                break;
            case HappeningKind.RefuseSessions:
                node.Kernel.RefusalsLeft = happening.B;
                break;
            case HappeningKind.Reconfigure when node.IsRunning:
                Reconfigure(node, happening.C, happening.B);
                break;
            case HappeningKind.OperatorEnds when node.IsRunning:
                OperatorEnds(node, happening.B, happening.C);
                break;
        }
    }

    private void Reconfigure(Node node, int way, int peer)
    {
        _step.Kind = StepKind.Reconfigure;
        _step.Way = way;
        _step.Subject = peer;
        Do(node);
    }

    private void OperatorEnds(Node node, int ordinal, int how)
    {
        int slot = Array.FindIndex(node.Images, ordinal % node.Capacity, static image => image.Exists);
        if (slot < 0)
        {
            return;
        }

        _step.Subject = slot;
        _step.IsAdministrative = how == OperatorWays.RevokeAdministratively;
        _step.IsIpv4Only = how == OperatorWays.RevokeIpv4;
        if (how >= OperatorWays.RevokePeer)
        {
            _step.Kind = how == OperatorWays.RevokePeer ? StepKind.OperatorRevokePeer : StepKind.OperatorRevokeRealm;
            _step.Subject = node.Images[slot].Peer;
            _step.Identifier = System.Text.Encoding.Latin1.GetBytes(Composition.Realms[ordinal % Composition.Realms.Length]);
        }
        else if (node is GatewayNode gateway)
        {
            Detach(gateway, slot, ConnectionEnd.Operator);
            return;
        }
        else if (how == OperatorWays.RevokeNode)
        {
            _step.Kind = StepKind.OperatorRevokeNode;
            _step.Identifier = System.Text.Encoding.Latin1.GetBytes(Identities.NameOf(node.Images[slot].Identity));
        }
        else
        {
            _step.Kind = how == OperatorWays.Remove ? StepKind.OperatorRemove : StepKind.OperatorRevoke;
        }

        Do(node);
    }

    private void Crash(Node node)
    {
        Trace($"{node.Name} crashes");
        node.Crash();
        EventKind next = node.LeavesMemory ? EventKind.GoOn : EventKind.Restart;
        Plan(Now + (_isHealed ? Second : node.DownFor), new Event { Kind = next, A = node.Number });
    }

    private void Restart(Node node)
    {
        if (node.IsUp)
        {
            return;
        }

        Trace($"{node.Name} starts again");
        node.Start();
        Plan(Now, new Event { Kind = EventKind.Reappear, A = node.Number });
    }

    private void Resume(Node node, int life)
    {
        if (node.IsPaused && node.Life == life)
        {
            Trace($"{node.Name} goes on");
            node.IsPaused = false;

            // Not at once: the timers that are due go first.
            Plan(Now, new Event { Kind = EventKind.Reappear, A = node.Number });
        }
    }

    // The links of a MAG come up again, and devices that are there show themselves.
    private void ReappearAt(Node node)
    {
        if (node is not GatewayNode gateway)
        {
            return;
        }

        foreach (Device device in Devices)
        {
            if (GatewayOf(device) == gateway && !gateway.Presence[device.Number])
            {
                Appear(device);
            }
        }
    }
}
