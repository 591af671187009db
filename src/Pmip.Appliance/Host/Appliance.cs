using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Host;

/// <summary>
/// Puts the rooms together and runs them. What cannot be had at start ends the start with a sentence that names what and why;
/// what may come later, an interface or a route, is logged and waited for.
/// </summary>
internal sealed class Appliance : IDisposable
{
    private readonly ApplianceConfiguration _configuration;
    private readonly TurnClock _clock = new();
    private readonly LoopMeter _meter = new();
    private readonly EventRing _ring = new();
    private readonly Stack<IDisposable> _opened = new();

    private Appliance(ApplianceConfiguration configuration) => _configuration = configuration;

    /// <summary>Runs the node until it is told to end; gives the exit code of the process.</summary>
    public static int Run(ApplianceConfiguration configuration, string configurationPath, int readyDescriptor)
    {
        using Appliance appliance = new(configuration);
        try
        {
            return appliance.Start(configurationPath, readyDescriptor).Run();
        }
        catch (StartFailedException failure)
        {
            Console.Error.WriteLine($"pmipd: {configuration.Name} cannot start: {failure.Message}");
            return 1;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_opened.TryPop(out IDisposable? resource))
        {
            resource.Dispose();
        }
    }

    private ControlLoop Start(string configurationPath, int readyDescriptor)
    {
        SignalDescriptor signals = Open(SignalDescriptor.TryOpen(out SignalDescriptor? s), s, "signals");
        Keep(InstanceLock.TryTake(_configuration.ControlSocket, out string complaint) ?? throw new StartFailedException(complaint));
        _ring.Level = _configuration.LogLevel;
        LogThread log = Keep(new LogThread(_ring));
        _clock.Advance();
        RoomEvents events = new(_ring, _clock, EventRoom.Host);
        events.Write(EventKind.Started, Encoding.UTF8.GetBytes($"{_configuration.Name} ({configurationPath})"));

        uint restarts = CountRestart(events);
        EventPoll poll = Open(EventPoll.TryOpen(out EventPoll? p), p, "epoll");
        SignallingPorts ports = Open(SignallingPorts.TryOpen(_configuration.Transport, out SignallingPorts? o, out string socket), o, socket);
        NetlinkChannel kernel = Open(NetlinkChannel.TryOpen(out NetlinkChannel? k), k, "netlink");
        NetlinkMonitor news = Open(NetlinkMonitor.TryOpen(false, out NetlinkMonitor? n), n, "netlink news");
        TcGreDataPath dataPath = Keep(
            TcGreDataPath.TryOpen(DataPathPlan.Of(_configuration), out string problem) ?? throw new StartFailedException(problem));
        TunnelRouting routing = new(
            new RouteTable(kernel), new RuleTable(kernel), new AddressTable(kernel), Keep(new Sysctl()), dataPath.TunnelInterfaceIndex, events);
        routing.EnableForwarding(_configuration);

        AnchorDriver? anchor = _configuration.Lma is LmaConfiguration lma
            ? StartAnchor(lma with { Supervision = Restarted(lma.Supervision, restarts) }, ports, dataPath, routing)
            : null;
        AccessPorts? accessPorts = _configuration.Access is Configuration.AccessConfiguration access
            ? Keep(new AccessPorts(access) { DhcpRelay = OpenRelay(access) })
            : null;
        StaticTunnels tunnels = MakeTunnels(dataPath, routing, accessPorts, kernel);
        GatewayDriver? gateway = null;
        AccessLinkKeeper? keeper = null;
        if (_configuration.Mag is MagConfiguration mag && accessPorts is not null)
        {
            CrashLeftovers.Remove(accessPorts, new LinkTable(kernel), kernel, events);
            gateway = StartGateway(mag with { Supervision = Restarted(mag.Supervision, restarts) }, accessPorts, ports, dataPath, kernel);
            keeper = Keep(new AccessLinkKeeper(
                accessPorts, gateway, new LinkTable(kernel), new AddressTable(kernel), routing, dataPath, tunnels, poll, events));
        }

        ConsoleDriver console = StartConsole(poll, log, ports, dataPath, anchor, gateway, tunnels, accessPorts);
        TunnelSupervision supervision = Supervise(dataPath, anchor, gateway, tunnels);
        ControlLoop loop = new(poll, signals, news, ports, dataPath, anchor, gateway, accessPorts, keeper, console, supervision, _clock, _meter,
            events);
        Watch(poll, signals.Descriptor, LoopSource.Signal, 0);
        Watch(poll, news.Descriptor, LoopSource.KernelNews, 0);
        Watch(poll, console.ListenerDescriptor, LoopSource.Control, ConsoleDriver.ListenerNumber);
        foreach (SignallingPorts.Kind kind in Enum.GetValues<SignallingPorts.Kind>().Where(kind => ports.DescriptorOf(kind) >= 0))
        {
            Watch(poll, ports.DescriptorOf(kind), LoopSource.Signalling, (int)kind);
        }

        if (accessPorts?.DhcpRelay is DhcpRelayPort relay)
        {
            Watch(poll, relay.Descriptor, LoopSource.DhcpRelay, 0);
        }

        keeper?.LookAgain();
        tunnels.BringUpAll();
        events.Write(EventKind.Remark, Encoding.UTF8.GetBytes(dataPath.Description));
        ClassConstructors.Run();
        events.Write(EventKind.Ready, default);
        Require(readyDescriptor < 0 ? LinuxStatus.Ok : ReadyDescriptor.Notify(readyDescriptor), $"descriptor {readyDescriptor}");
        return loop;
    }

