using FsCheck;
using FsCheck.Fluent;
using Pmip.Board.Buttons;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Board;

public sealed class ButtonHoldTests
{
    private static readonly Instant s_start = new Instant(7_000_000);

    [Theory]
    [InlineData(999, ButtonStage.None)]
    [InlineData(1_000, ButtonStage.Restart)]
    [InlineData(4_999, ButtonStage.Restart)]
    [InlineData(5_000, ButtonStage.SafeMode)]
    [InlineData(9_999, ButtonStage.SafeMode)]
    [InlineData(10_000, ButtonStage.FactoryReset)]
    [InlineData(19_999, ButtonStage.FactoryReset)]
    [InlineData(20_000, ButtonStage.None)]
    [InlineData(3_600_000, ButtonStage.None)]
    public void Button_LetGoAfterAWhile_AsksForItsStage(int milliseconds, ButtonStage expected)
    {
        ButtonHold hold = new();
        hold.Press(s_start);
        Assert.Equal(expected, hold.Release(s_start.Plus(Duration.FromMilliseconds(milliseconds))));
    }

    [Fact]
    public void Button_LetGoWithoutAPress_AsksForNothing() =>
        Assert.Equal(ButtonStage.None, new ButtonHold().Release(s_start.Plus(Duration.FromSeconds(100))));

    // What the light shows just before is what letting go does, but for the stage in which it was given up.
    [Fact]
    public void Stage_ShownBeforeLettingGo_IsWhatIsDone() => Prop.ForAll(
        Gen.Choose(0, 30_000).ToArbitrary(),
        milliseconds =>
        {
            ButtonHold hold = new();
            hold.Press(s_start);
            Instant end = s_start.Plus(Duration.FromMilliseconds(milliseconds));
            ButtonStage shown = hold.StageAt(end);
            Instant change = hold.NextChange(end);
            bool changesThen = change == Instant.Never || (change > end && hold.StageAt(change) != shown);
            ButtonStage done = hold.Release(end);
            return changesThen && (done == shown || (shown == ButtonStage.GivenUp && done == ButtonStage.None))
                && hold.StageAt(end.Plus(Duration.FromSeconds(60))) == ButtonStage.None;
        }).QuickCheckThrowOnFailure();
}
