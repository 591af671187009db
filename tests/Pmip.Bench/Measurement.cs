using System;
using System.Diagnostics;
using System.Numerics;

namespace Pmip.Bench;

/// <summary>Times steps and keeps them in a histogram whose buckets are a sixteenth of a power of two wide.</summary>
internal sealed class Measurement(string name, string baseline)
{
    private const int SubBits = 4;
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;
    private readonly long[] _buckets = new long[64 << SubBits];
    private long _ticks;
    private long _lapSteps;
    private long _lapTicks;

    public string Name { get; } = name;

    /// <summary>Name of the measurement of the same run that this one is compared with; empty for none.</summary>
    public string Baseline { get; } = baseline;

    public long Steps => _lapSteps;

    public double MeanNanoseconds => _lapSteps == 0 ? 0 : _lapTicks * NanosecondsPerTick / _lapSteps;

    public double PerSecond => MeanNanoseconds == 0 ? 0 : 1e9 / MeanNanoseconds;

    /// <summary>Begins a lap: many steps timed as one, free of the cost of looking at the clock.</summary>
    public void BeginLap() => _ticks = Stopwatch.GetTimestamp();

    public void EndLap(int steps)
    {
        _lapTicks += Stopwatch.GetTimestamp() - _ticks;
        _lapSteps += steps;
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