    private DhcpRelayPort? OpenRelay(Configuration.AccessConfiguration access) => access.DhcpServer.IsUnspecified
        ? null
        : Open(
            DhcpRelayPort.TryOpen(_configuration.Transport.Ipv4, access.DhcpServer, out DhcpRelayPort? port), port,
            $"UDP port 67 at {_configuration.Transport.Ipv4}, for relaying DHCP");

    // Nothing of a session is kept over a restart, so every start has lost them. Kept before the first message goes out.
    private uint CountRestart(RoomEvents events)
    {
        Span<byte> chance = stackalloc byte[sizeof(uint)];
        Require(KernelRandom.Fill(chance), "the kernel's random source");
        RestartCounter counter = RestartCounter.Next(
            new StateFolder(_configuration.StateFolder), stateSurvived: false, _clock.Wall, BinaryPrimitives.ReadUInt32LittleEndian(chance));
        if (counter.Warning.Length > 0)
        {
            events.Write(EventKind.StateTrouble, Encoding.UTF8.GetBytes($"{_configuration.StateFolder}: {counter.Warning}"));
        }

        return counter.Value;
    }

    private static SupervisionConfiguration Restarted(SupervisionConfiguration supervision, uint restarts) =>
        supervision with { RestartCounter = restarts, AnnouncesRestart = true };

    private AnchorDriver StartAnchor(LmaConfiguration lma, SignallingPorts ports, TcGreDataPath dataPath, TunnelRouting routing)
    {
        routing.RoutePools(lma);
        EngineEffects effects = new(
            ports, dataPath, DataPathPlan.FirstSessionOf(lma.Limits), new RoomEvents(_ring, _clock, EventRoom.Lma));
        return new AnchorDriver(new LocalMobilityAnchor(lma, DrawSecrets()), effects, _clock);
    }

    private GatewayDriver StartGateway(
        MagConfiguration mag, AccessPorts accessPorts, SignallingPorts ports, TcGreDataPath dataPath, NetlinkChannel kernel)
    {
        EngineSecrets secrets = DrawSecrets();
        NodeProfiles profiles = new(_configuration.Access!);
        AccessLinks links = AccessSide.Create(_configuration, profiles, new SipHash(secrets.HashKey1, secrets.HashKey0));
        NodeRoutes routes = new(new RouteTable(kernel), new NeighborTable(kernel), mag.Limits.Bindings);
        ServedNodes nodes = new(links, accessPorts, dataPath, routes);
        GatewayWork work = new();
        RoomEvents events = new(_ring, _clock, EventRoom.Mag);
        EngineEffects effects = new(ports, dataPath, DataPathPlan.FirstSessionOf(mag.Limits), events, nodes, work);
        RoomEvents accessEvents = new(_ring, _clock, EventRoom.Access);
        MobileAccessGateway engine = new(mag, secrets);
        NodeTraffic traffic = new(dataPath, DataPathPlan.FirstSessionOf(mag.Limits), mag.Limits.Bindings);
        return new GatewayDriver(engine, links, profiles, accessPorts, nodes, work, effects, dataPath, _clock, events, accessEvents, traffic);
    }

