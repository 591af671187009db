using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>Nodes that were served before a restart of the process.</summary>
public sealed partial class AccessLinks
{
    /// <summary>
    /// Brings back a node with a connection that it had: it is as if the node had just arrived and the connection were on its way, so a
    /// <see cref="ConnectionUp"/> follows. Gives the node's number, or -1: its link or its profile is not there any more, its profile has
    /// no such connection, or there is no room.
    /// </summary>
    public int Restore(int link, MacAddress address, int connection, IpAddress linkLocal, Instant now)
    {
        if (link < 0 || link >= _links.Length || !_links[link].IsUsed || address.IsZero || address.IsMulticast
            || connection is < 0 or >= ConnectionsPerNodeMax)
        {
            return -1;
        }

        int node = FindNode(address, link);
        node = node < 0 ? Restore(link, address, now) : node;
        if (node < 0 || (MissingConnections(node) & Bit(connection)) == 0)
        {
            return -1;
        }

        _nodes[node].Pending |= Bit(connection);
        _nodes[node].LinkLocal = linkLocal.IsLinkLocal ? linkLocal : _nodes[node].LinkLocal;
        return node;
    }

    private int Restore(int link, MacAddress address, Instant now)
    {
        int profile = ProfileFor(address);
        if (profile < 0 || !_slots.TryTake(out SlotId id))
        {
            return -1;
        }

        int node = id.Index;
        _nodes[node] = new AccessNode
        {
            Address = address,
            Link = link,
            Profile = profile,
            State = AccessNodeState.Registering,
            Trigger = AttachTrigger.Retry,
            LastHeard = now,
            BackOff = _configuration.RetryAfter,
            LinkLocal = IpAddress.Unspecified,
            Global = IpAddress.Unspecified,
        };
        _index.Add(_hash.Hash(address.Value, (ulong)link), node);
        _nodesOfLink.Append(link, node);
        return node;
    }
}
