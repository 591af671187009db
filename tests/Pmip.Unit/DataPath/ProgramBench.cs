using System;
using System.Buffers.Binary;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>The verdicts of the programs.</summary>
internal enum Verdict : uint
{
    Dropped = 2,
    Redirected = 7,
    ToKernel = uint.MaxValue,
}

/// <summary>The product's programs and tables in the kernel, run on single packets. The interface is the loopback, index 1.</summary>
internal sealed class ProgramBench : IDisposable
{
    public const int IndexBits = 4;
    public const int Loopback = 1;
    public static readonly IpAddress Mag6 = IpAddress.Parse("2001:db8:f::11");
    public static readonly IpAddress Lma6 = IpAddress.Parse("2001:db8:f::1");
    public static readonly IpAddress Mag4 = IpAddress.Parse("192.0.2.11");
    public static readonly IpAddress Lma4 = IpAddress.Parse("192.0.2.1");
    public static readonly IpAddress Node6 = IpAddress.Parse("2001:db8:100:7:1::42");
    public static readonly IpAddress Node4 = IpAddress.Parse("10.45.0.9");
    public static readonly IpAddress Server6 = IpAddress.Parse("2001:db8:5::80");
    public static readonly IpAddress Server4 = IpAddress.Parse("198.51.100.80");
    public static readonly MacAddress NodeMac = new(0x0200_0000_0001);
    public static readonly MacAddress GatewayMac = MacAddress.FixedMag;

    private readonly GreTables _tables;
    private readonly GrePrograms _programs;

    public ProgramBench(DataPathRoles role, bool acceptAny = false, IpPrefix[]? trusted = null)
    {
        AtLma = role == DataPathRoles.Lma;
        Configuration = new DataPathConfiguration
        {
            Roles = role,
            IndexBits = IndexBits,
            SessionCapacity = 1 << IndexBits,
            LocalIpv6 = AtLma ? Lma6 : Mag6,
            LocalIpv4 = AtLma ? Lma4 : Mag4,
            AcceptAnySource = acceptAny,
            TrustedSources = trusted ?? [IpPrefix.Parse("2001:db8:f::/64"), IpPrefix.Parse("192.0.2.0/24")],
        };
        _tables = GreTables.TryOpen(Configuration, pins: null, out string problem)!;
        Assert.Equal("", problem);
        _programs = GrePrograms.TryLoad(_tables, out problem)!;
        Assert.Equal("", problem);
        Assert.True(_tables.WriteNode(Configuration, Loopback).IsOk);
        NextHops = new NextHopTable(_tables.NextHops, routes: null);
        Sessions = new SessionTable(_tables, NextHops, (1u << IndexBits) - 1);
    }

    public bool AtLma { get; }

    public DataPathConfiguration Configuration { get; }

    public NextHopTable NextHops { get; }

    public SessionTable Sessions { get; }

    public BpfMap ServedNodes => _tables.ServedNodes;

    public BpfProgram Decap => _programs.Decap;

    public BpfProgram EncapAccess => _programs.EncapAccess;

    public BpfProgram EncapService => _programs.EncapService;

    public BpfProgram EncapTunnel => _programs.EncapTunnel;

    public BpfProgram AccessTap => _programs.AccessTap;

    /// <summary>The program that takes packets from the node (MAG) or towards it (LMA).</summary>
    public BpfProgram Encap => AtLma ? EncapService : EncapAccess;

    /// <summary>A session over this transport with both payload families; keys say place 5.</summary>
    public GreSession Session(bool overIpv6, int index = 5)
    {
        IpPrefixList prefixes = default;
        prefixes.TryAdd(new IpPrefix(Node6, 64));
        return new GreSession
        {
            Index = index,
            Generation = 1,
            AtLma = AtLma,
            IsForwarding = true,
            LocalEndpoint = overIpv6 ? Configuration.LocalIpv6 : Configuration.LocalIpv4,
            RemoteEndpoint = overIpv6 ? (AtLma ? Mag6 : Lma6) : (AtLma ? Mag4 : Lma4),
            SendKey = new GreKey(0x5E4D_0001),
            ReceiveKey = new GreKey(0xA1B2_C300 | (uint)index),
            HomeNetworkPrefixes = prefixes,
            HomeAddress4 = Node4,
            AccessInterface = AtLma ? 0 : Loopback,
            NodeLinkLayerAddress = NodeMac,
            GatewayLinkLayerAddress = GatewayMac,
        };
    }

    /// <summary>Installs the session and makes its next hop resolved.</summary>
    public GreSession Install(GreSession session)
    {
        Assert.Equal(DataPathStatus.Ok, Sessions.Install(session));
        Assert.True(NextHops.TryAcquire(session.RemoteEndpoint, out int hop));
        NextHops.Set(hop, Loopback, session.RemoteEndpoint);
        return session;
    }

    public Verdict Run(BpfProgram program, byte[] frame, out byte[] result, int gsoSize = 0)
    {
        byte[] context = new byte[180];
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(176), gsoSize);
        byte[] room = new byte[4096];
        LinuxStatus status = program.TestRun(frame, gsoSize == 0 ? default : context, room, out int length, out uint verdict);
        Assert.True(status.IsOk, status.Message);
        result = room[..length];
        return (Verdict)verdict;
    }

    public Verdict Run(BpfProgram program, byte[] frame) => Run(program, frame, out _);

    public ulong DropCount(DropReason reason) => _tables.DropCount(reason);

    /// <summary>Runs the program and says why it dropped the packet: that reason's counter has moved by one, no other has.</summary>
    public DropReason Refuse(BpfProgram program, byte[] frame)
    {
        ulong[] before = ReadDrops();
        Assert.Equal(Verdict.Dropped, Run(program, frame));
        ulong[] after = ReadDrops();
        int moved = -1;
        for (int i = 0; i < before.Length; i++)
        {
            if (after[i] != before[i])
            {
                Assert.Equal(before[i] + 1, after[i]);
                Assert.Equal(-1, moved);
                moved = i;
            }
        }

        return (DropReason)moved;
    }

    public SessionCounters Counters(int index = 5)
    {
        Assert.True(Sessions.TryReadCounters(index, out SessionCounters counters));
        return counters;
    }

    public void Dispose()
    {
        _programs.Dispose();
        _tables.Dispose();
    }

    private ulong[] ReadDrops()
    {
        ulong[] drops = new ulong[DropReasons.Count];
        for (int i = 0; i < drops.Length; i++)
        {
            drops[i] = _tables.DropCount((DropReason)i);
        }

        return drops;
    }
}
