using System;
using System.Numerics;
using Pmip.Access;
using Pmip.Appliance.Control;

namespace Pmip.Appliance.Host;

/// <summary>The nodes on the access links for the console.</summary>
internal sealed class AccessNodes(AccessLinks links, AccessPorts ports) : INodeSource
{
    /// <inheritdoc/>
    public int Capacity => links.Capacity;

    /// <inheritdoc/>
    public bool TryRead(int slot, out NodeRow row)
    {
        row = default;
        if (!links.TryRead(slot, out AccessNodeView view))
        {
            return false;
        }

        row = new NodeRow
        {
            State = EnumText<AccessNodeState>.Of(view.State),
            Interface = ports.PathsOf(view.Link).Name,
            LinkLayerAddress = view.LinkLayerAddress,
            LinkLocalAddress = view.LinkLocalAddress,
            ConnectionsUp = BitOperations.PopCount(view.ConnectionsUp),
            ConnectionsPending = BitOperations.PopCount(view.ConnectionsPending),
            ProbesUnanswered = view.ProbesUnanswered,
            LastHeard = view.LastHeard,
        };
        return true;
    }
}
