using System;
using System.Collections.Generic;
using System.Threading;
using Pmip.DataPath.Pinning;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Bpf;

namespace Pmip.DataPath.Tables;

/// <summary>The tables of <c>bpf/tables.h</c> in the sizes of the configuration.</summary>
internal sealed unsafe partial class GreTables : IDisposable
{
    /// <summary>More remote ends than sessions are not needed, more than this are not expected.</summary>
    public const int NextHopsMax = 4096;

    /// <summary>Outer sources that can be trusted at once.</summary>
    public const int TrustedSourcesMax = 1024;

    /// <summary>Interfaces with a place in <see cref="Ports"/>: <c>PORTS_MAX</c>.</summary>
    public const int PortsMax = 1024;

    private const int RoutesMax = 4096;
    private const int BudgetCount = 2; // BUDGETS
    private const int ServedNodesMin = 1024;

    private readonly Dictionary<string, BpfMap> _byName = [];
    private readonly ulong[] _perCpu = new ulong[PossibleProcessors.Count];

    private GreTables(SendDivision division)
    {
        Division = division;
    }

    /// <summary>Addresses in no pool -> entry of <see cref="Send"/>.</summary>
    public BpfMap ForeignAddresses => _byName["foreign_addresses"];

    public BpfMap ForeignKeys => _byName["foreign_keys"];

    /// <summary>Remote ends of all sessions -> entry of <see cref="NextHops"/>.</summary>
    public BpfMap RemoteEnds => _byName["remote_ends"];

    public BpfMap ServedNodes => _byName["served_nodes"];

    /// <summary>Interfaces that XDP programs can give packets to.</summary>
    public BpfMap RedirectPorts => _byName["redirect_ports"];

    /// <summary>Processors that the program of a transport interface can give packets to.</summary>
    public BpfMap Processors => _byName["processors"];

    /// <summary>Up to when what went to the process has been paid.</summary>
    public BpfMap Budgets => _byName["budgets"];

    /// <summary>How <see cref="Send"/> is divided.</summary>
    public SendDivision Division { get; }

    /// <summary>What arrives, shared with the programs.</summary>
    public BpfMappedArray<ReceiveEntry> Receive { get; private set; } = null!;

    /// <summary>What leaves, shared with the programs.</summary>
    public BpfMappedArray<SendEntry> Send { get; private set; } = null!;

    /// <summary>Interfaces by the low bits of their numbers, shared with the programs.</summary>
    public BpfMappedArray<PortEntry> Ports { get; private set; } = null!;

    /// <summary>This node: one entry, shared with the programs.</summary>
    public BpfMappedArray<NodeEntry> Node { get; private set; } = null!;

    /// <summary>Outer DSCP by inner one, shared with the programs; none in tables of an older layout.</summary>
    public BpfMappedArray<DscpMapEntry>? DscpMaps { get; private set; }

    /// <summary>The next hops, shared with the programs.</summary>
    public BpfMappedArray<NextHopEntry> NextHops { get; private set; } = null!;

    /// <summary>
    /// Opens the tables that <paramref name="pins"/> keeps when they are of this layout and of these sizes, else makes new ones there; null, and
    /// in <paramref name="problem"/> which one, when the kernel refuses.
    /// </summary>
    public static GreTables? TryOpen(DataPathConfiguration configuration, PinFolder? pins, out string problem)
    {
        SendDivision division = new(configuration);
        BpfMapShape[] shapes = ShapesOf(configuration, division);
        problem = "";
        GreTables? tables = pins is null ? null : TryAdopt(pins, shapes, (1u << configuration.IndexBits) - 1, division);
        tables ??= TryMake(shapes, pins, division, out problem);
        if (tables?.Trust(configuration.TrustedSources) is string refusal)
        {
            problem = refusal;
            tables.Dispose();
            return null;
        }

        return tables;
    }

