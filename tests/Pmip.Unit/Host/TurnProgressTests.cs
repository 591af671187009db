using Pmip.Appliance.Host;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Host;

/// <summary>What is progress of the control loop: work, but not turning about.</summary>
public sealed class TurnProgressTests
{
    private readonly LoopProgress _loop = new("control", Duration.FromSeconds(10));

    [Fact]
    public void Turn_WithTimersOnTime_IsProgress()
    {
        TurnProgress turns = new(_loop);
        turns.TurnEnded(At(10_000), Instant.Never);
        turns.TurnEnded(At(10_000), At(10_500));
        turns.TurnEnded(At(10_000), At(8_000));
        turns.TurnEnded(At(10_000), At(8_000));
        Assert.Equal(4, _loop.Count);
    }

    [Fact]
    public void Backlog_ThatIsWorkedOff_IsProgress()
    {
        TurnProgress turns = new(_loop);
        for (int turn = 0; turn < 1000; turn++)
        {
            // Every turn takes 100 ms and works off 10 ms: the loop falls behind further and further, and gets on all the same.
            turns.TurnEnded(At(10_000 + (turn * 100)), At(1000 + (turn * 10)));
        }

        Assert.Equal(1000, _loop.Count);
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1000, 999)]
    [InlineData(999, 1000)]
    public void Turns_AboutTheSameOverdueDeadlines_AreNone(int first, int second)
    {
        TurnProgress turns = new(_loop);
        turns.TurnEnded(At(3000), Instant.Never);
        long before = _loop.Count;
        for (int turn = 0; turn < 1000; turn++)
        {
            turns.TurnEnded(At(4000 + turn), At(turn % 2 == 0 ? first : second));
        }

        Assert.InRange(_loop.Count - before, 1, 2);
    }

    [Fact]
    public void Loop_ThatCaughtUp_MayFallBehindAgain()
    {
        TurnProgress turns = new(_loop);
        turns.TurnEnded(At(10_000), At(7_000));
        turns.TurnEnded(At(10_000), At(9_900));
        turns.TurnEnded(At(20_000), At(6_000));
        Assert.Equal(3, _loop.Count);
    }

    private static Instant At(long milliseconds) => new(milliseconds * 1000);
}
