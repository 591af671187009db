using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Appliance.Tunnels;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Linux.Netlink;
using Pmip.Linux.Processes;
using AccessSettings = Pmip.Appliance.Configuration.AccessConfiguration;

namespace Pmip.Appliance.Host;

/// <content>The engines, the access side and the tunnels of one life.</content>
internal sealed partial class Node
{
    private DhcpRelayPort? OpenRelay(AccessSettings access) => access.DhcpServer.IsUnspecified
        ? null
        : _opened.Open(
            DhcpRelayPort.TryOpen(Configuration.Transport.Ipv4, access.DhcpServer, out DhcpRelayPort? port), port,
            $"UDP port 67 at {Configuration.Transport.Ipv4}, for relaying DHCP");

    // The bindings are lost. Kept before the first message goes out.
    private uint CountRestart()
    {
        Span<byte> chance = stackalloc byte[sizeof(uint)];
        StartFailedException.Require(KernelRandom.Fill(chance), "the kernel's random source");
        RestartCounter counter = RestartCounter.Next(
            new StateFolder(Configuration.StateFolder), stateSurvived: false, _clock.Wall, BinaryPrimitives.ReadUInt32LittleEndian(chance));
        if (counter.Warning.Length > 0)
        {
            _events.Write(EventKind.StateTrouble, Encoding.UTF8.GetBytes($"{Configuration.StateFolder}: {counter.Warning}"));
        }

        return counter.Value;
    }

    private SupervisionConfiguration Restarted(SupervisionConfiguration supervision) =>
        supervision with { RestartCounter = _restarts, AnnouncesRestart = !_isWhole };

    private AnchorDriver StartAnchor(LocalMobilityAnchor engine, LmaConfiguration lma)
    {
        EngineEffects effects = new(Ports, DataPath, DataPathPlan.FirstSessionOf(lma.Limits), EventsOf(EventRoom.Lma));
        return new AnchorDriver(engine, effects, _clock) { Kept = _keptAnchor };
    }

    private GatewayDriver StartGateway(GatewayParts parts, MagConfiguration mag, AccessPorts accessPorts)
    {
        (MobileAccessGateway engine, AccessLinks links, NodeProfiles profiles) = parts;
        NodeRoutes routes = new(new RouteTable(Kernel), new NeighborTable(Kernel), mag.Limits.Bindings, _leftovers);
        ServedNodes nodes = new(links, accessPorts, DataPath, routes);
        GatewayWork work = new();
        RoomEvents events = new(_surroundings.Ring, _clock, EventRoom.Mag);
        EngineEffects effects = new(Ports, DataPath, DataPathPlan.FirstSessionOf(mag.Limits), events, nodes, work);
        RoomEvents accessEvents = new(_surroundings.Ring, _clock, EventRoom.Access);
        NodeTraffic traffic = new(DataPath, DataPathPlan.FirstSessionOf(mag.Limits), mag.Limits.Bindings);
        return new GatewayDriver(engine, links, profiles, accessPorts, nodes, work, effects, DataPath, _clock, events, accessEvents, traffic)
        {
            Kept = _keptGateway,
        };
    }

    private StaticTunnels MakeTunnels()
    {
        IReadOnlyList<StaticTunnelConfiguration> tunnels = Configuration.Tunnels;
        NodeRoutes routes = new(new RouteTable(Kernel), new NeighborTable(Kernel), Configuration.TunnelRoom, _leftovers);
        return new StaticTunnels(tunnels, Configuration.TunnelRoom, DataPathPlan.FirstTunnelOf(Configuration), DataPath, routes, _accessPorts, _clock, _events);
    }

    private IdleConnections[] Supervise(Duration limit)
    {
        List<IdleConnections> connections = [];
        if (_anchor is not null && limit > default(Duration))
        {
            AnchorBindings bindings = new(_anchor.Engine, DataPathPlan.FirstSessionOf(Configuration.Lma!.Limits));
            connections.Add(new IdleConnections(bindings, _anchor.Remove, DataPath, limit, EventsOf(EventRoom.Lma)));
        }

        if (_gateway is not null && limit > default(Duration))
        {
            GatewayBindings bindings = new(_gateway.Engine, DataPathPlan.FirstSessionOf(Configuration.Mag!.Limits));
            connections.Add(new IdleConnections(bindings, _gateway.Deregister, DataPath, limit, EventsOf(EventRoom.Mag)));
        }

        return [.. connections];
    }

    private static SipHash DrawHash()
    {
        EngineSecrets secrets = DrawSecrets();
        return new SipHash(secrets.HashKey0, secrets.HashKey1);
    }

    private static EngineSecrets DrawSecrets()
    {
        Span<byte> octets = stackalloc byte[5 * sizeof(ulong)];
        StartFailedException.Require(KernelRandom.Fill(octets), "the kernel's random source");
        return new EngineSecrets(Word(octets, 0), Word(octets, 1), Word(octets, 2), Word(octets, 3), Word(octets, 4));
    }

    private static ulong Word(ReadOnlySpan<byte> octets, int index) => BinaryPrimitives.ReadUInt64LittleEndian(octets[(index * sizeof(ulong))..]);
}