    /// <summary>File descriptor of the table of this name, for the programs that refer to it.</summary>
    public int DescriptorOf(string name) => _byName[name].Descriptor;

    /// <summary>Writes what the programs know of this node.</summary>
    public void WriteNode(DataPathConfiguration configuration, int tunnelInterface, int spreadProcessors = 0)
    {
        ref NodeEntry node = ref Node[0];
        node.Roles = (uint)configuration.Roles;
        node.IndexMask = (1u << configuration.IndexBits) - 1;
        node.Local6 = AddressEntry.From(configuration.LocalIpv6);
        node.Local4 = AddressEntry.From(configuration.LocalIpv4);
        node.TunnelInterface = tunnelInterface;
        node.TransportMtu = configuration.TransportMtu;
        node.LayoutVersion = Layout;
        node.Processors = (uint)spreadProcessors;
        node.Flags = (configuration.AcceptAnySource ? NodeFlags.AcceptAnySource : 0)
            | (configuration.ServiceForwarding == ServiceForwarding.Direct ? NodeFlags.ForwardDirectly : 0)
            | (spreadProcessors > 0 ? NodeFlags.Spread : 0)
            | (configuration.TakesOuterDscp ? NodeFlags.Uniform : 0)
            | (configuration.ClampsMss ? NodeFlags.ClampMss : 0)
            | (node.Flags & NodeFlags.Mirror);
        WriteDscpMaps(configuration.DscpMaps);
        Division.WriteTo(ref node);
    }

    /// <summary>Says whether XDP leaves every packet to tc.</summary>
    public void SetMirror(bool isOn) => Node[0].Flags = (Node[0].Flags & ~NodeFlags.Mirror) | (isOn ? NodeFlags.Mirror : 0);

    /// <summary>What the programs have learnt of routes and neighbours holds no more.</summary>
    public void ForgetRoutes() => Volatile.Write(ref Node[0].RouteGeneration, unchecked(Node[0].RouteGeneration + 1));

    /// <summary>True when packets from this address are taken.</summary>
    public bool IsTrusted(IpAddress source) =>
        _byName["trusted_sources"].Lookup(new SourceKey(new IpPrefix(source, (byte)(source.IsIPv4 ? 32 : 128))), out int _).IsOk;

    /// <summary>Takes packets from this source, or takes them no more.</summary>
    public LinuxStatus SetTrusted(IpPrefix source, bool isTrusted) => isTrusted
        ? _byName["trusted_sources"].Update(new SourceKey(source), 1)
        : _byName["trusted_sources"].Delete(new SourceKey(source));

    /// <summary>Packets dropped for this reason on all processors.</summary>
    public ulong DropCount(DropReason reason)
    {
        LinuxStatus status = _byName["drops"].LookupPerCpu((uint)reason, _perCpu);
        Invariant.Require(status.IsOk);
        ulong sum = 0;
        foreach (ulong packets in _perCpu)
        {
            sum += packets;
        }

        return sum;
    }

    public void Dispose()
    {
        Receive?.Dispose();
        Send?.Dispose();
        DscpMaps?.Dispose();
        NextHops?.Dispose();
        Node?.Dispose();
        Ports?.Dispose();
        foreach (BpfMap map in _byName.Values)
        {
            map.Dispose();
        }
    }

