using System.Collections.Generic;
using System.Globalization;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Monitoring;

/// <summary>The lines of <c>show memory</c>.</summary>
internal static class MemoryLinesOf
{
    /// <summary>Those of this moment; <paramref name="configuration"/> is what runs, null in safe mode.</summary>
    public static IEnumerable<(string What, string Value)> Now(ApplianceConfiguration? configuration)
    {
        ProcessFigures figures = ProcessFigures.Now();
        yield return ("resident", FigureTable.Octets(figures.ResidentOctets));
        yield return ("residentPeak", FigureTable.Octets(figures.ResidentPeakOctets));
        yield return ("managedHeap", FigureTable.Octets(figures.HeapOctets));
        yield return ("managedAllocatedSinceStart", FigureTable.Octets(figures.AllocatedOctets));
        yield return ("collections", figures.Collections.ToString(CultureInfo.InvariantCulture));
        yield return ("threads", figures.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("machine", FigureTable.Octets(MemoryBudget.MachineOctets()));
        if (configuration is null)
        {
            yield break;
        }

        yield return ("logMemory", FigureTable.Octets(LogMemory.OctetsOf(configuration.Log.MemoryLines)));
        MemoryBudget budget = MemoryBudget.Of(configuration);
        foreach (MemoryShare share in budget.Shares)
        {
            yield return ("planned " + share.Table, FigureTable.Octets(share.Octets));
        }

        yield return ("planned altogether", FigureTable.Octets(budget.Octets));
    }
}
