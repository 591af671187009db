using System;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;

namespace Pmip.Bench.DataPath;

/// <summary>The product's tables with so many sessions of an LMA, each with a prefix and an IPv4 address of a pool.</summary>
internal sealed class BenchTables : IDisposable
{
    public const int Loopback = 1;
    private const uint FirstKey = 0x5A00_0000;
    private const int IndexBits = 20;
    public static readonly IpAddress Local = IpAddress.Parse("2001:db8:f::1");
    public static readonly IpAddress Remote = IpAddress.Parse("2001:db8:f::11");
    private static readonly IpPrefix s_pool6 = IpPrefix.Parse("2001:db8:a000::/36");
    private static readonly IpPrefix s_pool4 = IpPrefix.Parse("10.0.0.0/8");
    private static readonly MacAddress s_mac = new(0x0200_0000_0B0B);

    public BenchTables(int sessions)
    {
        Count = sessions;
        DataPathConfiguration configuration = new()
        {
            Roles = DataPathRoles.Lma | DataPathRoles.Mag,
            IndexBits = IndexBits,
            SessionCapacity = sessions,
            LocalIpv6 = Local,
            AddressPools = [new PoolRange(s_pool6, sessions), new PoolRange(s_pool4, sessions)],
            TrustedSources = [new IpPrefix(Remote, 128)],
        };
        Tables = GreTables.TryOpen(configuration, pins: null, out string problem) ?? throw new InvalidOperationException(problem);
        Tables.WriteNode(configuration, Loopback);
        Tables.Ports[Loopback] = new PortEntry { Interface = Loopback, Flags = PortFlags.Redirect, Mtu = 65536 };
        if (!Tables.RedirectPorts.Update(Loopback, Loopback).IsOk)
        {
            throw new InvalidOperationException("the loopback takes no packets");
        }

        NextHops = new NextHopTable(Tables, source: null);
        Sessions = new SessionTable(Tables, NextHops, new SendSlots(Tables.ForeignAddresses, Tables.Division), (1u << IndexBits) - 1);
        NextHops.TryAcquire(Local, Remote, out int hop);
        NextHops.Set(hop, Loopback, Remote, s_mac);
        NextHops.SetNeighbor(hop, s_mac);
    }

    public int Count { get; }

    public GreTables Tables { get; }

    public NextHopTable NextHops { get; }

    public SessionTable Sessions { get; }

    public BenchSettings Settings => new()
    {
        Mask = (uint)Count - 1,
        FirstAddress4 = s_pool4.Address.IPv4,
        FirstPrefix = s_pool6.Address.High,
        FirstKey = FirstKey,
        Local = AddressEntry.From(Local),
    };

    public static GreSession SessionOf(int index)
    {
        GreSession session = new()
        {
            Index = index,
            Generation = 1,
            AtLma = true,
            IsForwarding = true,
            LocalEndpoint = Local,
            RemoteEndpoint = Remote,
            SendKey = new GreKey(0x0100_0000 + (uint)index),
            ReceiveKey = new GreKey(FirstKey + (uint)index),
            HomeAddress4 = IpAddress.FromIPv4(s_pool4.Address.IPv4 + (uint)index),
        };
        session.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(s_pool6.Address.High + (ulong)index, 0), 64));
        return session;
    }

    /// <summary>Installs all of them.</summary>
    public void Fill()
    {
        for (int i = 0; i < Count; i++)
        {
            Require(Sessions.Install(SessionOf(i)));
        }
    }

    /// <summary>What arrives is a MAG's from now on: the outer source is the session's LMA, the inner packet goes to the node.</summary>
    public void BecomeMag()
    {
        for (int i = 0; i < Count; i++)
        {
            ref ReceiveEntry entry = ref Tables.Receive[i];
            entry.Interface = Loopback;
            entry.NodeMac = MacEntry.From(s_mac);
            entry.GatewayMac = MacEntry.From(s_mac);
            entry.State &= ~SessionState.AtLma;
        }
    }

    /// <summary>Packets that the entries have counted, both ways.</summary>
    public ulong CountPackets()
    {
        ulong packets = 0;
        for (int i = 0; i < Count; i++)
        {
            packets += Tables.Receive[i].Packets;
        }

        for (int i = 0; i < Tables.Division.PoolEntries; i++)
        {
            packets += Tables.Send[i].Packets;
        }

        return packets;
    }

    public static void Require(DataPathStatus status)
    {
        if (status != DataPathStatus.Ok)
        {
            throw new InvalidOperationException($"a session is refused: {status}");
        }
    }

    public void Dispose() => Tables.Dispose();
}
