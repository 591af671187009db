using System;
using System.Runtime.InteropServices;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.Tables;

/// <summary>How <c>send_sessions</c> is divided: the pools one after the other, then the entries of foreign addresses. Fixed at start.</summary>
internal sealed class SendDivision
{
    private const int ForeignMin = 64;

    private readonly PoolEntry[] _pools4;
    private readonly PoolEntry[] _pools6;

    public SendDivision(DataPathConfiguration configuration)
    {
        _pools6 = Divide(configuration, ipv4: false, 0, out int next);
        _pools4 = Divide(configuration, ipv4: true, next, out next);
        PoolEntries = next;
        ForeignEntries = Math.Max(ForeignMin, configuration.ForeignAddresses);
    }

    private SendDivision(PoolEntry[] pools6, PoolEntry[] pools4, int poolEntries, int foreignEntries)
    {
        _pools6 = pools6;
        _pools4 = pools4;
        PoolEntries = poolEntries;
        ForeignEntries = foreignEntries;
    }

    /// <summary>How the programs were told that a table of so many entries is divided; null when that cannot be.</summary>
    public static SendDivision? TryRead(in NodeEntry node, int entries)
    {
        PoolEntry[] pools6 = Read(node.Pools6);
        PoolEntry[] pools4 = Read(node.Pools4);
        long next = 0;
        foreach (PoolEntry pool in (PoolEntry[])[.. pools6, .. pools4])
        {
            if (pool.Entry != next)
            {
                return null;
            }

            next += pool.Count;
        }

        return next < entries ? new SendDivision(pools6, pools4, (int)next, (int)(entries - next)) : null;
    }

    /// <summary>True when each address has the same place.</summary>
    public bool IsSame(SendDivision other) => ForeignEntries == other.ForeignEntries
        && MemoryMarshal.AsBytes<PoolEntry>(_pools4).SequenceEqual(MemoryMarshal.AsBytes<PoolEntry>(other._pools4))
        && MemoryMarshal.AsBytes<PoolEntry>(_pools6).SequenceEqual(MemoryMarshal.AsBytes<PoolEntry>(other._pools6));

    /// <summary>Entries of pools.</summary>
    public int PoolEntries { get; }

    /// <summary>Entries for other addresses.</summary>
    public int ForeignEntries { get; }

    /// <summary>All of them.</summary>
    public int Entries => PoolEntries + ForeignEntries;

    /// <summary>Tells the programs.</summary>
    public void WriteTo(ref NodeEntry node)
    {
        for (int i = 0; i < SendSlots.PoolsMax; i++)
        {
            node.Pools6[i] = i < _pools6.Length ? _pools6[i] : default;
            node.Pools4[i] = i < _pools4.Length ? _pools4[i] : default;
        }
    }

    /// <summary>The place of an address of a pool, or -1.</summary>
    public int PlaceOf(NodeAddress address)
    {
        ulong number = address.Number;
        foreach (ref readonly PoolEntry pool in (address.IsIpv4 ? _pools4 : _pools6).AsSpan())
        {
            ulong offset = unchecked(number - pool.First);
            if (offset < pool.Count)
            {
                return (int)(pool.Entry + offset);
            }
        }

        return -1;
    }

    private static PoolEntry[] Read(in NodeEntry.PoolEntries pools)
    {
        int count = 0;
        while (count < SendSlots.PoolsMax && pools[count].Count > 0)
        {
            count++;
        }

        return ((ReadOnlySpan<PoolEntry>)pools)[..count].ToArray();
    }

    // The largest pools first: what does not find a place is searched for.
    private static PoolEntry[] Divide(DataPathConfiguration configuration, bool ipv4, int next, out int end)
    {
        PoolRange[] pools = Array.FindAll(configuration.AddressPools, pool => pool.Range.Address.IsIPv4 == ipv4 && pool.Count > 0);
        Array.Sort(pools, static (a, b) => b.Count.CompareTo(a.Count));
        PoolEntry[] entries = new PoolEntry[Math.Min(pools.Length, SendSlots.PoolsMax)];
        for (int i = 0; i < entries.Length; i++)
        {
            IpAddress first = pools[i].Range.Masked.Address;
            int count = Math.Min(pools[i].Count, PoolRange.SizeOf(pools[i].Range));
            entries[i] = new PoolEntry { First = ipv4 ? first.IPv4 : first.High, Count = (uint)count, Entry = (uint)next };
            next += count;
        }

        end = next;
        return entries;
    }
}
