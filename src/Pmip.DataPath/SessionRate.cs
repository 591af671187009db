using System;

namespace Pmip.DataPath;

/// <summary>How fast one direction of a session may be, in the words of <c>struct bucket</c> of <c>bpf/entries.h</c>.</summary>
/// <param name="Cost">Time that one octet takes, in 4096ths of a nanosecond; zero for any speed.</param>
/// <param name="Depth">Time that may be saved up for a burst, in nanoseconds.</param>
public readonly record struct SessionRate(uint Cost, uint Depth)
{
    /// <summary>Slowest rate that can be said, in bit/s.</summary>
    public const long BitsPerSecondMin = 8_000;

    /// <summary>Fastest rate; at it the rounding is a thousandth.</summary>
    public const long BitsPerSecondMax = 400_000_000_000;

    private const long CostOfOneBitPerSecond = 8_000_000_000L * 4096;

    /// <summary>True when there is no bound.</summary>
    public bool IsUnbounded => Cost == 0;

    /// <summary>The rate in bit/s; 0 for any speed.</summary>
    public long BitsPerSecond => Cost == 0 ? 0 : (CostOfOneBitPerSecond + (Cost / 2)) / Cost;

    /// <summary>A rate in bit/s (0: any speed), of which so many milliseconds may be saved up.</summary>
    public static SessionRate Lasting(long bitsPerSecond, int milliseconds) =>
        Of(bitsPerSecond, 0) is { IsUnbounded: false } rate ? rate with { Depth = (uint)Math.Clamp(milliseconds, 0, 4000) * 1_000_000 } : default;

    /// <summary>A rate in bit/s (0: any speed) and the octets that may come at once after a pause; at most four seconds' worth of them count.</summary>
    public static SessionRate Of(long bitsPerSecond, long burstOctets)
    {
        if (bitsPerSecond <= 0)
        {
            return default;
        }

        long rate = Math.Clamp(bitsPerSecond, BitsPerSecondMin, BitsPerSecondMax);
        long cost = (CostOfOneBitPerSecond + (rate / 2)) / rate;
        Int128 depth = (Int128)burstOctets * 8_000_000_000 / rate;
        return new SessionRate((uint)cost, depth > 4_000_000_000 ? 4_000_000_000u : (uint)depth);
    }
}
