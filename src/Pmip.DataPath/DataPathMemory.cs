using System;
using System.Collections.Generic;
using Pmip.DataPath.Tables;
using Pmip.Linux.Bpf;

namespace Pmip.DataPath;

/// <summary>One table of the data path.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Octets">What it costs when it is full.</param>
public readonly record struct DataPathTableMemory(string Table, long Entries, long Octets);

/// <summary>What the tables of a configuration cost, in the kernel and here, before any is made.</summary>
public static class DataPathMemory
{
    // An element of a hash or a trie that is not preallocated: the kernel's head of it, its place in a slab, and its bucket.
    private const long OctetsPerElement = 96;

    /// <summary>The tables of <paramref name="configuration"/>, and what is kept of each session beside them.</summary>
    public static IReadOnlyList<DataPathTableMemory> Of(DataPathConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        SendDivision division = new(configuration);
        List<DataPathTableMemory> shares = [];
        long other = 0;
        foreach (BpfMapShape shape in GreTables.ShapesOf(configuration, division))
        {
            long octets = OctetsOf(shape);
            if (shape.Name is "receive_sessions" or "send_sessions" or "next_hops")
            {
                shares.Add(new DataPathTableMemory(shape.Name, shape.EntriesMax, octets));
            }
            else
            {
                other += octets;
            }
        }

        long places = configuration.SessionCapacity;
        long own = (places * SessionTable.OctetsPerPlace) + (division.ForeignEntries * (long)SendSlots.OctetsPerForeignEntry);
        shares.Add(new DataPathTableMemory("other tables of the kernel", places, other));
        shares.Add(new DataPathTableMemory("sessions as installed", places, own));
        return shares;
    }

    private static long OctetsOf(in BpfMapShape shape)
    {
        long value = (shape.ValueLength + 7L) & ~7L;
        return shape.Type switch
        {
            BpfMapType.Array => shape.EntriesMax * value,
            BpfMapType.PerCpuArray => shape.EntriesMax * (sizeof(ulong) + (value * PossibleProcessors.Count)),
            _ => shape.EntriesMax * (OctetsPerElement + shape.KeyLength + value),
        };
    }
}
