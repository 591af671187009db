using System;
using System.Linq;
using System.Text;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath.Ladder;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Linux.Netlink;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;
using AccessSettings = Pmip.Appliance.Configuration.AccessConfiguration;

namespace Pmip.Appliance.Host;

/// <content>The order in which the rooms of one life are put together.</content>
internal sealed partial class Node
{
    private EventPoll? _poll;
    private SignallingPorts? _ports;
    private NetlinkChannel? _kernel;
    private NetlinkMonitor? _news;
    private GreAdapter? _dataPath;
    private TunnelRouting? _routing;
    private StaticTunnels? _tunnels;
    private AnchorDriver? _anchor;
    private GatewayDriver? _gateway;
    private AccessPorts? _accessPorts;
    private AccessLinkKeeper? _keeper;
    private RouteLeftovers? _leftovers;
    private OperatorActions? _actions;
    private uint _restarts;
    private bool _isWhole;

    private EventPoll Poll => Opened(_poll);

    private SignallingPorts Ports => Opened(_ports);

    private NetlinkChannel Kernel => Opened(_kernel);

    private NetlinkMonitor News => Opened(_news);

    private GreAdapter DataPath => Opened(_dataPath);

    private TunnelRouting Routing => Opened(_routing);

    private StaticTunnels Tunnels => Opened(_tunnels);

    private void Start()
    {
        _clock.Advance();
        _events.Write(EventKind.Started, Encoding.UTF8.GetBytes($"{Configuration.Name} ({_surroundings.ConfigurationPath})"));
        OpenKernel();
        _surroundings.Progress.Advance();
        if (Configuration.Access is AccessSettings access)
        {
            _accessPorts = _opened.Keep(new AccessPorts(access) { DhcpRelay = OpenRelay(access) });
            _leftovers = RouteLeftovers.Find(_accessPorts, new LinkTable(Kernel), Kernel, DataPath.IsKept, DrawHash(), _events);
        }

        LocalMobilityAnchor? anchor = MakeEngines(out GatewayParts? gateway);
        _anchor = anchor is null ? null : StartAnchor(anchor, Configuration.Lma!);
        _tunnels = MakeTunnels();
        if (gateway is not null && _accessPorts is not null)
        {
            StartAccess(gateway, Configuration.Mag!, _accessPorts);
        }

        _surroundings.Progress.Advance();
        StartLoop();
        _keeper?.LookAgain();
        Reinstate();
        Tunnels.BringUpAll();
        _events.Write(EventKind.Remark, Encoding.UTF8.GetBytes(DataPath.Description));
        ClassConstructors.Run();
        _events.Write(EventKind.Ready, default);
    }

    private void OpenKernel()
    {
        _poll = _opened.Open(EventPoll.TryOpen(out EventPoll? poll), poll, "epoll");
        _ports = _opened.Open(SignallingPorts.TryOpen(Configuration.Transport, out SignallingPorts? ports, out string socket), ports, socket);
        _ports.Capture = _surroundings.Diagnosis.Capture;
        _kernel = _opened.Open(NetlinkChannel.TryOpen(out NetlinkChannel? kernel), kernel, "netlink");
        _news = _opened.Open(NetlinkMonitor.TryOpen(withNeighbors: true, out NetlinkMonitor? news), news, "netlink news");
        _dataPath = _opened.Keep(GreAdapter.TryOpen(DataPathPlan.Of(Configuration), out string problem) ?? throw new StartFailedException(problem));
        _routing = new TunnelRouting(
            new RouteTable(_kernel), new RuleTable(_kernel), new AddressTable(_kernel), _opened.Keep(new Sysctl()), _dataPath.TunnelInterfaceIndex, _events);
        _routing.EnableForwarding(Configuration);
        _routing.RouteNodes(Configuration);
        _routing.ForgetOthers(Configuration);
    }

    private void StartAccess(GatewayParts parts, MagConfiguration mag, AccessPorts accessPorts)
    {
        LinkTable links = new(Kernel);
        _gateway = StartGateway(parts, mag, accessPorts);
        _keeper = _opened.Keep(new AccessLinkKeeper(
            accessPorts, _gateway, links, new AddressTable(Kernel), Routing, DataPath, Tunnels, Poll, _events));
    }

    private void StartLoop()
    {
        ControlDriver control = StartControl();
        TunnelSupervision supervision = new(Tunnels, Supervise(Configuration.GreSupervision));
        _loop = new ControlLoop(
            Poll, _surroundings, News, Ports, DataPath, _anchor, _gateway, _accessPorts, _keeper, control, supervision, Life, _events);
        Watch(_surroundings.Signals.Descriptor, LoopSource.Signal, 0);
        Watch(_surroundings.Mailbox.Descriptor, LoopSource.Mailbox, 0);
        Watch(News.Descriptor, LoopSource.KernelNews, 0);
        StartFailedException.Require(control.Watch(), "epoll");
        foreach (SignallingPorts.Kind kind in Enum.GetValues<SignallingPorts.Kind>().Where(kind => Ports.DescriptorOf(kind) >= 0))
        {
            Watch(Ports.DescriptorOf(kind), LoopSource.Signalling, (int)kind);
        }

        for (int i = 0; i < DataPath.SlowPathDescriptors.Length; i++)
        {
            if (DataPath.SlowPathDescriptors[i] >= 0)
            {
                Watch(DataPath.SlowPathDescriptors[i], LoopSource.SlowPath, i);
            }
        }

        if (_accessPorts?.DhcpRelay is DhcpRelayPort relay)
        {
            Watch(relay.Descriptor, LoopSource.DhcpRelay, 0);
        }
    }

    private void Watch(int descriptor, LoopSource source, int number) =>
        StartFailedException.Require(Poll.Add(descriptor, LoopToken.Of(source, number), PollInterest.Read), "epoll");

    private static T Opened<T>(T? part)
        where T : class => part ?? throw new InvalidOperationException("the node has not started");
}
