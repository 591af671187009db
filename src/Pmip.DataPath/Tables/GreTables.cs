using System;
using System.Collections.Generic;
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


    private const int ServedNodesMin = 1024;

    private readonly Dictionary<string, BpfMap> _byName = [];
    private readonly ulong[] _perCpu = new ulong[PossibleProcessors.Count];

    private GreTables()
    {
    }

    public BpfMap HnpIndex => _byName["hnp_index"];

    public BpfMap HoaIndex => _byName["hoa_index"];

    public BpfMap ForeignKeys => _byName["foreign_keys"];

    public BpfMap ServedNodes => _byName["served_nodes"];

    /// <summary>The sessions, shared with the programs.</summary>
    public BpfMappedArray<SessionEntry> Sessions { get; private set; } = null!;

    /// <summary>The next hops, shared with the programs.</summary>
    public BpfMappedArray<NextHopEntry> NextHops { get; private set; } = null!;

    /// <summary>
    /// Opens the tables that <paramref name="pins"/> keeps when they are of this layout and of these sizes, else makes new ones there; null, and
    /// in <paramref name="problem"/> which one, when the kernel refuses.
    /// </summary>
    public static GreTables? TryOpen(DataPathConfiguration configuration, PinFolder? pins, out string problem)
    {
        BpfMapShape[] shapes = ShapesOf(configuration);
        problem = "";
        GreTables? tables = pins is null ? null : TryAdopt(pins, shapes, (1u << configuration.IndexBits) - 1);
        tables ??= TryMake(shapes, pins, out problem);
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
    public LinuxStatus WriteNode(DataPathConfiguration configuration, int tunnelInterface)
    {
        NodeEntry node = new()
        {
            Roles = (uint)configuration.Roles,
            IndexMask = (1u << configuration.IndexBits) - 1,
            Local6 = AddressEntry.From(configuration.LocalIpv6),
            Local4 = AddressEntry.From(configuration.LocalIpv4),
            TunnelInterface = tunnelInterface,
            AcceptAnySource = configuration.AcceptAnySource ? 1u : 0u,
            TransportMtu = configuration.TransportMtu,
        };
        return _byName["this_node"].Update(0u, node);
    }

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
        Sessions?.Dispose();
        NextHops?.Dispose();
        foreach (BpfMap map in _byName.Values)
        {
            map.Dispose();
        }
    }

    private static BpfMapShape[] ShapesOf(DataPathConfiguration configuration)
    {
        int sessions = configuration.SessionCapacity;

        // While a session changes, what leads to its old state and what leads to the new one are both there.
        int indexed = sessions + 1;
        return
        [
            new("sessions", BpfMapType.Array, sizeof(uint), sizeof(SessionEntry), sessions, BpfMapFlags.Mappable),
            new("next_hops", BpfMapType.Array, sizeof(uint), sizeof(NextHopEntry), Math.Min(sessions, NextHopsMax), BpfMapFlags.Mappable),
            new("this_node", BpfMapType.Array, sizeof(uint), sizeof(NodeEntry), 1, BpfMapFlags.None),
            new("drops", BpfMapType.PerCpuArray, sizeof(uint), sizeof(ulong), DropReasons.Count, BpfMapFlags.None),
            new("hnp_index", BpfMapType.Hash, sizeof(PrefixKey), sizeof(int), indexed * IpPrefixList.Capacity, BpfMapFlags.None),
            new("hoa_index", BpfMapType.Hash, sizeof(Home4Key), sizeof(int), indexed, BpfMapFlags.None),
            new("foreign_keys", BpfMapType.Hash, sizeof(ForeignKey), sizeof(int), indexed, BpfMapFlags.None),
            new("trusted_sources", BpfMapType.LpmTrie, sizeof(SourceKey), sizeof(int), TrustedSourcesMax, BpfMapFlags.NoPreallocation),
            new("served_nodes", BpfMapType.Hash, sizeof(ServedNodeKey), sizeof(int), Math.Max(ServedNodesMin, sessions), BpfMapFlags.None),
        ];
    }

    private string? MapArrays()
    {
        LinuxStatus status = _byName["sessions"].TryMapValues(out BpfMappedArray<SessionEntry>? sessions);
        if (sessions is null)
        {
            return $"table sessions cannot be mapped: {status.Message}";
        }

        Sessions = sessions;
        status = _byName["next_hops"].TryMapValues(out BpfMappedArray<NextHopEntry>? nextHops);
        if (nextHops is null)
        {
            return $"table next_hops cannot be mapped: {status.Message}";
        }

        NextHops = nextHops;
        return null;
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
