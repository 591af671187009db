using Pmip.Foundation;
using Pmip.Foundation.Time;

namespace Pmip.Linux.Polling;

/// <summary>CLOCK_MONOTONIC, the only clock that timers run on.</summary>
public static unsafe class MonotonicClock
{
    /// <summary>The present instant.</summary>
    public static Instant Now
    {
        get
        {
            LibC.TimeSpecification time;
            int result = LibC.ClockGetTime(LinuxAbi.CLOCK_MONOTONIC, &time);
            Invariant.Require(result == 0);
            return new Instant((time.Seconds * 1_000_000) + (time.Nanoseconds / 1000));
        }
    }
}
