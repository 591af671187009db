using System.Threading;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;

namespace Pmip.DataPath.Tables;

/// <summary>
/// One entry for each pair of ends, however many sessions lead there: which interface, which router, and the link-layer addresses of
/// both. The kernel says it once and again when its routes or neighbours change. An entry that was given back is the last to be taken
/// again, so that no program still looks at it.
/// </summary>
internal sealed partial class NextHopTable
{
    private const uint FamilyIpv4 = 2;
    private const uint FamilyIpv6 = 10;

    private readonly GreTables _tables;
    private readonly NextHopSource? _source;
    private readonly HashIndex _byEnds;
    private readonly HashIndex _byRouter;
    private readonly SipHash _hash;
    private readonly IpAddress[] _local;
    private readonly IpAddress[] _remote;
    private readonly IpAddress[] _router;
    private readonly int[] _uses;
    private readonly int[] _free;
    private int _head;
    private int _freeCount;

    /// <summary>Makes the table. Without <paramref name="source"/> nothing is looked up: for tests that set the entries.</summary>
    public NextHopTable(GreTables tables, NextHopSource? source)
    {
        _hash = KernelRandom.DrawHash();
        _tables = tables;
        _source = source;
        int count = tables.NextHops.Count;
        _byEnds = new HashIndex(count);
        _byRouter = new HashIndex(count);
        _local = new IpAddress[count];
        _remote = new IpAddress[count];
        _router = new IpAddress[count];
        _uses = new int[count];
        _free = new int[count];
        _routeMtu = new int[count];
        _learntMtu = new int[count];
        _believedUntil = new Instant[count];
        _freeCount = count;
        for (int i = 0; i < count; i++)
        {
            _free[i] = i;
        }
    }

    /// <summary>Number of pairs of ends without a route.</summary>
    public int UnresolvedCount { get; private set; }

    /// <summary>True when <see cref="KeepAlive"/> is needed from time to time.</summary>
    public bool NeedsProbes => Count > 0 && _source is { KeepsAlive: false };

    /// <summary>Entries in use.</summary>
    public int Count => _free.Length - _freeCount;

    /// <summary>The entry for a pair of ends, made when it is new; each use needs a <see cref="Release"/>. False when the table is full.</summary>
    public bool TryAcquire(IpAddress local, IpAddress remote, out int index)
    {
        ulong hash = HashOf(local, remote);
        index = Find(local, remote, hash);
        if (index < 0)
        {
            if (_freeCount == 0)
            {
                return false;
            }

            index = _free[_head];
            _head = (_head + 1) % _free.Length;
            _freeCount--;
            _local[index] = local;
            _remote[index] = remote;
            _router[index] = default;
            _byEnds.Add(hash, index);
            ref NextHopEntry entry = ref _tables.NextHops[index];
            entry = new NextHopEntry { Local = AddressEntry.From(local), Remote = AddressEntry.From(remote) };
            entry.Flags = _tables.IsTrusted(remote) ? NextHopFlags.Trusted : NextHopFlags.None;
            UnresolvedCount++;
            ForgetPath(index);

            // Without it the fragments of this remote end are dropped, no more.
            _ = _tables.RemoteEnds.Update(AddressEntry.From(remote), index);
            Resolve(index);
        }

        _uses[index]++;
        return true;
    }

    /// <summary>One use of an entry that was in the table before this process; false when there is no such entry.</summary>
    public bool TryAdopt(int index)
    {
        if ((uint)index >= (uint)_uses.Length)
        {
            return false;
        }

        if (_uses[index] == 0)
        {
            ref NextHopEntry entry = ref _tables.NextHops[index];
            IpAddress local = entry.Local.ToAddress();
            IpAddress remote = entry.Remote.ToAddress();
            ulong hash = HashOf(local, remote);
            if (remote.IsUnspecified || Find(local, remote, hash) >= 0)
            {
                return false;
            }

            _local[index] = local;
            _remote[index] = remote;
            _byEnds.Add(hash, index);
            UnresolvedCount += entry.Interface == 0 ? 1 : 0;
            IpAddress router = entry.Family == FamilyIpv4
                ? IpAddress.FromIPv4(NetworkOrder.Of(unchecked((uint)entry.Address.First)))
                : entry.Address.ToAddress();
            SetRouter(index, entry.Interface == 0 ? default : router);
        }

        _uses[index]++;
        return true;
    }

    /// <summary>The ends of an entry in use.</summary>
    public (IpAddress Local, IpAddress Remote) EndsOf(int index) => (_local[index], _remote[index]);

    /// <summary>All that was to be adopted is: the others are free.</summary>
    public void EndAdoption()
    {
        (_head, _freeCount) = (0, 0);
        for (int i = 0; i < _uses.Length; i++)
        {
            if (_uses[i] == 0)
            {
                _free[_freeCount++] = i;
            }
        }
    }

    /// <summary>Ends one use.</summary>
    public void Release(int index)
    {
        if (--_uses[index] > 0)
        {
            return;
        }

        ref NextHopEntry entry = ref _tables.NextHops[index];
        UnresolvedCount -= entry.Interface == 0 ? 1 : 0;
        Volatile.Write(ref entry.Interface, 0);
        SetRouter(index, default);
        _byEnds.Remove(HashOf(_local[index], _remote[index]), index);
        _ = _tables.RemoteEnds.Delete(AddressEntry.From(_remote[index]));
        ForgetPath(index);
        _free[(_head + _freeCount) % _free.Length] = index;
        _freeCount++;
    }