    private StaticTunnels MakeTunnels(TcGreDataPath dataPath, TunnelRouting routing, AccessPorts? accessPorts, NetlinkChannel kernel)
    {
        IReadOnlyList<StaticTunnelConfiguration> tunnels = _configuration.Tunnels;
        routing.RouteTunnels(tunnels);
        NodeRoutes routes = new(new RouteTable(kernel), new NeighborTable(kernel), tunnels.Count);
        RoomEvents events = new(_ring, _clock, EventRoom.Host);
        return new StaticTunnels(tunnels, DataPathPlan.FirstTunnelOf(_configuration), dataPath, routes, accessPorts, _clock, events);
    }

    private TunnelSupervision Supervise(TcGreDataPath dataPath, AnchorDriver? anchor, GatewayDriver? gateway, StaticTunnels tunnels)
    {
        List<IdleConnections> connections = [];
        Duration limit = _configuration.GreSupervision;
        if (anchor is not null && limit > default(Duration))
        {
            AnchorBindings bindings = new(anchor.Engine, DataPathPlan.FirstSessionOf(_configuration.Lma!.Limits));
            connections.Add(new IdleConnections(bindings, anchor.Remove, dataPath, limit, new RoomEvents(_ring, _clock, EventRoom.Lma)));
        }

        if (gateway is not null && limit > default(Duration))
        {
            GatewayBindings bindings = new(gateway.Engine, DataPathPlan.FirstSessionOf(_configuration.Mag!.Limits));
            connections.Add(new IdleConnections(bindings, gateway.Deregister, dataPath, limit, new RoomEvents(_ring, _clock, EventRoom.Mag)));
        }

        return new TunnelSupervision(tunnels, [.. connections]);
    }

    private ConsoleDriver StartConsole(
        EventPoll poll,
        LogThread log,
        SignallingPorts ports,
        TcGreDataPath dataPath,
        AnchorDriver? anchor,
        GatewayDriver? gateway,
        StaticTunnels tunnels,
        AccessPorts? accessPorts)
    {
        string path = _configuration.ControlSocket;
        LocalStreamListener listener = Open(LocalStreamListener.TryListen(path, out LocalStreamListener? l), l, $"control socket {path}");
        ReservationKeeper? reservations = anchor is null ? null : KeepReservations(anchor, log);
        AccessPointNames accessPoints = new(_configuration.Mag?.AccessPoints ?? []);
        OperatorActions actions = new(
            anchor, gateway, accessPorts, accessPoints, tunnels, reservations, log, _clock, new RoomEvents(_ring, _clock, EventRoom.Control));
        ControlServer server = Keep(new ControlServer(SourcesOf(ports, dataPath, anchor, gateway, tunnels, accessPorts), actions));
        return Keep(new ConsoleDriver(listener, server, poll, _clock));
    }

