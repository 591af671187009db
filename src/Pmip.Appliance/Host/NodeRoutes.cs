using Pmip.Access;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Appliance.Host;

/// <summary>
/// The MAG's kernel routes to its nodes. Packets of users do not need them, the data path has its own table; the kernel needs
/// them to reach a node itself, with Packet Too Big, Time Exceeded and whatever else the slow path answers. It is asked at the end of a
/// turn, when the messages of the turn are on their way: whoever else changes interfaces may hold the kernel's lock for a while.
/// </summary>
internal sealed class NodeRoutes(RouteTable routes, NeighborTable neighbors, int capacity, RouteLeftovers? leftovers = null)
{
    private readonly Entry[] _entries = new Entry[capacity]; // what the kernel has
    private readonly Entry[] _wanted = new Entry[capacity];
    private readonly bool[] _isDue = new bool[capacity];
    private readonly int[] _due = new int[capacity];
    private int _dueCount;

    /// <summary>Requests that the kernel refused.</summary>
    public long Refused { get; private set; }

    /// <summary>When <see cref="Maintain"/> has something to do.</summary>
    public Instant NextDeadline(Instant now) => leftovers?.NextDeadline(now) ?? Instant.Never;

    /// <summary>Takes out a few routes of the process before that nobody wanted again.</summary>
    public void Maintain(Instant now) => leftovers?.Maintain(now);

    /// <summary>Makes the addresses of the connection in <paramref name="slot"/> reachable; a grant that is there already changes nothing.</summary>
    public void Add(int slot, int interfaceIndex, MacAddress node, in ConnectionGrant grant)
    {
        leftovers?.Claim(interfaceIndex, grant);
        _wanted[slot] = new Entry { InterfaceIndex = interfaceIndex, Node = node, Prefixes = grant.Prefixes, HomeAddress4 = grant.HomeAddress4 };
        MarkDue(slot);
    }

    /// <summary>Takes the routes of the connection in <paramref name="slot"/> out; nothing happens when there are none.</summary>
    public void Remove(int slot)
    {
        _wanted[slot] = default;
        MarkDue(slot);
    }

    /// <summary>Asks the kernel for what was added and removed; what goes goes first, since another slot may have the address by now.</summary>
    public void Apply()
    {
        for (int i = 0; i < _dueCount; i++)
        {
            if (!_entries[_due[i]].HasSameRoutes(_wanted[_due[i]]))
            {
                Delete(ref _entries[_due[i]]);
            }
        }

        for (int i = 0; i < _dueCount; i++)
        {
            int slot = _due[i];
            _isDue[slot] = false;
            if (!_entries[slot].HasSameRoutes(_wanted[slot]))
            {
                _entries[slot] = _wanted[slot];
                Install(_entries[slot]);
            }
        }

        _dueCount = 0;
    }

    private void MarkDue(int slot)
    {
        if (!_isDue[slot])
        {
            _isDue[slot] = true;
            _due[_dueCount++] = slot;
        }
    }

    private void Install(in Entry entry)
    {
        for (int i = 0; i < entry.Prefixes.Count; i++)
        {
            Note(routes.Replace(new Route(entry.Prefixes[i].Masked, entry.InterfaceIndex)));
        }

        if (entry.HasIpv4)
        {
            Note(routes.Replace(new Route(HostPrefix(entry.HomeAddress4), entry.InterfaceIndex)));
            Note(neighbors.SetPermanent(entry.InterfaceIndex, entry.HomeAddress4, entry.Node));
        }
    }

    private void Delete(ref Entry entry)
    {
        // With the interface its routes are gone too, so a refusal here is no news.
        for (int i = 0; i < entry.Prefixes.Count; i++)
        {
            routes.Delete(new Route(entry.Prefixes[i].Masked, entry.InterfaceIndex));
        }

        if (entry.HasIpv4)
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
        public MacAddress Node;
        public IpPrefixList Prefixes;
        public IpAddress HomeAddress4;

        public readonly bool HasIpv4 => HomeAddress4.IsIPv4 && !HomeAddress4.IsUnspecified;

        public readonly bool HasSameRoutes(in Entry other) =>
            InterfaceIndex == other.InterfaceIndex && Node == other.Node && HomeAddress4 == other.HomeAddress4 && Prefixes.SetEquals(other.Prefixes);
    }
}
