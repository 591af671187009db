using Pmip.Appliance.Desk;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Desk;

/// <summary>Waits after wrong passwords, on a clock of the test's own.</summary>
public sealed class LoginThrottleTests
{
    private static readonly Instant s_start = new(1_000_000_000);

    [Fact]
    public void Name_FailsAgainAndAgain_WaitsTwiceAsLongEachTimeUpToABound()
    {
        LoginThrottle throttle = new();
        long[] seconds = [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60];
        foreach (long expected in seconds)
        {
            throttle.Failed("anna", s_start);
            Assert.Equal(expected, throttle.WaitOf("anna", s_start).Seconds);
        }

        Assert.Equal(45, throttle.WaitOf("anna", s_start.Plus(Duration.FromSeconds(15))).Seconds);
        Assert.Equal(Duration.Zero, throttle.WaitOf("anna", s_start.Plus(Duration.FromSeconds(60))));
    }

    [Fact]
    public void Name_Succeeds_StartsAnew()
    {
        LoginThrottle throttle = new();
        for (int i = 0; i < 5; i++)
        {
            throttle.Failed("anna", s_start);
        }

        throttle.Succeeded("anna");

        Assert.Equal(Duration.Zero, throttle.WaitOf("anna", s_start));
    }

    [Fact]
    public void Names_FailEachOnce_AllWaitAndMemoryIsBounded()
    {
        LoginThrottle throttle = new();
        for (int i = 0; i < 10_000; i++)
        {
            throttle.Failed($"guess{i}", s_start);
        }

        Assert.Equal(1, throttle.WaitOf("anna", s_start).Seconds);
        Assert.Equal(Duration.Zero, throttle.WaitOf("anna", s_start.Plus(Duration.FromSeconds(1))));
        Assert.InRange(throttle.NameCount, 1, LoginThrottle.NamesMax);

        // Many guesses do not make a name forgotten that is being guessed at.
        for (int i = 0; i < 8; i++)
        {
            throttle.Failed("anna", s_start.Plus(Duration.FromSeconds(10)));
        }

        throttle.Failed("other", s_start.Plus(Duration.FromSeconds(11)));
        Assert.True(throttle.WaitOf("anna", s_start.Plus(Duration.FromSeconds(11))) > Duration.FromSeconds(20));
    }

    [Fact]
    public void AllNames_LongAgo_StartAnew()
    {
        LoginThrottle throttle = new();
        for (int i = 0; i < 20; i++)
        {
            throttle.Failed($"guess{i}", s_start);
        }

        Instant later = s_start.Plus(Duration.FromSeconds(600));
        throttle.Failed("late", later);

        Assert.Equal(Duration.Zero, throttle.WaitOf("anna", later));
    }
}