    // What was reserved before the restart is reserved again; what does not fit the configuration any more is said and forgotten.
    private ReservationKeeper KeepReservations(AnchorDriver anchor, LogThread log)
    {
        StateFolder folder = new(_configuration.StateFolder);
        EngineLimits limits = _configuration.Lma!.Limits;
        StateLoad load = ReservationKeeper.TryLoad(folder, limits, out ReadOnlySpan<byte> content);
        if (load is StateLoad.Damaged or StateLoad.Unreadable)
        {
            log.Write(EventLevel.Error, EventRoom.Lma, $"the reserved keys in {_configuration.StateFolder} cannot be read: none is reserved");
        }

        while (ReservationFile.TryTake(ref content, out GreKey key, out KeyReservationRequest request))
        {
            KeyReservationStatus status = anchor.ReserveKey(key, request);
            if (status != KeyReservationStatus.Reserved)
            {
                string identifier = Encoding.UTF8.GetString(request.Identifier);
                log.Write(EventLevel.Warn, EventRoom.Lma, $"key {key} is not reserved again for {identifier}: {status}");
            }
        }

        return Keep(new ReservationKeeper(folder, limits, complaint => log.Write(EventLevel.Error, EventRoom.Lma, complaint)));
    }

    private ConsoleSources SourcesOf(
        SignallingPorts ports,
        TcGreDataPath dataPath,
        AnchorDriver? anchor,
        GatewayDriver? gateway,
        StaticTunnels tunnels,
        AccessPorts? accessPorts)
    {
        List<IBindingSource> bindings = [];
        List<(string Role, PeerTable Peers)> peers = [];
        List<ICounterSource> counters = [new CounterSource<SignallingCounter>("signalling", ports.Counters)];
        if (anchor is not null)
        {
            bindings.Add(new AnchorBindings(anchor.Engine, DataPathPlan.FirstSessionOf(_configuration.Lma!.Limits)));
            peers.Add(("lma", anchor.Engine.Peers));
            counters.Add(new CounterSource<LmaCounter>("lma", anchor.Engine.Counters));
            counters.Add(new CounterSource<SupervisionCounter>("lma", anchor.Engine.Supervision.Counters));
        }

        if (gateway is not null)
        {
            bindings.Add(new GatewayBindings(gateway.Engine, DataPathPlan.FirstSessionOf(_configuration.Mag!.Limits)));
            peers.Add(("mag", gateway.Engine.Peers));
            counters.Add(new CounterSource<MagCounter>("mag", gateway.Engine.Counters));
            counters.Add(new CounterSource<SupervisionCounter>("mag", gateway.Engine.Supervision.Counters));
            counters.Add(new CounterSource<AccessCounter>("access", gateway.Links.Counters));
        }

        counters.Add(new HostCounters(_meter, _ring, accessPorts, gateway));

        return new ConsoleSources
        {
            Name = _configuration.Name,
            Role = _configuration.Role.ToString().ToLowerInvariant(),
            Bindings = bindings,
            Peers = peers,
            Counters = counters,
            DataPath = dataPath,
            Tunnels = tunnels,
            Anchor = anchor?.Engine,
            Nodes = gateway is null ? null : new AccessNodes(gateway.Links, [.. _configuration.Access!.Links.Select(link => link.Interface)]),
        };
    }

    private static EngineSecrets DrawSecrets()
    {
        Span<byte> octets = stackalloc byte[5 * sizeof(ulong)];
        Require(KernelRandom.Fill(octets), "the kernel's random source");
        return new EngineSecrets(Word(octets, 0), Word(octets, 1), Word(octets, 2), Word(octets, 3), Word(octets, 4));
    }

    private static ulong Word(ReadOnlySpan<byte> octets, int index) => BinaryPrimitives.ReadUInt64LittleEndian(octets[(index * sizeof(ulong))..]);

    private static void Watch(EventPoll poll, int descriptor, LoopSource source, int number) =>
        Require(poll.Add(descriptor, LoopToken.Of(source, number), PollInterest.Read), "epoll");

    private T Keep<T>(T resource)
        where T : IDisposable
    {
        _opened.Push(resource);
        return resource;
    }

    private T Open<T>(LinuxStatus status, T? resource, string what)
        where T : class, IDisposable
    {
        Require(status, what);
        return Keep(resource ?? throw new StartFailedException(what));
    }

    private static void Require(LinuxStatus status, string what)
    {
        if (!status.IsOk)
        {
            throw new StartFailedException($"{what}: {status.Message}");
        }
    }

    /// <summary>The start cannot go on; the message is for the operator.</summary>
    private sealed class StartFailedException(string message) : Exception(message);
}
