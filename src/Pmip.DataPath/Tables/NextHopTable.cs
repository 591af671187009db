using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Threading;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Tables;

/// <summary>
/// One entry for each remote end, however many sessions lead there: which interface and which router. The kernel says it once and
/// again when its routes change; link-layer addresses it resolves itself with each packet.
/// </summary>
internal sealed class NextHopTable
{
    private const uint FamilyIpv4 = 2;
    private const uint FamilyIpv6 = 10;

    private readonly BpfMappedArray<NextHopEntry> _entries;
    private readonly RouteTable? _routes;
    private readonly Slab _slots;
    private readonly HashIndex _byRemote;
    private readonly SipHash _hash;
    private readonly IpAddress[] _remote;
    private readonly int[] _uses;

    /// <summary>Makes the table. Without <paramref name="routes"/> nothing is looked up: for tests that set the entries.</summary>
    public NextHopTable(BpfMappedArray<NextHopEntry> entries, RouteTable? routes)
    {
        Span<byte> secret = stackalloc byte[16];
        RandomNumberGenerator.Fill(secret);
        _hash = new SipHash(BinaryPrimitives.ReadUInt64LittleEndian(secret), BinaryPrimitives.ReadUInt64LittleEndian(secret[8..]));
        _entries = entries;
        _routes = routes;
        _slots = new Slab(entries.Count);
        _byRemote = new HashIndex(entries.Count);
        _remote = new IpAddress[entries.Count];
        _uses = new int[entries.Count];
    }

    /// <summary>Number of remote ends without a route.</summary>
    public int UnresolvedCount { get; private set; }

    /// <summary>The entry for a remote end, made when it is new; each use needs a <see cref="Release"/>. False when the table is full.</summary>
    public bool TryAcquire(IpAddress remote, out int index)
    {
        ulong hash = _hash.Hash(remote.High, remote.Low);
        index = Find(remote, hash);
        if (index < 0)
        {
            if (!_slots.TryTake(out SlotId slot))
            {
                return false;
            }

            index = slot.Index;
            _remote[index] = remote;
            _byRemote.Add(hash, index);
            UnresolvedCount++;
            Resolve(index);
        }

        _uses[index]++;
        return true;
    }

    /// <summary>One use of an entry that was in the table before this process; false when it leads to another remote end.</summary>
    public bool TryAdopt(int index, IpAddress remote)
    {
        if ((uint)index >= (uint)_remote.Length || (_slots.IsTaken(index) && _remote[index] != remote))
        {
            return false;
        }

        if (!_slots.IsTaken(index))
        {
            _slots.Take(index);
            _remote[index] = remote;
            _byRemote.Add(_hash.Hash(remote.High, remote.Low), index);
            UnresolvedCount += _entries[index].Interface == 0 ? 1 : 0;
        }

        _uses[index]++;
        return true;
    }

    /// <summary>Ends one use.</summary>
    public void Release(int index)
    {
        if (--_uses[index] > 0)
        {
            return;
        }

        UnresolvedCount -= _entries[index].Interface == 0 ? 1 : 0;
        Volatile.Write(ref _entries[index].Interface, 0);
        _byRemote.Remove(_hash.Hash(_remote[index].High, _remote[index].Low), index);
        _slots.Release(_slots.IdOf(index));
    }

    /// <summary>Asks the kernel again for every remote end.</summary>
    public void ResolveAll()
    {
        for (int i = 0; i < _slots.Capacity; i++)
        {
            if (_slots.IsTaken(i))
            {
                Resolve(i);
            }
        }
    }

    private int Find(IpAddress remote, ulong hash)
    {
        for (int probe = _byRemote.First(hash); probe >= 0; probe = _byRemote.Next(probe, hash))
        {
            if (_remote[_byRemote.SlotAt(probe)] == remote)
            {
                return _byRemote.SlotAt(probe);
            }
        }

        return -1;
    }

    private void Resolve(int index)
    {
        if (_routes is null)
        {
            return;
        }

        bool found = _routes.TryLookup(_remote[index], out RouteLookup route).IsOk && !route.IsLocal;
        Set(index, found ? route.InterfaceIndex : 0, route.NextHop);
    }

    /// <summary>Writes an entry; unchanged entries are not touched, changed ones are closed while they change.</summary>
    internal void Set(int index, int interfaceIndex, IpAddress nextHop)
    {
        ref NextHopEntry entry = ref _entries[index];
        NextHopEntry wanted = new() { Interface = interfaceIndex, Family = nextHop.IsIPv4 ? FamilyIpv4 : FamilyIpv6 };
        wanted.Address = nextHop.IsIPv4 ? new AddressEntry(NetworkOrder.Of(nextHop.IPv4), 0) : AddressEntry.From(nextHop);
        if (entry.Interface == wanted.Interface && entry.Family == wanted.Family && entry.Address == wanted.Address)
        {
            return;
        }

        UnresolvedCount += (interfaceIndex == 0 ? 1 : 0) - (entry.Interface == 0 ? 1 : 0);
        Volatile.Write(ref entry.Interface, 0);
        entry.Family = wanted.Family;
        entry.Address = wanted.Address;
        Volatile.Write(ref entry.Interface, wanted.Interface);
    }
}
