using Pmip.Access;
using Pmip.DataPath;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Host;

/// <summary>What the data path and the kernel's routing must know of the nodes on the access links.</summary>
internal sealed class ServedNodes(AccessLinks links, AccessPorts ports, IGreDataPath dataPath, NodeRoutes routes)
{
    private readonly Place[] _served = new Place[links.Capacity];

    /// <summary>Requests for routes that the kernel refused.</summary>
    public long RoutesRefused => routes.Refused;

    /// <summary>Adds where the node of a session is, and who it believes its router to be.</summary>
    public void Complete(int accessNode, ref GreSession session)
    {
        bool known = links.TryRead(ConnectionNumber.From(accessNode).Node, out AccessNodeView node);
        Invariant.Require(known); // A node keeps its slot until its connections have ended.
        session.AccessInterface = ports.InterfaceIndexOf(node.Link);
        session.NodeLinkLayerAddress = node.LinkLayerAddress;
        session.GatewayLinkLayerAddress = ports.GatewayLinkLayerAddressOf(node.Link);
    }

    /// <summary>Makes the addresses of the connection in an engine's slot reachable for the kernel.</summary>
    public void AddRoutes(int slot, int node, in ConnectionGrant grant)
    {
        if (links.TryRead(node, out AccessNodeView view))
        {
            routes.Add(slot, ports.InterfaceIndexOf(view.Link), view.LinkLayerAddress, grant);
        }
    }

    /// <summary>When <see cref="Maintain"/> has something to do.</summary>
    public Instant NextDeadline(Instant now) => routes.NextDeadline(now);

    /// <summary>Takes out a few routes of the process before that nobody wanted again.</summary>
    public void Maintain(Instant now) => routes.Maintain(now);

    /// <summary>Lets the kernel know of routes that came and went; for the end of a turn.</summary>
    public void ApplyRoutes() => routes.Apply();

    /// <summary>Takes them back.</summary>
    public void RemoveRoutes(int slot) => routes.Remove(slot);

    /// <summary>
    /// Says whether the node's ordinary packets still come up the tap. What was said once is taken back as it was said: a link that went
    /// down has no interface any more when its nodes have left, and the same one when they come again.
    /// </summary>
    public void SetServed(int link, int node, bool served)
    {
        ref Place place = ref _served[node];
        if (place.InterfaceIndex != 0)
        {
            dataPath.SetServedNode(place.InterfaceIndex, place.Address, served: false);
            place = default;
        }

        int interfaceIndex = ports.InterfaceIndexOf(link);
        if (served && interfaceIndex != 0 && links.TryRead(node, out AccessNodeView view)
            && dataPath.SetServedNode(interfaceIndex, view.LinkLayerAddress, served: true) == DataPathStatus.Ok)
        {
            place = new Place(interfaceIndex, view.LinkLayerAddress);
        }
    }

    private readonly record struct Place(int InterfaceIndex, MacAddress Address);
}
