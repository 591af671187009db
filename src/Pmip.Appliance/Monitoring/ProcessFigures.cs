using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Pmip.Appliance.Monitoring;

/// <summary>What the process costs, at one moment.</summary>
/// <param name="ResidentOctets">Memory that it has at present; zero when the kernel does not say.</param>
/// <param name="ResidentPeakOctets">The most that it ever had.</param>
/// <param name="HeapOctets">Managed memory after the last collection.</param>
/// <param name="AllocatedOctets">Everything that was ever allocated.</param>
/// <param name="Collections">Collections of all generations.</param>
/// <param name="Threads">Threads.</param>
/// <param name="ProcessorTime">Time on processors.</param>
internal sealed record ProcessFigures(
    long ResidentOctets, long ResidentPeakOctets, long HeapOctets, long AllocatedOctets, int Collections, int Threads, TimeSpan ProcessorTime)
{
    /// <summary>The figures of this moment.</summary>
    public static ProcessFigures Now()
    {
        (long resident, long peak, int threads) = Status();
        return new ProcessFigures(
            resident, peak, GC.GetTotalMemory(forceFullCollection: false), GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), threads,
            Environment.CpuUsage.TotalTime);
    }

    /// <summary>When the process started.</summary>
    public static DateTime Started() => Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private static (long Resident, long Peak, int Threads) Status()
    {
        long resident = 0;
        long peak = 0;
        long threads = 0;
        try
        {
            foreach (string line in File.ReadLines("/proc/self/status"))
            {
                resident = line.StartsWith("VmRSS:", StringComparison.Ordinal) ? Number(line) * 1024 : resident;
                peak = line.StartsWith("VmHWM:", StringComparison.Ordinal) ? Number(line) * 1024 : peak;
                threads = line.StartsWith("Threads:", StringComparison.Ordinal) ? Number(line) : threads;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (0, 0, 0); // Without /proc there is nothing to say.
        }

        return (resident, peak, (int)threads);
    }

    private static long Number(string line)
    {
        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
    }
}
