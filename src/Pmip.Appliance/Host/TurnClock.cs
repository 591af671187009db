using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>
/// The time of the present turn of the loop. Read once when the turn begins, so that everything in one turn happens at one
/// instant and the engines stay a function of what they are given.
/// </summary>
internal sealed class TurnClock
{
    /// <summary>Monotonic time of this turn.</summary>
    public Instant Now { get; private set; }

    /// <summary>Time of day of this turn, for the Timestamp option and for log lines.</summary>
    public WallClock Wall { get; private set; }

    /// <summary>Time of day of this turn in microseconds since 1970.</summary>
    public long UnixMicroseconds => (long)((Wall.Timestamp >> 16) * 1_000_000) + (long)((Wall.Timestamp & 0xFFFF) * 1_000_000 / WallClock.UnitsPerSecond);

    /// <summary>Reads the clocks.</summary>
    public void Advance()
    {
        Now = MonotonicClock.Now;
        Wall = RealTimeClock.Now;
    }
}
