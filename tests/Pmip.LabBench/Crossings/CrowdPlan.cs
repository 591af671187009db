using System;
using System.Globalization;
using System.Linq;

namespace Pmip.LabBench.Crossings;

/// <summary>What a crowd does: so many devices attach, and then change their cell, so many a second.</summary>
/// <param name="First">Number of the first device: devices of different crowds are different ones.</param>
/// <param name="Count">How many devices.</param>
/// <param name="PerSecond">Attachments and then handovers each second.</param>
/// <param name="Handovers">How many handovers.</param>
/// <param name="Sampled">How many of the devices have packets all the time, both ways.</param>
/// <param name="Stays">They do all of it without going anywhere: what is measured then is the instrument.</param>
internal sealed record CrowdPlan(int First, int Count, int PerSecond, int Handovers, int Sampled, bool Stays = false)
{
    /// <summary>Time between two packets of a sampled device in either direction.</summary>
    public const int IntervalMicroseconds = 5000;

    public string[] Words =>
    [
        .. new[] { First, Count, PerSecond, Handovers, Sampled, Stays ? 1 : 0 }.Select(static number => number.ToString(CultureInfo.InvariantCulture)),
    ];

    public static CrowdPlan Parse(string[] words)
    {
        int[] numbers = [.. words.Select(static word => int.Parse(word, CultureInfo.InvariantCulture))];
        return numbers is [int first, int count, int perSecond, int handovers, int sampled, int stays]
            ? new CrowdPlan(first, count, perSecond, handovers, sampled, stays != 0)
            : throw new ArgumentException("a crowd has six numbers");
    }
}
