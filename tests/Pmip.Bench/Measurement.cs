using System;
using System.Diagnostics;
using System.Numerics;

namespace Pmip.Bench;

/// <summary>
/// Times steps: many in a lap, free of the cost of looking at the clock, or alone, for a histogram whose buckets are a
/// sixteenth of a power of two wide. A lap in which the kernel took the core from this thread is not counted: what then was timed is
/// another process. The rate is that of the median lap; the mean is of all that count.
/// </summary>
internal sealed class Measurement(string name, string baseline, bool isWarmUp = false)
{
    private const int SubBits = 4;
    private const int LapsMax = 1 << 18;
    private const int StepsPerLapMax = 1024;
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;
    private readonly long[] _buckets = new long[64 << SubBits];
    private readonly double[] _laps = new double[LapsMax];
    private readonly long[] _alone = new long[StepsPerLapMax];
    private int _aloneCount;
    private long _switches;
    private int _lapCount;
    private long _ticks;
    private long _lapSteps;
    private long _lapTicks;
    private long _allocated;

    /// <summary>Octets that all measured steps have allocated.</summary>
    public static long Allocated { get; private set; }

    public string Name { get; } = name;

    /// <summary>Name of the measurement of the same run that this one is compared with; empty for none.</summary>
    public string Baseline { get; } = baseline;

    public long Steps => _lapSteps;

    public double MeanNanoseconds => _lapSteps == 0 ? 0 : _lapTicks * NanosecondsPerTick / _lapSteps;

    public double MedianNanoseconds
    {
        get
        {
            double[] sorted = _laps[.._lapCount];
            Array.Sort(sorted);
            return _lapCount == 0 ? 0 : sorted[_lapCount / 2];
        }
    }

    public double PerSecond => MedianNanoseconds == 0 ? 0 : 1e9 / MedianNanoseconds;

    public void BeginLap()
    {
        _aloneCount = 0;
        _switches = ThreadSwitches.OfThisThread();
        _allocated = GC.GetAllocatedBytesForCurrentThread();
        _ticks = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends a lap of <paramref name="steps"/>, of which those that were timed alone stand for themselves.</summary>
    public void EndLap(int steps)
    {
        long ticks = Stopwatch.GetTimestamp() - _ticks;
        Allocated += isWarmUp ? 0 : GC.GetAllocatedBytesForCurrentThread() - _allocated;
        if (ThreadSwitches.OfThisThread() != _switches)
        {
            return;
        }

        for (int i = 0; i < _aloneCount; i++)
        {
            Count(_alone[i]);
        }

        if (_aloneCount > 0)
        {
            return;
        }

        _lapTicks += ticks;
        _lapSteps += steps;
        if (_lapCount < LapsMax)
        {
            _laps[_lapCount++] = ticks * NanosecondsPerTick / steps;
        }
    }

    /// <summary>Adds one step that was timed alone.</summary>
    public void AddStep(long ticks) => _alone[_aloneCount++] = ticks;

    public double Percentile(double share)
    {
        long total = 0;
        foreach (long count in _buckets)
        {
            total += count;
        }

        long wanted = (long)Math.Ceiling(total * share);
        for (int i = 0; i < _buckets.Length; i++)
        {
            wanted -= _buckets[i];
            if (wanted <= 0 && total > 0)
            {
                int exponent = i >> SubBits;
                double width = Math.Pow(2, exponent) / (1 << SubBits);
                return Math.Pow(2, exponent) + (((i & ((1 << SubBits) - 1)) + 1) * width);
            }
        }

        return 0;
    }

    /// <summary>Counts one step that took so long, whatever else happened meanwhile.</summary>
    public void Count(long ticks)
    {
        ulong nanoseconds = (ulong)Math.Max(ticks * NanosecondsPerTick, 1);
        int exponent = BitOperations.Log2(nanoseconds);
        int sub = exponent <= SubBits ? 0 : (int)(nanoseconds >> (exponent - SubBits)) & ((1 << SubBits) - 1);
        _buckets[(exponent << SubBits) | sub]++;
    }
}
