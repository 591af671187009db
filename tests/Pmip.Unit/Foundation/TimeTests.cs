using System.Collections.Generic;
using System.Linq;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Foundation;

public sealed class TimeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TimerHeap_RandomHistory_PopsInOrderOfDeadlineThenNumber(ulong seed)
    {
        Prng random = new(seed);
        TimerHeap heap = new(40);
        Dictionary<int, long> model = [];
        long now = 0;
        for (int step = 0; step < 20_000; step++)
        {
            int timer = random.Below(40);
            switch (random.Below(4))
            {
                case 0:
                    heap.Cancel(timer);
                    model.Remove(timer);
                    break;
                case 1:
                    now += random.Below(20);
                    while (heap.TryPop(new Instant(now), out int popped))
                    {
                        (int expected, long _) = model.OrderBy(p => p.Value).ThenBy(p => p.Key).Select(p => (p.Key, p.Value)).First();
                        Assert.Equal(expected, popped);
                        model.Remove(popped);
                    }

                    Assert.DoesNotContain(model.Values, deadline => deadline <= now);
                    break;
                default:
                    model[timer] = now + random.Below(100);
                    heap.Arm(timer, new Instant(model[timer]));
                    break;
            }

            heap.Verify();
            Assert.Equal(model.Count, heap.Count);
        }
    }

    [Fact]
    public void Instant_PlusMoreThanFits_IsNever() =>
        Assert.Equal(Instant.Never, new Instant(5).Plus(new Duration(long.MaxValue)));

    [Fact]
    public void Duration_Doubled_StopsAtTheLimit()
    {
        Duration limit = Duration.FromSeconds(32);
        Duration delay = Duration.FromSeconds(1);
        List<long> seen = [];
        for (int i = 0; i < 7; i++)
        {
            seen.Add(delay.Seconds);
            delay = delay.DoubledUpTo(limit);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 32], seen);
    }

    [Fact]
    public void WallClock_HalfASecond_IsHalfOfTheFraction()
    {
        WallClock clock = WallClock.FromUnixMicroseconds(3_500_000, true);
        Assert.Equal((3UL << 16) | 0x8000, clock.Timestamp);
    }
}
