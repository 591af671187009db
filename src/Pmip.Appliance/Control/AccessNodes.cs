using System.Collections.Generic;
using System.Numerics;
using System.Text;
using Pmip.Access;

namespace Pmip.Appliance.Control;

/// <summary>The nodes of the access links for the console.</summary>
/// <param name="links">The access side.</param>
/// <param name="interfaces">Names of the interfaces, by link.</param>
internal sealed class AccessNodes(AccessLinks links, IReadOnlyList<string> interfaces) : INodeSource
{
    private readonly byte[][] _interfaces = NamesOf(interfaces);

    public int Capacity => links.Capacity;

    public bool TryRead(int slot, out NodeRow row)
    {
        if (!links.TryRead(slot, out AccessNodeView view))
        {
            row = default;
            return false;
        }

        row = new NodeRow
        {
            State = EnumText<AccessNodeState>.Of(view.State),
            Interface = _interfaces[view.Link],
            LinkLayerAddress = view.LinkLayerAddress,
            LinkLocalAddress = view.LinkLocalAddress,
            ConnectionsUp = BitOperations.PopCount(view.ConnectionsUp),
            ConnectionsPending = BitOperations.PopCount(view.ConnectionsPending),
            ProbesUnanswered = view.ProbesUnanswered,
            LastHeard = view.LastHeard,
        };
        return true;
    }

    private static byte[][] NamesOf(IReadOnlyList<string> interfaces)
    {
        byte[][] names = new byte[interfaces.Count][];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetBytes(interfaces[i]);
        }

        return names;
    }
}
