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

/// <summary>The verdicts of the programs for XDP.</summary>
internal enum XdpVerdict : uint
{
    Aborted,
    Dropped,
    LeftToTc,
    SentBack,
    Redirected,
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

    public static readonly MacAddress OwnMac = new(0x0200_0000_0A0A);
    public static readonly MacAddress RouterMac = new(0x0200_0000_0B0B);

    private readonly GreTables _tables;
    private readonly GrePrograms _programs;

    public ProgramBench(
        DataPathRoles role, bool acceptAny = false, IpPrefix[]? trusted = null, PoolRange[]? pools = null, DscpMap[]? maps = null, bool uniform = false,
        bool clampsMss = false, IpPrefix[]? sequenced = null)
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
            AddressPools = pools ?? [],
            DscpMaps = maps ?? [],
            TakesOuterDscp = uniform,
            ClampsMss = clampsMss,
            SequencedRemotes = sequenced ?? [],
            TrustedSources = trusted ?? [IpPrefix.Parse("2001:db8:f::/64"), IpPrefix.Parse("192.0.2.0/24")],
        };
        _tables = GreTables.TryOpen(Configuration, pins: null, out string problem)!;
        Assert.Equal("", problem);
        _programs = GrePrograms.TryLoad(_tables, out problem)!;
        Assert.Equal("", problem);
        _tables.WriteNode(Configuration, Loopback);
        _tables.Ports[Loopback] = new PortEntry { Interface = Loopback, Mtu = 65536 };
        NextHops = new NextHopTable(_tables, source: null);
        Slots = new SendSlots(_tables.ForeignAddresses, _tables.Division);
        Sessions = new SessionTable(_tables, NextHops, Slots, (1u << IndexBits) - 1) { SequencedRemotes = Configuration.SequencedRemotes };
    }

    public bool AtLma { get; }

    public DataPathConfiguration Configuration { get; }

    public NextHopTable NextHops { get; }

    public SendSlots Slots { get; }

    public SessionTable Sessions { get; }

    public GreTables Tables => _tables;

    public BpfMap ServedNodes => _tables.ServedNodes;

    public BpfProgram Decap => _programs.Decap;

    public BpfProgram EncapAccess => _programs.EncapAccess;

    public BpfProgram EncapService => _programs.EncapService;

    public BpfProgram EncapTunnel => _programs.EncapTunnel;

    public BpfProgram XdpAccess => _programs.XdpAccess;

    public BpfProgram XdpService => _programs.XdpService;

    public BpfProgram XdpTransport => _programs.XdpTransport;

    /// <summary>The same as <see cref="Encap"/> for XDP.</summary>
    public BpfProgram XdpEncap => AtLma ? XdpService : XdpAccess;

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
        Assert.True(NextHops.TryAcquire(session.LocalEndpoint, session.RemoteEndpoint, out int hop));
        NextHops.Set(hop, Loopback, session.RemoteEndpoint);
        return session;
    }

    /// <summary>Makes the loopback a port that takes packets from XDP programs, and the session's next hop one with link-layer addresses.</summary>
    public void PrepareXdp(in GreSession session, bool resolved = true, bool redirects = true)
    {
        _tables.Ports[Loopback] = new PortEntry { Interface = Loopback, Flags = redirects ? PortFlags.Redirect : PortFlags.None, Mtu = 65536 };
        Assert.True(_tables.RedirectPorts.Update(Loopback, Loopback).IsOk);
        Assert.True(NextHops.TryAcquire(session.LocalEndpoint, session.RemoteEndpoint, out int hop));
        NextHops.Set(hop, Loopback, session.RemoteEndpoint, OwnMac);
        NextHops.SetNeighbor(hop, resolved ? RouterMac : default);
    }

    public XdpVerdict RunXdp(BpfProgram program, byte[] frame, out byte[] result)
    {
        byte[] room = new byte[4096];
        LinuxStatus status = program.TestRun(frame, default, room, out int length, out uint verdict);
        Assert.True(status.IsOk, status.Message);
        result = room[..length];
        return (XdpVerdict)verdict;
    }

    /// <summary>The same as <see cref="Refuse"/> for XDP.</summary>
    public DropReason RefuseXdp(BpfProgram program, byte[] frame)
    {
        ulong[] before = ReadDrops();
        Assert.Equal(XdpVerdict.Dropped, RunXdp(program, frame, out _));
        return Moved(before, ReadDrops());
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
        return Moved(before, ReadDrops());
    }

    /// <summary>The one reason whose counter has moved, by one.</summary>
    public static DropReason Moved(ulong[] before, ulong[] after)
    {
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

    /// <summary>All counters of drops.</summary>
    public ulong[] ReadDrops()
    {
        ulong[] drops = new ulong[DropReasons.Count];
        for (int i = 0; i < drops.Length; i++)
        {
            drops[i] = _tables.DropCount((DropReason)i);
        }

        return drops;
    }
}
