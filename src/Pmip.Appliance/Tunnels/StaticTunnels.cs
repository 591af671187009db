using System;
using System.Collections.Generic;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Host;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.Foundation;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Tunnels;

/// <summary>
/// The tunnels that stand in the file (R7): brought up at start without signalling, a MAG's as soon as the access link of its node
/// is there, and torn down when they carry nothing for their supervision time (R6).
/// </summary>
internal sealed partial class StaticTunnels : ITunnelSource
{
    private readonly StaticTunnel?[] _tunnels;
    private readonly IGreDataPath _dataPath;
    private readonly NodeRoutes _routes;
    private readonly AccessPorts? _ports;
    private readonly TurnClock _clock;
    private readonly RoomEvents _events;
    private readonly int _firstSession;

    /// <summary>
    /// Makes the tunnels, all of them down, with <paramref name="room"/> for others that come while the node runs; their sessions begin at
    /// <paramref name="firstSession"/> of the data path.
    /// </summary>
    public StaticTunnels(
        IReadOnlyList<StaticTunnelConfiguration> tunnels,
        int room,
        int firstSession,
        IGreDataPath dataPath,
        NodeRoutes routes,
        AccessPorts? ports,
        TurnClock clock,
        RoomEvents events)
    {
        _dataPath = dataPath;
        _routes = routes;
        _ports = ports;
        _clock = clock;
        _events = events;
        _firstSession = firstSession;
        _tunnels = new StaticTunnel?[room];
        for (int i = 0; i < tunnels.Count; i++)
        {
            _tunnels[i] = new StaticTunnel(tunnels[i], firstSession + i, ports);
        }
    }

    /// <summary>Places for tunnels, taken and free.</summary>
    public int Capacity => _tunnels.Length;

    /// <summary>True when some tunnel has a supervision time.</summary>
    public bool IsSupervised => Array.Exists(_tunnels, static tunnel => tunnel?.Supervision > default(Duration));

    /// <summary>Brings up every tunnel that can be.</summary>
    public void BringUpAll()
    {
        for (int i = 0; i < _tunnels.Length; i++)
        {
            if (_tunnels[i] is { State: not StaticTunnelState.Up })
            {
                BringUp(i);
            }
        }
    }

    /// <summary>An access link came, went or is another interface now.</summary>
    public void LinkChanged(int link)
    {
        for (int i = 0; i < _tunnels.Length; i++)
        {
            if (_tunnels[i] is StaticTunnel tunnel && tunnel.Link == link && tunnel.State != StaticTunnelState.IdleDown
                && tunnel.Interface != _ports!.InterfaceIndexOf(link))
            {
                TakeDown(i, StaticTunnelState.Waiting);
                BringUp(i);
            }
        }
    }

    /// <summary>The operator wants the tunnel of this name up.</summary>
    public OperatorStatus BringUp(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _tunnels.Length; i++)
        {
            if (_tunnels[i] is StaticTunnel tunnel && name.SequenceEqual(tunnel.Name))
            {
                if (tunnel.State != StaticTunnelState.Up)
                {
                    BringUp(i);
                }

                return tunnel.State == StaticTunnelState.Up ? OperatorStatus.Done : OperatorStatus.Refused;
            }
        }

        return OperatorStatus.NotFound;
    }

    /// <summary>Tears the tunnel at <paramref name="place"/> down when its time is over.</summary>
    public void Supervise(int place)
    {
        if (_tunnels[place] is StaticTunnel tunnel && tunnel.State == StaticTunnelState.Up && tunnel.Supervision > default(Duration)
            && _dataPath.TryReadCounters(tunnel.Session.Index, out SessionCounters counters)
            && tunnel.Watch.IsIdle(counters, tunnel.Supervision, _clock.Now))
        {
            _events.Write(EventKind.TunnelIdle, tunnel.Name);
            TakeDown(place, StaticTunnelState.IdleDown);
        }
    }

    /// <inheritdoc/>
    public bool TryRead(int place, out TunnelRow row)
    {
        row = default;
        if (_tunnels[place] is not StaticTunnel tunnel)
        {
            return false;
        }

        ref readonly GreSession session = ref tunnel.Session;
        row = new TunnelRow
        {
            Name = tunnel.Name,
            AtLma = session.AtLma,
            State = tunnel.State switch
            {
                StaticTunnelState.Up => "up"u8,
                StaticTunnelState.IdleDown => "idle-down"u8,
                StaticTunnelState.Waiting => "waiting"u8,
                _ => "refused"u8,
            },
            IsUdp = session.Encapsulation == GreEncapsulation.UdpTlvGre,
            Local = session.LocalEndpoint,
            Remote = session.RemoteEndpoint,
            SendKey = session.SendKey,
            ReceiveKey = session.ReceiveKey,
            Prefixes = session.HomeNetworkPrefixes,
            Ipv4 = session.HomeAddress4,
            Interface = tunnel.Link < 0 ? default : _ports!.PathsOf(tunnel.Link).Name,
            LinkLayerAddress = session.NodeLinkLayerAddress,
            Supervision = tunnel.Supervision,
            Session = session.Index,
        };
        return true;
    }

    private void BringUp(int place)
    {
        StaticTunnel tunnel = Taken(place);
        tunnel.Interface = tunnel.Link < 0 ? 0 : _ports!.InterfaceIndexOf(tunnel.Link);
        if (tunnel.Link >= 0 && tunnel.Interface == 0)
        {
            tunnel.State = StaticTunnelState.Waiting;
            return;
        }

        tunnel.Session.Generation = unchecked(tunnel.Session.Generation + 1);
        tunnel.Session.AccessInterface = tunnel.Interface;
        tunnel.Session.GatewayLinkLayerAddress = tunnel.Link < 0 ? default : _ports!.GatewayLinkLayerAddressOf(tunnel.Link);
        DataPathStatus status = _dataPath.Install(tunnel.Session);
        if (status != DataPathStatus.Ok)
        {
            tunnel.State = StaticTunnelState.Refused;
            _events.Write(EventKind.SessionRefused, tunnel.Name, (byte)status, tunnel.Session.Index);
            return;
        }

        tunnel.State = StaticTunnelState.Up;
        tunnel.Watch.Begin(_clock.Now);
        _events.Write(EventKind.TunnelUp, tunnel.Name);
        if (tunnel.Link >= 0)
        {
            ConnectionGrant grant = new() { Prefixes = tunnel.Session.HomeNetworkPrefixes, HomeAddress4 = tunnel.Session.HomeAddress4 };
            _routes.Add(place, tunnel.Interface, tunnel.Session.NodeLinkLayerAddress, grant);
            _routes.Apply();
            _ = _dataPath.SetServedNode(tunnel.Interface, tunnel.Session.NodeLinkLayerAddress, served: true);
        }
    }

    private void TakeDown(int place, StaticTunnelState state)
    {
        StaticTunnel tunnel = Taken(place);
        if (tunnel.State == StaticTunnelState.Up)
        {
            Invariant.Require(_dataPath.Remove(tunnel.Session.Index) == DataPathStatus.Ok);
            if (tunnel.Link >= 0)
            {
                _routes.Remove(place);
                _routes.Apply();
                _ = _dataPath.SetServedNode(tunnel.Interface, tunnel.Session.NodeLinkLayerAddress, served: false);
            }
        }

        tunnel.State = state;
    }

    private StaticTunnel Taken(int place)
    {
        StaticTunnel? tunnel = _tunnels[place];
        Invariant.Require(tunnel is not null);
        return tunnel;
    }
}