    /// <summary>True when the entry in use is of this pair of ends.</summary>
    public bool IsFor(int index, IpAddress local, IpAddress remote) => _uses[index] > 0 && _local[index] == local && _remote[index] == remote;

    /// <summary>Asks the kernel again for every pair of ends.</summary>
    public void ResolveAll()
    {
        for (int i = 0; i < _uses.Length && Count > 0; i++)
        {
            if (_uses[i] > 0)
            {
                Resolve(i);
            }
        }
    }

    /// <summary>Looks again who is trusted.</summary>
    public void TrustChanged()
    {
        for (int i = 0; i < _uses.Length && Count > 0; i++)
        {
            if (_uses[i] > 0)
            {
                _tables.NextHops[i].Flags = _tables.IsTrusted(_remote[i]) ? NextHopFlags.Trusted : NextHopFlags.None;
            }
        }
    }

    /// <summary>A neighbour has this link-layer address now, or cannot be reached at present (zero).</summary>
    public void NeighborChanged(int interfaceIndex, IpAddress neighbor, MacAddress linkLayer)
    {
        ulong hash = _hash.Hash(neighbor.High, neighbor.Low);
        for (int probe = _byRouter.First(hash); probe >= 0; probe = _byRouter.Next(probe, hash))
        {
            int index = _byRouter.SlotAt(probe);
            if (_router[index] == neighbor && _tables.NextHops[index].Interface == interfaceIndex)
            {
                SetNeighbor(index, linkLayer);
            }
        }
    }

    /// <summary>Makes the kernel look whether its neighbours are still there, where it does not do so by itself.</summary>
    public void KeepAlive()
    {
        for (int i = 0; i < _uses.Length && Count > 0; i++)
        {
            if (_uses[i] > 0 && _tables.NextHops[i].Interface != 0)
            {
                _source?.Probe(_tables.NextHops[i].Interface, _router[i]);
            }
        }
    }

    /// <summary>Writes an entry; unchanged entries are not touched, changed ones are closed while they change.</summary>
    internal void Set(int index, int interfaceIndex, IpAddress nextHop, MacAddress own = default, int mtu = 0)
    {
        ref NextHopEntry entry = ref _tables.NextHops[index];
        NextHopEntry wanted = new() { Interface = interfaceIndex, Family = nextHop.IsIPv4 ? FamilyIpv4 : FamilyIpv6 };
        wanted.Address = nextHop.IsIPv4 ? new AddressEntry(NetworkOrder.Of(nextHop.IPv4), 0) : AddressEntry.From(nextHop);
        SetRouteMtu(index, mtu);
        if (entry.Interface == wanted.Interface && entry.Family == wanted.Family && entry.Address == wanted.Address)
        {
            Volatile.Write(ref entry.SourceMac, MacEntry.Word(own));
            return;
        }

        UnresolvedCount += (interfaceIndex == 0 ? 1 : 0) - (entry.Interface == 0 ? 1 : 0);
        Volatile.Write(ref entry.Interface, 0);
        Volatile.Write(ref entry.DestinationMac, 0);
        entry.Family = wanted.Family;
        entry.Address = wanted.Address;
        entry.SourceMac = MacEntry.Word(own);
        SetRouter(index, interfaceIndex == 0 ? default : nextHop);
        Volatile.Write(ref entry.Interface, wanted.Interface);
    }

    /// <summary>Writes the link-layer address of the router; zero when it is not known.</summary>
    internal void SetNeighbor(int index, MacAddress linkLayer)
    {
        ulong word = linkLayer == default ? 0 : MacEntry.Word(linkLayer) | NextHopEntry.Resolved;
        Volatile.Write(ref _tables.NextHops[index].DestinationMac, word);
    }

    private void SetRouter(int index, IpAddress router)
    {
        if (_router[index] != default)
        {
            _byRouter.Remove(_hash.Hash(_router[index].High, _router[index].Low), index);
        }

        _router[index] = router;
        if (router != default)
        {
            _byRouter.Add(_hash.Hash(router.High, router.Low), index);
        }
    }

    private int Find(IpAddress local, IpAddress remote, ulong hash)
    {
        for (int probe = _byEnds.First(hash); probe >= 0; probe = _byEnds.Next(probe, hash))
        {
            int index = _byEnds.SlotAt(probe);
            if (_remote[index] == remote && _local[index] == local)
            {
                return index;
            }
        }

        return -1;
    }

    // Sessions of one node have one or two local addresses: the remote one spreads.
    private ulong HashOf(IpAddress local, IpAddress remote) => _hash.Hash(remote.High ^ local.High, remote.Low ^ local.Low);

    private void Resolve(int index)
    {
        if (_source is not null)
        {
            NextHopAnswer answer = _source.Ask(_remote[index]);
            Set(index, answer.Interface, answer.Router, answer.Own, answer.Mtu);
            SetNeighbor(index, answer.Neighbor);
        }
    }
}
