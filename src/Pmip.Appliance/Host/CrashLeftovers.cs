using Pmip.Appliance.Logging;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Appliance.Host;

/// <summary>
/// What a MAG that crashed left in the kernel's tables: routes to its nodes and their neighbor entries. The nodes may be elsewhere by
/// now, or nowhere; those that are still here come by themselves.
/// </summary>
internal static class CrashLeftovers
{
    /// <summary>Takes it out; before the first node is served.</summary>
    public static void Remove(AccessPorts ports, LinkTable links, NetlinkChannel kernel, RoomEvents events)
    {
        RouteTable routes = new(kernel);
        NeighborTable neighbors = new(kernel);
        for (int link = 0; link < ports.Count; link++)
        {
            AccessLinkPaths paths = ports.PathsOf(link);
            if (links.TryGet(paths.Name, out LinkState state).IsOk)
            {
                Note(routes.DeleteLeftovers(state.Index, out _), paths, events);
                Note(neighbors.DeleteLeftovers(state.Index, out _), paths, events);
            }
        }
    }

    private static void Note(LinuxStatus status, AccessLinkPaths paths, RoomEvents events)
    {
        if (!status.IsOk)
        {
            events.Write(EventKind.KernelRefused, paths.Name, number: status.Errno);
        }
    }
}
