using Pmip.Foundation.Addressing;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Tables;

/// <summary>How the kernel reaches a remote end.</summary>
/// <param name="Interface">Over which interface; 0 when it does not.</param>
/// <param name="Router">The router, or the remote end itself.</param>
/// <param name="Own">Link-layer address of the interface.</param>
/// <param name="Neighbor">Link-layer address of the router, zero while it is not known.</param>
/// <param name="Mtu">Path MTU when the kernel knows one, else 0.</param>
internal readonly record struct NextHopAnswer(int Interface, IpAddress Router, MacAddress Own, MacAddress Neighbor, int Mtu);

/// <summary>
/// Asks the kernel for routes and neighbours. Packets that a program sends do not keep the kernel's entry of the neighbour fresh, so
/// it is asked to do that by itself (NTF_EXT_MANAGED, Linux 5.16), or told to look from time to time.
/// </summary>
internal sealed class NextHopSource(NetlinkChannel channel)
{
    private readonly RouteTable _routes = new(channel);
    private readonly LinkTable _links = new(channel);
    private readonly NeighborTable _neighbors = new(channel);

    /// <summary>False once the kernel was found not to keep neighbours fresh by itself.</summary>
    public bool KeepsAlive { get; private set; } = true;

    /// <summary>Reads route, interface and neighbour; a neighbour that is new is resolved, which the kernel tells when it is done.</summary>
    public NextHopAnswer Ask(IpAddress remote)
    {
        bool found = _routes.TryLookup(remote, out RouteLookup route).IsOk && !route.IsLocal;
        if (!found || !_links.TryGet(route.InterfaceIndex, out LinkState link).IsOk)
        {
            return default;
        }

        MacAddress neighbor = default;
        if (link.IsEthernet)
        {
            bool isKnown = _neighbors.TryGet(route.InterfaceIndex, route.NextHop, out NeighborState state).IsOk;
            neighbor = isKnown && state.IsUsable ? state.LinkLayerAddress : default;
            if (!isKnown || (!state.IsManaged && !state.IsPermanent))
            {
                _ = _neighbors.Use(route.InterfaceIndex, route.NextHop, managed: true);
                bool isThere = _neighbors.TryGet(route.InterfaceIndex, route.NextHop, out state).IsOk;
                KeepsAlive &= !isThere || state.IsManaged || state.IsPermanent;
            }
        }

        return new NextHopAnswer(route.InterfaceIndex, route.NextHop, link.Address, neighbor, route.Mtu);
    }

    /// <summary>Looks whether the neighbour is still there, unless the kernel does so.</summary>
    public void Probe(int interfaceIndex, IpAddress neighbor)
    {
        bool isKnown = _neighbors.TryGet(interfaceIndex, neighbor, out NeighborState state).IsOk;
        if (isKnown && (state.IsManaged || state.IsPermanent))
        {
            return;
        }

        _ = isKnown && state.IsUsable
            ? _neighbors.Probe(interfaceIndex, neighbor, state.LinkLayerAddress)
            : _neighbors.Use(interfaceIndex, neighbor, managed: true);
    }
}
