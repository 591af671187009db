using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Worlds;

/// <content>Devices come, go and move; the access side of a MAG believes what it notices.</content>
public sealed partial class World
{
    private const long RetryAfter = 3 * Second;
    private const long ProbeTime = 5_000;

    private GatewayNode? GatewayOf(Device device) => device.Mag < 0 ? null : Gateways[device.Mag];

    private void Arrive(Device device, int mag, bool isNoticed, long noticedAfter)
    {
        int old = device.Mag;
        device.Mag = mag;
        if (old >= 0 && old != mag && isNoticed)
        {
            Plan(Now + noticedAfter, new Event { Kind = EventKind.Departure, A = device.Number, B = old });
        }

        Appear(device);
    }

    private void Leave(Device device, bool isNoticed)
    {
        int old = device.Mag;
        device.Mag = -1;
        if (old >= 0 && isNoticed)
        {
            Plan(Now, new Event { Kind = EventKind.Departure, A = device.Number, B = old });
        }
    }

    private void Appear(Device device)
    {
        GatewayNode? gateway = GatewayOf(device);
        if (gateway is null || !gateway.IsRunning)
        {
            return; // It tries again when the MAG is back.
        }

        gateway.Presence[device.Number] = true;
        for (int connection = 0; connection < device.Connections.Length; connection++)
        {
            Attach(gateway, device, connection, true);
        }
    }

    // What is up already is affirmed when the device appears anew.
    private void Attach(GatewayNode gateway, Device device, int connection, bool isNew)
    {
        if (!gateway.IsRunning)
        {
            return;
        }

        WantedConnection wanted = device.Connections[connection];
        if (gateway.Engine.FindConnection(device.Identifier, wanted.AccessPoint, wanted.PdnConnectionId, out int slot)
            && gateway.Images[slot].AccessNode == device.AccessNodeOf(connection)
            && gateway.Images[slot].State != (byte)BindingUpdateState.Deregistering)
        {
            if (isNew && gateway.Images[slot].IsActive)
            {
                _step.Kind = StepKind.Reaffirm;
                _step.Subject = slot;
                Do(gateway);
            }

            return;
        }

        _step.Kind = StepKind.Attach;
        _step.Device = device;
        _step.Connection = connection;
        Do(gateway);
        if (_step.AttachStatus != AttachStatus.Pending)
        {
            PlanRetry(gateway, device, connection);
        }
    }

    private void PlanRetry(GatewayNode gateway, Device device, int connection) => Plan(
        Now + RetryAfter + (device.Number * 7_919L),
        new Event { Kind = EventKind.Retry, A = device.AccessNodeOf(connection), B = gateway.Number, C = gateway.Life });

    private void Retry(Event what)
    {
        GatewayNode gateway = (GatewayNode)Nodes[what.B];
        Device device = Devices[what.A / Device.ConnectionsMax];
        if (gateway.IsPaused)
        {
            Plan(_resumeTimes[gateway.Number], what);
        }
        else if (gateway.IsUp && gateway.Life == what.C && gateway.Presence[device.Number])
        {
            Attach(gateway, device, what.A % Device.ConnectionsMax, false);
        }
    }

    private void NoticeAbsence(Event what)
    {
        Device device = Devices[what.A];
        GatewayNode gateway = Gateways[what.B];
        if (gateway.IsPaused)
        {
            Plan(_resumeTimes[gateway.Number], what);
            return;
        }

        if (!gateway.IsUp || device.Mag == what.B || !gateway.Presence[device.Number])
        {
            return;
        }

        gateway.Presence[device.Number] = false;
        for (int connection = 0; connection < device.Connections.Length && gateway.IsUp; connection++)
        {
            if (gateway.Engine.FindByAccessNode(device.AccessNodeOf(connection), -1, out int slot))
            {
                Detach(gateway, slot, ConnectionEnd.NodeLeft);
            }
        }
    }

    // Asked, a node on the link answers, and one that is elsewhere does not.
    private void AnswerPresence(Event what)
    {
        GatewayNode gateway = (GatewayNode)Nodes[what.B];
        if (gateway.IsPaused)
        {
            Plan(_resumeTimes[gateway.Number], what);
            return;
        }

        if (!gateway.IsUp || gateway.Life != what.C || !gateway.Engine.FindByAccessNode(what.A, -1, out int slot))
        {
            return;
        }

        _step.Kind = StepKind.NotePresence;
        _step.Subject = slot;
        _step.IsPresent = GatewayOf(Devices[what.A / Device.ConnectionsMax]) == gateway;
        Do(gateway);
    }

    private void Detach(GatewayNode gateway, int slot, ConnectionEnd why)
    {
        _step.Kind = StepKind.Detach;
        _step.Subject = slot;
        _step.End = why;
        Do(gateway);
    }

    // The engine tells the access side how a connection does.
    private void Tell(Node node, in Effect effect)
    {
        GatewayNode gateway = (GatewayNode)node;
        Device device = Devices[effect.Detail / Device.ConnectionsMax];
        bool isEnd = effect.Kind is EffectKind.ConnectionDown or EffectKind.ConnectionRefused;
        if (effect.Kind == EffectKind.ConnectionDown && effect.Code == (byte)ConnectionEnd.NodeLeft && device.Mag != gateway.Number - Anchors.Length)
        {
            Plan(Now, new Event { Kind = EventKind.Departure, A = device.Number, B = gateway.Number - Anchors.Length });
        }
        else if (isEnd && gateway.Presence[device.Number])
        {
            PlanRetry(gateway, device, effect.Detail % Device.ConnectionsMax);
        }
    }

    private void Perform(Happening happening)
    {
        if (IsTracing)
        {
            Trace(happening.ToString());
        }

        switch (happening.Kind)
        {
            case HappeningKind.Arrive:
                Arrive(Devices[happening.A], happening.B, happening.C == 1, happening.D);
                break;
            case HappeningKind.Leave:
                Leave(Devices[happening.A], happening.C == 1);
                break;
            case HappeningKind.Traffic:
                SendTraffic(Devices[happening.A], happening.D);
                break;
            case HappeningKind.Cut or HappeningKind.Mend:
                _isCut[happening.A, happening.B] = happening.Kind == HappeningKind.Cut;
                break;
            case HappeningKind.StrangerAttack or HappeningKind.SpoofingAttack or HappeningKind.InsiderAttack:
                Attack(happening);
                break;
            default:
                Disturb(happening, Nodes[happening.A]);
                break;
        }
    }
}
