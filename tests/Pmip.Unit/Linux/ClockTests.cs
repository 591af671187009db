using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class ClockTests
{
    [Fact]
    public void Monotonic_ReadTwice_NeverGoesBack()
    {
        Instant first = MonotonicClock.Now;
        Assert.True(first <= MonotonicClock.Now);
        Assert.True(first.Microseconds > 0);
    }

    [Fact]
    public void RealTime_Read_AgreesWithTheRuntimesClock()
    {
        long before = System.DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        WallClock wall = RealTimeClock.Now;
        long after = System.DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.InRange((long)(wall.Timestamp >> 16), before, after);
    }
}
