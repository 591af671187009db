using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Host;

/// <content>What the loop answers about itself, and what it may be asked to do.</content>
internal sealed partial class Node
{
    private ControlDriver StartControl()
    {
        ReservationKeeper? reservations = _anchor is null ? null : KeepReservations(_surroundings.Log);
        AccessPointNames accessPoints = new(Configuration.Mag?.AccessPoints ?? []);
        _actions = new OperatorActions(
            _anchor, _gateway, _accessPorts, accessPoints, Tunnels, DataPath, reservations, _surroundings.Log, _clock, EventsOf(EventRoom.Control));
        LinuxStatus status = ControlServer.TryOpen(Sources(), _actions, out ControlServer? opened, out LocalStreamConnection[] ends);
        ControlServer server = _opened.Open(status, opened, "channels to the control loop");
        _opened.Keep(_surroundings.LoopPort.Attach(ends));
        return new ControlDriver(server, Poll, _clock);
    }

    // What was reserved before the restart is reserved again; what does not fit the configuration any more is said and forgotten.
    private void ReserveAgain(LocalMobilityAnchor anchor)
    {
        LogThread log = _surroundings.Log;
        Outbox outbox = new();
        StateLoad load = ReservationKeeper.TryLoad(new StateFolder(Configuration.StateFolder), Configuration.Lma!.Limits, out ReadOnlySpan<byte> content);
        if (load is StateLoad.Damaged or StateLoad.Unreadable)
        {
            log.Write(EventLevel.Error, EventRoom.Lma, $"the reserved keys in {Configuration.StateFolder} cannot be read: none is reserved");
        }

        while (ReservationFile.TryTake(ref content, out GreKey key, out KeyReservationRequest request))
        {
            KeyReservationStatus status = anchor.ReserveKey(key, request, _clock.Now, outbox);
            outbox.Clear();
            if (status != KeyReservationStatus.Reserved)
            {
                string identifier = Encoding.UTF8.GetString(request.Identifier);
                log.Write(EventLevel.Warn, EventRoom.Lma, $"key {key} is not reserved again for {identifier}: {status}");
            }
        }
    }

    private ReservationKeeper KeepReservations(LogThread log) => _opened.Keep(new ReservationKeeper(
        new StateFolder(Configuration.StateFolder), Configuration.Lma!.Limits, complaint => log.Write(EventLevel.Error, EventRoom.Lma, complaint)));

    private static string RoleOf(ApplianceConfiguration configuration) => configuration.Role.ToString().ToLowerInvariant();

    private ConsoleSources Sources()
    {
        List<IBindingSource> bindings = [];
        List<(string Role, PeerTable Peers)> peers = [];
        List<ICounterSource> counters = [new CounterSource<SignallingCounter>("signalling", Ports.Counters)];
        if (_anchor is not null)
        {
            bindings.Add(new AnchorBindings(_anchor.Engine, DataPathPlan.FirstSessionOf(Configuration.Lma!.Limits)));
            peers.Add(("lma", _anchor.Engine.Peers));
            counters.Add(new CounterSource<LmaCounter>("lma", _anchor.Engine.Counters));
            counters.Add(new CounterSource<SupervisionCounter>("lma", _anchor.Engine.Supervision.Counters));
        }

        if (_gateway is not null)
        {
            bindings.Add(new GatewayBindings(_gateway.Engine, DataPathPlan.FirstSessionOf(Configuration.Mag!.Limits)));
            peers.Add(("mag", _gateway.Engine.Peers));
            counters.Add(new CounterSource<MagCounter>("mag", _gateway.Engine.Counters));
            counters.Add(new CounterSource<SupervisionCounter>("mag", _gateway.Engine.Supervision.Counters));
            counters.Add(new CounterSource<AccessCounter>("access", _gateway.Links.Counters));
        }

        counters.Add(new HostCounters(_surroundings.Meter, _surroundings.Ring, DataPath, _accessPorts, _gateway));

        return new ConsoleSources
        {
            Name = Configuration.Name,
            Role = RoleOf(Configuration),
            Bindings = bindings,
            Peers = peers,
            Counters = counters,
            DataPath = DataPath,
            Tunnels = Tunnels,
            Anchor = _anchor?.Engine,
            Gateway = _gateway?.Engine,
            Nodes = _gateway is null ? null : new AccessNodes(_gateway.Links, [.. Configuration.Access!.Links.Select(link => link.Interface)]),
        };
    }
}
