using System;

namespace Pmip.Appliance.Supervision;

/// <summary>The time of day, for people only: nothing here is decided by it.</summary>
internal static class TimeOfDay
{
    /// <summary>Microseconds since 1970; zero for a clock that stands before that.</summary>
    public static long UnixMicroseconds => Math.Max((DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, 0);
}
