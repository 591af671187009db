using Pmip.Access;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Appliance.Host;

/// <summary>
/// The MAG's kernel routes to its nodes. Packets of users do not need them, the data path has its own table; the kernel needs
/// them to reach a node itself, with Packet Too Big, Time Exceeded and whatever else the slow path answers.
/// </summary>
internal sealed class NodeRoutes(RouteTable routes, NeighborTable neighbors, int capacity, RouteLeftovers? leftovers = null)
{
    private readonly Entry[] _entries = new Entry[capacity];

    /// <summary>Requests that the kernel refused.</summary>
    public long Refused { get; private set; }

    /// <summary>When <see cref="Maintain"/> has something to do.</summary>
    public Instant NextDeadline(Instant now) => leftovers?.NextDeadline(now) ?? Instant.Never;

    /// <summary>Takes out a few routes of the process before that nobody wanted again.</summary>
    public void Maintain(Instant now) => leftovers?.Maintain(now);

    /// <summary>Makes the addresses of the connection in <paramref name="slot"/> reachable; a grant that is there already changes nothing.</summary>
    public void Add(int slot, int interfaceIndex, MacAddress node, in ConnectionGrant grant)
    {
        ref Entry entry = ref _entries[slot];
        if (entry.InterfaceIndex == interfaceIndex && entry.HomeAddress4 == grant.HomeAddress4 && entry.Prefixes.SetEquals(grant.Prefixes))
        {
            return;
        }

        Remove(slot);
        entry.InterfaceIndex = interfaceIndex;
        entry.Prefixes = grant.Prefixes;
        entry.HomeAddress4 = grant.HomeAddress4;
        leftovers?.Claim(interfaceIndex, grant);
        for (int i = 0; i < entry.Prefixes.Count; i++)
        {
            Note(routes.Replace(new Route(entry.Prefixes[i].Masked, interfaceIndex)));
        }

        if (grant.HasIpv4)
        {
            Note(routes.Replace(new Route(HostPrefix(grant.HomeAddress4), interfaceIndex)));
            Note(neighbors.SetPermanent(interfaceIndex, grant.HomeAddress4, node));
        }
    }

    /// <summary>Takes the routes of the connection in <paramref name="slot"/> out; nothing happens when there are none.</summary>
    public void Remove(int slot)
    {
        ref Entry entry = ref _entries[slot];
        if (entry.InterfaceIndex == 0)
        {
            return;
        }

        // With the interface its routes are gone too, so a refusal here is no news.
        for (int i = 0; i < entry.Prefixes.Count; i++)
        {
            routes.Delete(new Route(entry.Prefixes[i].Masked, entry.InterfaceIndex));
        }

        if (entry.HomeAddress4.IsIPv4 && !entry.HomeAddress4.IsUnspecified)
        {
            routes.Delete(new Route(HostPrefix(entry.HomeAddress4), entry.InterfaceIndex));
            neighbors.Delete(entry.InterfaceIndex, entry.HomeAddress4);
        }

        entry = default;
    }

    private static IpPrefix HostPrefix(IpAddress address)
    {
        Invariant.Require(address.IsIPv4);
        return new IpPrefix(address, 32);
    }

    private void Note(LinuxStatus status) => Refused += status.IsOk ? 0 : 1;

    private struct Entry
    {
        public int InterfaceIndex;
        public IpPrefixList Prefixes;
        public IpAddress HomeAddress4;
    }
}
