using System;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>One event per interval in the long run, a burst at once (the generic cell rate algorithm): eight octets of state.</summary>
internal struct RateLimit
{
    private long _earliest;

    public bool TryTake(Instant now, Duration interval, int burst)
    {
        long allowance = interval.Microseconds * (burst - 1);
        if (_earliest - allowance > now.Microseconds)
        {
            return false;
        }

        _earliest = Math.Max(_earliest, now.Microseconds) + interval.Microseconds;
        return true;
    }
}
