using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Pmip.Access;
using Pmip.Appliance.Tunnels;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
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
    // A session of the data path in the kernel: its entry, its next hop, and its keys in the hashes of prefixes, home addresses,
    // foreign keys and served nodes, each with the kernel's own overhead. Rounded up.
    private const long DataPathOctetsPerSession = 1024;

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
        long sessions = 0;
        if (configuration.Lma is LmaConfiguration lma)
        {
            sessions += SessionKeys.IndexCapacityFor(configuration.Limits);
            shares.Add(new MemoryShare("binding cache (LMA)", configuration.Limits.Bindings, LocalMobilityAnchor.BytesFor(lma)));
        }

        if (configuration.Mag is MagConfiguration mag)
        {
            sessions += SessionKeys.IndexCapacityFor(configuration.Limits);
            shares.Add(new MemoryShare(
                "binding update list (MAG)", configuration.Limits.Bindings, MobileAccessGateway.BytesFor(mag)));
            shares.Add(new MemoryShare(
                "nodes on access links",
                configuration.NodesMax,
                AccessLinks.BytesFor(configuration.NodesMax, configuration.Access?.Links.Count ?? 0)));
        }

        sessions += configuration.TunnelRoom;
        if (configuration.GreSupervision > default(Duration))
        {
            long watched = (long)configuration.Limits.Bindings * configuration.Limits.SessionSpaces;
            shares.Add(new MemoryShare("GRE supervision", watched, watched * IdleConnections.OctetsPerSlot));
        }

        shares.Add(new MemoryShare("sessions in the kernel", sessions, sessions * DataPathOctetsPerSession));
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