    /// <summary>Names, types and sizes of all tables.</summary>
    public static BpfMapShape[] ShapesOf(DataPathConfiguration configuration, SendDivision division)
    {
        int sessions = configuration.SessionCapacity;

        // While a session changes, the keys of its old state and of the new one are both there.
        int keys = sessions + 1;
        const BpfMapFlags Shared = BpfMapFlags.Mappable;
        return
        [
            new("receive_sessions", BpfMapType.Array, sizeof(uint), sizeof(ReceiveEntry), sessions, Shared),
            new("send_sessions", BpfMapType.Array, sizeof(uint), sizeof(SendEntry), division.Entries, Shared),
            new("next_hops", BpfMapType.Array, sizeof(uint), sizeof(NextHopEntry), Math.Min(keys, NextHopsMax), Shared),
            new("this_node", BpfMapType.Array, sizeof(uint), sizeof(NodeEntry), 1, Shared),
            new("dscp_maps", BpfMapType.Array, sizeof(uint), sizeof(DscpMapEntry), DscpMap.Count, Shared),
            new("ports", BpfMapType.Array, sizeof(uint), sizeof(PortEntry), PortsMax, Shared),
            new("routes", BpfMapType.PerCpuArray, sizeof(uint), sizeof(RouteEntry), RoutesMax, BpfMapFlags.None),
            new("drops", BpfMapType.PerCpuArray, sizeof(uint), sizeof(ulong), DropReasons.Count, BpfMapFlags.None),
            new("foreign_addresses", BpfMapType.Hash, sizeof(AddressKey), sizeof(int), division.ForeignEntries, BpfMapFlags.NoPreallocation),
            new("foreign_keys", BpfMapType.Hash, sizeof(ForeignKey), sizeof(int), keys, BpfMapFlags.NoPreallocation),
            new("trusted_sources", BpfMapType.LpmTrie, sizeof(SourceKey), sizeof(int), TrustedSourcesMax, BpfMapFlags.NoPreallocation),
            new("served_nodes", BpfMapType.Hash, sizeof(ServedNodeKey), sizeof(int), Math.Max(ServedNodesMin, sessions), BpfMapFlags.NoPreallocation),
            new("remote_ends", BpfMapType.Hash, sizeof(AddressEntry), sizeof(int), NextHopsMax + 1, BpfMapFlags.NoPreallocation),
            new("budgets", BpfMapType.Array, sizeof(uint), sizeof(ulong), BudgetCount, BpfMapFlags.None),
            new("redirect_ports", BpfMapType.DeviceHash, sizeof(int), sizeof(int), PortsMax, BpfMapFlags.None),
            new("processors", BpfMapType.CpuMap, sizeof(int), sizeof(ulong), PossibleProcessors.Count, BpfMapFlags.None),
        ];
    }

    private string? MapArrays()
    {
        string? problem = null;
        Receive = Map<ReceiveEntry>("receive_sessions", ref problem)!;
        Send = Map<SendEntry>("send_sessions", ref problem)!;
        NextHops = Map<NextHopEntry>("next_hops", ref problem)!;
        Node = Map<NodeEntry>("this_node", ref problem)!;
        Ports = Map<PortEntry>("ports", ref problem)!;
        DscpMaps = _byName.ContainsKey("dscp_maps") ? Map<DscpMapEntry>("dscp_maps", ref problem) : null;
        return problem;
    }

    private BpfMappedArray<TValue>? Map<TValue>(string name, ref string? problem)
        where TValue : unmanaged
    {
        LinuxStatus status = _byName[name].TryMapValues(out BpfMappedArray<TValue>? values);
        problem = status.IsOk ? problem : $"table {name} cannot be mapped: {status.Message}";
        return values;
    }

    // A map that is in the table already may be in use; its number says what is in it.
    private void WriteDscpMaps(DscpMap[] maps)
    {
        for (int value = 0; value <= DscpMap.ValueMax; value++)
        {
            ((Span<byte>)DscpMaps![DscpMap.NumberOf(value)]).Fill((byte)value);
        }

        for (int i = 0; i < maps.Length; i++)
        {
            maps[i].CopyTo(DscpMaps![maps[i].Number]);
        }
    }

    private string? Trust(IpPrefix[] sources)
    {
        if (WereKept)
        {
            ForgetOldTrust(Array.ConvertAll(sources, static source => new SourceKey(source)));
        }

        foreach (IpPrefix source in sources)
        {
            LinuxStatus status = SetTrusted(source, isTrusted: true);
            if (!status.IsOk)
            {
                return $"trusted source {source}: {status.Message}";
            }
        }

        return null;
    }
}
