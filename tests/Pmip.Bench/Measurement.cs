using System;
using System.Diagnostics;
using System.Numerics;

namespace Pmip.Bench;

/// <summary>
/// Times steps: many in a lap, free of the cost of looking at the clock, or alone, for a histogram whose buckets are a
/// sixteenth of a power of two wide. The rate is that of the median lap, which other processes on the machine hardly move; the
/// mean is of all laps.
/// </summary>
internal sealed class Measurement(string name, string baseline)
{
    private const int SubBits = 4;
    private const int LapsMax = 1 << 20;
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;
    private readonly long[] _buckets = new long[64 << SubBits];
    private readonly double[] _laps = new double[LapsMax];
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
        _allocated = GC.GetAllocatedBytesForCurrentThread();
        _ticks = Stopwatch.GetTimestamp();
    }

    public void EndLap(int steps)
    {
        long ticks = Stopwatch.GetTimestamp() - _ticks;
        Allocated += GC.GetAllocatedBytesForCurrentThread() - _allocated;
        _lapTicks += ticks;
        _lapSteps += steps;
        if (_lapCount < LapsMax)
        {
            _laps[_lapCount++] = ticks * NanosecondsPerTick / steps;
        }
    }

    /// <summary>Adds one step that was timed alone.</summary>
    public void AddStep(long ticks)
    {
        ulong nanoseconds = (ulong)Math.Max(ticks * NanosecondsPerTick, 1);
        int exponent = BitOperations.Log2(nanoseconds);
        int sub = exponent <= SubBits ? 0 : (int)(nanoseconds >> (exponent - SubBits)) & ((1 << SubBits) - 1);
        _buckets[(exponent << SubBits) | sub]++;
    }

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
}
