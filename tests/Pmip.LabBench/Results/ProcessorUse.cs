using System.Diagnostics;
using System.Globalization;
using System.IO;
using Pmip.Lab.Processes;

namespace Pmip.LabBench.Results;

/// <summary>How much of one processor a process uses, from the making of this until it is asked; the process has to live until then.</summary>
internal sealed class ProcessorUse(LabProcess process)
{
    // Both are in hundredths of a second (USER_HZ), whatever the kernel's own tick is.
    private const double TicksPerSecond = 100;
    private const int UserTimeField = 11;

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly long _before = TicksOf(process);

    /// <summary>Percent of one processor.</summary>
    public double Percent => (TicksOf(process) - _before) / TicksPerSecond / Stopwatch.GetElapsedTime(_began).TotalSeconds * 100;

    // proc(5): the name stands in parentheses and may hold anything; the fields behind it are counted from the state on.
    private static long TicksOf(LabProcess process)
    {
        string line = File.ReadAllText($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/stat");
        string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[UserTimeField], CultureInfo.InvariantCulture) + long.Parse(fields[UserTimeField + 1], CultureInfo.InvariantCulture);
    }
}
