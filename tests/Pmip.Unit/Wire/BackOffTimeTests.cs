using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Wire;

public sealed class BackOffTimeTests
{
    [Theory]
    [InlineData(-1, 0u)]
    [InlineData(0, 0u)]
    [InlineData(1, 2u)]
    [InlineData(62, 62u)]
    [InlineData(63, 120u)]
    [InlineData(1860, 1860u)]
    [InlineData(1861, 2400u)]
    [InlineData(18_601, 21_600u)]
    [InlineData(111_601, 144_000u)]
    [InlineData(BackOffTime.SecondsMax, (uint)BackOffTime.SecondsMax)]
    [InlineData(int.MaxValue, (uint)BackOffTime.SecondsMax)]
    public void BackOffTime_FromSeconds_IsTheShortestThatIsLongEnough(int seconds, uint expected)
    {
        Assert.True(BackOffTime.FromSeconds(seconds).TryGetSeconds(out uint told));
        Assert.Equal(expected, told);
    }
}
