using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Pmip.Access;
using Pmip.Appliance.Host;
using Pmip.Appliance.State;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Configuration;

/// <summary>One table that the limits fix.</summary>
/// <param name="Table">Its name for a person.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Octets">What it costs.</param>
public readonly record struct MemoryShare(string Table, long Entries, long Octets);

/// <summary>What the tables of a configuration cost, computed before anything is allocated.</summary>
public sealed class MemoryBudget
{
    private MemoryBudget(List<MemoryShare> shares)
    {
        Shares = shares;
        foreach (MemoryShare share in shares)
        {
            Octets += share.Octets;
        }
    }

    /// <summary>The tables.</summary>
    public IReadOnlyList<MemoryShare> Shares { get; }

    /// <summary>Their sum.</summary>
    public long Octets { get; }

    /// <summary>Computes the budget of <paramref name="configuration"/>.</summary>
    public static MemoryBudget Of(ApplianceConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        List<MemoryShare> shares = [];
        if (configuration.Lma is LmaConfiguration lma)
        {
            shares.Add(new MemoryShare("binding cache (LMA)", configuration.Limits.Bindings, LocalMobilityAnchor.BytesFor(lma)));
        }

        if (configuration.Mag is MagConfiguration mag)
        {
            shares.Add(new MemoryShare(
                "binding update list (MAG)", configuration.Limits.Bindings, MobileAccessGateway.BytesFor(mag)));
            shares.Add(new MemoryShare(
                "nodes on access links",
                configuration.NodesMax,
                AccessLinks.BytesFor(configuration.NodesMax, configuration.Access?.Links.Count ?? 0)));
        }

        if (configuration.DataPath.Pins.Length > 0)
        {
            long kept = (configuration.Lma is null ? 0 : KeptBindings.LengthFor(KeptShape.Of(configuration.Lma, default)))
                + (configuration.Mag is null ? 0 : KeptBindings.LengthFor(KeptShape.Of(configuration.Mag, default)));
            shares.Add(new MemoryShare("bindings kept over a restart", (long)configuration.Limits.Bindings * configuration.Limits.SessionSpaces, kept));
        }

        if (configuration.GreSupervision > default(Duration))
        {
            long watched = (long)configuration.Limits.Bindings * configuration.Limits.SessionSpaces;
            shares.Add(new MemoryShare("GRE supervision", watched, watched * IdleConnections.OctetsPerSlot));
        }

        foreach (DataPathTableMemory table in DataPathMemory.Of(DataPathPlan.Of(configuration)))
        {
            shares.Add(new MemoryShare(table.Table, table.Entries, table.Octets));
        }

        return new MemoryBudget(shares);
    }

    /// <summary>Memory of this machine in octets; 0 when the kernel does not say.</summary>
    public static long MachineOctets()
    {
        try
        {
            foreach (string line in File.ReadLines("/proc/meminfo"))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words is ["MemTotal:", string kibibytes, ..] && long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                {
                    return value * 1024;
                }
            }

            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Why these limits are refused on a machine with so much memory; null when they are not.</summary>
    public string? Refusal(long machineOctets) => machineOctets == 0 || Octets <= machineOctets / 2
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the tables need {Mebibytes(Octets)} MiB, more than half of the {Mebibytes(machineOctets)} MiB of this machine; lower limits.bindings, "
                + $"limits.nodes or limits.identifierOctets");

    /// <summary>Octets as MiB with one digit.</summary>
    public static string Mebibytes(long octets) => (octets / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
