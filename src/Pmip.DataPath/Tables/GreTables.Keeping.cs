using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using Pmip.DataPath.Pinning;
using Pmip.Linux;
using Pmip.Linux.Bpf;

namespace Pmip.DataPath.Tables;

/// <content>Tables that outlive the process, and those that a process before has left.</content>
internal sealed partial class GreTables
{
    /// <summary>
    /// Number of what the tables are and hold, <c>LAYOUT_VERSION</c>: it changes with every change of a name, a structure or a meaning.
    /// Tables of the numbers from <see cref="OldestLayout"/> on can be read, and their sessions are carried over; of others nothing can
    /// be known, and they go.
    /// </summary>
    public const int Layout = 3;

    /// <summary>The first number whose structures are those of today.</summary>
    public const int OldestLayout = 2;

    /// <summary>The first number with DSCP maps and with what the slow path needs.</summary>
    private const int DscpMapsLayout = 3;

    /// <summary>True when a process before has made them, and programs use them now.</summary>
    public bool WereKept { get; private init; }

    /// <summary>What a process before has left in tables that do not fit any more; null when they cannot be read. Only to be read.</summary>
    public static GreTables? TryOpenOld(PinFolder pins)
    {
        if (pins.FindTables(out int layout) is not string folder || layout is < OldestLayout or > Layout)
        {
            return null;
        }

        DataPathConfiguration any = new();
        BpfMapShape[] shapes = ShapesOf(any, new SendDivision(any));
        GreTables tables = new(TryReadDivision(folder) ?? new SendDivision(any));
        foreach (BpfMapShape shape in shapes)
        {
            if (layout < DscpMapsLayout && shape.Name is "dscp_maps" or "remote_ends" or "budgets")
            {
                continue;
            }

            _ = BpfMap.TryOpen(Path.Combine(folder, shape.Name), out BpfMap? map);
            if (map is null)
            {
                tables.Dispose();
                return null;
            }

            tables._byName.Add(shape.Name, map);
            if (!map.Shape.Fits(shape with { EntriesMax = map.Shape.EntriesMax }))
            {
                tables.Dispose();
                return null;
            }
        }

        if (tables.MapArrays() is not null)
        {
            tables.Dispose();
            return null;
        }

        return tables;
    }

    /// <summary>How the low bits of a key say the place of its session, as the programs were told.</summary>
    public uint ReadIndexMask() => _byName["this_node"].Lookup(0u, out NodeEntry node).IsOk ? node.IndexMask : 0;

    /// <summary>How tables that were kept are divided; null when that cannot be read.</summary>
    private static SendDivision? TryReadDivision(string folder)
    {
        _ = BpfMap.TryOpen(Path.Combine(folder, "this_node"), out BpfMap? nodes);
        _ = BpfMap.TryOpen(Path.Combine(folder, "send_sessions"), out BpfMap? sends);
        using (nodes)
        {
            using (sends)
            {
                bool isRead = nodes is not null && sends is not null && nodes.Shape.KeyLength == sizeof(uint)
                    && nodes.Shape.ValueLength == Unsafe.SizeOf<NodeEntry>();
                return isRead && nodes!.Lookup(0u, out NodeEntry node).IsOk ? SendDivision.TryRead(node, sends!.Shape.EntriesMax) : null;
            }
        }
    }

    /// <summary>
    /// Forgets what a process before knew of nodes and of trusted sources: <paramref name="trusted"/> stay trusted, and every node's next
    /// frame comes up the tap. Allocates.
    /// </summary>
    public void ForgetOldTrust(IReadOnlyCollection<SourceKey> trusted)
    {
        RemoveKeys<SourceKey>(_byName["trusted_sources"], trusted);
        RemoveKeys<ServedNodeKey>(_byName["served_nodes"], []);
    }

    private static void RemoveKeys<TKey>(BpfMap map, IReadOnlyCollection<TKey> kept)
        where TKey : unmanaged
    {
        HashSet<TKey> wanted = [.. kept];
        List<TKey> found = [];
        TKey key = default;
        for (bool isFirst = true; map.NextKey(key, isFirst, out TKey next).IsOk; isFirst = false)
        {
            key = next;
            if (!wanted.Contains(key))
            {
                found.Add(key);
            }
        }

        foreach (TKey old in found)
        {
            _ = map.Delete(old);
        }
    }

    private static GreTables? TryAdopt(PinFolder pins, BpfMapShape[] shapes, uint indexMask, SendDivision division)
    {
        if (pins.FindTables(out int layout) is not string folder || layout != Layout)
        {
            return null;
        }

        // Sessions are where the pools of their addresses were.
        if (TryReadDivision(folder) is not SendDivision before || !before.IsSame(division))
        {
            return null;
        }

        GreTables tables = new(division) { WereKept = true };
        foreach (BpfMapShape shape in shapes)
        {
            _ = BpfMap.TryOpen(Path.Combine(folder, shape.Name), out BpfMap? map);
            if (map is not null)
            {
                tables._byName.Add(shape.Name, map);
            }

            if (map is null || !map.Shape.Fits(shape))
            {
                tables.Dispose();
                return null;
            }
        }

        if (tables.ReadIndexMask() != indexMask || tables.MapArrays() is not null)
        {
            tables.Dispose();
            return null;
        }

        return tables;
    }

    private static GreTables? TryMake(BpfMapShape[] shapes, PinFolder? pins, SendDivision division, out string problem)
    {
        GreTables tables = new(division);
        string? folder = pins?.BeginTables();
        foreach (BpfMapShape shape in shapes)
        {
            LinuxStatus status = BpfMap.TryCreate(shape, out BpfMap? map);
            if (map is not null)
            {
                tables._byName.Add(shape.Name, map);
                status = folder is null ? status : map.Pin(Path.Combine(folder, shape.Name));
            }

            if (!status.IsOk)
            {
                problem = $"table {shape.Name} of {shape.EntriesMax} entries: {status.Message}";
                tables.Dispose();
                return null;
            }
        }

        problem = tables.MapArrays() ?? "";
        if (problem.Length > 0)
        {
            tables.Dispose();
            return null;
        }

        return tables;
    }
}
