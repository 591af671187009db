using System.Collections.Generic;
using Pmip.Access;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Appliance.Host;

/// <summary>
/// What a MAG before this one left in the kernel's tables: routes to its nodes and their neighbor entries. They stay, and a node that is
/// served again takes its own over. The nodes of those that nobody took may be elsewhere by now, or nowhere: they go when the sessions
/// of the process before go.
/// </summary>
internal sealed class RouteLeftovers
{
    private const int RemovalsPerTurn = 16;

    // As long as the data path keeps the sessions.
    private static readonly Duration s_patience = Duration.FromSeconds(9);

    private readonly RouteTable _routes;
    private readonly NeighborTable _neighbors;
    private readonly Route[] _found;
    private readonly bool[] _isHandled;
    private readonly HashIndex _byDestination;
    private readonly SipHash _hash;
    private Instant _deadline = Instant.Never;
    private int _next;

    private RouteLeftovers(RouteTable routes, NeighborTable neighbors, List<Route> found, SipHash hash)
    {
        _routes = routes;
        _neighbors = neighbors;
        _found = [.. found];
        _isHandled = new bool[_found.Length];
        _hash = hash;
        _byDestination = new HashIndex(System.Math.Max(1, _found.Length));
        for (int i = 0; i < _found.Length; i++)
        {
            _byDestination.Add(HashOf(_found[i].Destination), i);
        }
    }

    /// <summary>Finds them, before the first node is served. Where nothing is kept over a restart, they go at once.</summary>
    public static RouteLeftovers? Find(AccessPorts ports, LinkTable links, NetlinkChannel kernel, bool isKept, SipHash hash, RoomEvents events)
    {
        RouteTable routes = new(kernel);
        NeighborTable neighbors = new(kernel);
        List<Route> found = [];
        for (int link = 0; link < ports.Count; link++)
        {
            AccessLinkPaths paths = ports.PathsOf(link);
            if (links.TryGet(paths.Name, out LinkState state).IsOk)
            {
                Note(isKept ? routes.FindLeftovers(state.Index, found) : routes.DeleteLeftovers(state.Index, out _), paths, events);
                Note(isKept ? LinuxStatus.Ok : neighbors.DeleteLeftovers(state.Index, out _), paths, events);
            }
        }

        return isKept ? new RouteLeftovers(routes, neighbors, found, hash) : null;
    }

    /// <summary>When the rest is to go; never when there is none.</summary>
    public Instant NextDeadline(Instant now)
    {
        if (_next == _found.Length)
        {
            return Instant.Never;
        }

        _deadline = _deadline == Instant.Never ? now.Plus(s_patience) : _deadline;
        return _deadline;
    }

    /// <summary>The routes of a node that is served again are not left over.</summary>
    public void Claim(int interfaceIndex, in ConnectionGrant grant)
    {
        for (int i = 0; i < grant.Prefixes.Count; i++)
        {
            Claim(interfaceIndex, grant.Prefixes[i].Masked);
        }

        if (grant.HasIpv4)
        {
            Claim(interfaceIndex, new IpPrefix(grant.HomeAddress4, 32));
        }
    }

    /// <summary>Takes out a few that nobody claimed, once the time is over.</summary>
    public void Maintain(Instant now)
    {
        if (NextDeadline(now) > now)
        {
            return;
        }

        for (int done = 0; done < RemovalsPerTurn && _next < _found.Length; _next++)
        {
            if (!_isHandled[_next])
            {
                // Gone by itself is as good.
                Route route = _found[_next];
                _routes.Delete(route);
                if (route.Destination.Address.IsIPv4)
                {
                    _neighbors.Delete(route.InterfaceIndex, route.Destination.Address);
                }

                done++;
            }
        }
    }

    private void Claim(int interfaceIndex, IpPrefix destination)
    {
        ulong hash = HashOf(destination);
        for (int probe = _byDestination.First(hash); probe >= 0; probe = _byDestination.Next(probe, hash))
        {
            int place = _byDestination.SlotAt(probe);
            if (_found[place].Destination == destination)
            {
                // On another interface the old route is in the way of the new one's return.
                _isHandled[place] = _found[place].InterfaceIndex == interfaceIndex;
            }
        }
    }

    private ulong HashOf(IpPrefix destination) => _hash.Hash(destination.Address.High, destination.Address.Low);

    private static void Note(LinuxStatus status, AccessLinkPaths paths, RoomEvents events)
    {
        if (!status.IsOk)
        {
            events.Write(EventKind.KernelRefused, paths.Name, number: status.Errno);
        }
    }
}
