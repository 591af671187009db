using System;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Polling;

/// <summary>CLOCK_REALTIME together with the kernel's word on whether a time source disciplines it.</summary>
public static unsafe class RealTimeClock
{
    /// <summary>The present time of day; one call gives the time and the flag, so they belong together.</summary>
    public static WallClock Now
    {
        get
        {
            LibC.ClockAdjustment clock = default;
            if (LibC.AdjustTime(&clock) < 0)
            {
                return default; // Not allowed to ask, for example under a seccomp filter: an unknown time, never a guess.
            }

            long fraction = (clock.Status & LinuxAbi.STA_NANO) != 0 ? clock.Fraction / 1000 : clock.Fraction;
            long microseconds = Math.Max((clock.Seconds * 1_000_000) + fraction, 0);
            return WallClock.FromUnixMicroseconds(microseconds, (clock.Status & LinuxAbi.STA_UNSYNC) == 0);
        }
    }
}
