using System;

namespace Pmip.Fuzz.Instrumentation;

/// <summary>
/// Where the probes of the instrumented rooms report: how often each block of code ran since the last <see cref="Clear"/>. Which
/// blocks ran is kept as a list, so that a short run costs little to look at and to forget.
/// </summary>
public static class CoverageMap
{
    /// <summary>Probes that can be told apart.</summary>
    public const int Size = 1 << 16;

    private static readonly byte[] s_counts = new byte[Size];
    private static readonly ushort[] s_touched = new ushort[Size];
    private static int s_touchedCount;
    private static long s_work;
    private static long s_workMax = long.MaxValue;

    /// <summary>Blocks that ran, each once.</summary>
    public static ReadOnlySpan<ushort> Touched => s_touched.AsSpan(0, s_touchedCount);

    /// <summary>All blocks that ran, with every repetition: the measure of work, the same on every machine.</summary>
    public static long Work => s_work;

    /// <summary>How often a block ran; above 255 the count starts again at one.</summary>
    public static byte CountOf(ushort probe) => s_counts[probe];

    /// <summary>Forgets everything; from now on more than <paramref name="workMax"/> blocks are too many.</summary>
    public static void Clear(long workMax)
    {
        for (int i = 0; i < s_touchedCount; i++)
        {
            s_counts[s_touched[i]] = 0;
        }

        s_touchedCount = 0;
        s_work = 0;
        s_workMax = workMax;
    }

    /// <summary>A block begins. Called by the instrumented code only.</summary>
    public static void Hit(int probe)
    {
        if (++s_work > s_workMax)
        {
            // Thrown into the code itself: an endless loop ends here too.
            throw new WorkExceededException(s_workMax);
        }

        int count = s_counts[probe];
        if (count == 0)
        {
            s_touched[s_touchedCount++] = (ushort)probe;
        }

        count++;
        s_counts[probe] = unchecked((byte)(count + (count >> 8)));
    }
}
