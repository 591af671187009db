using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Captures;

/// <summary>When packets crossed a captured link, by the kernel's own time stamps.</summary>
public static class Moments
{
    /// <summary>Seconds since 1970 of each packet that the filter takes.</summary>
    public static IReadOnlyList<double> Of(string file, string filter)
    {
        List<double> moments = [];
        // A capture that is still being written may end within a packet, which tcpdump calls an error after it told all the whole ones.
        foreach (string line in Command.Run("tcpdump", "-n", "-tt", "-r", file, filter).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (double.TryParse(line.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double moment))
            {
                moments.Add(moment);
            }
        }

        return moments;
    }

    /// <summary>The wall clock as captures write it.</summary>
    public static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
}
