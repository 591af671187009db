using Pmip.DataPath.SlowPath;
using Xunit;

namespace Pmip.Unit.DataPath.SlowPath;

public sealed class SequenceWindowTests
{
    // RFC 2890 2.2: a number up to 2^31 - 1 behind, or the last one itself, is old; any other is taken.
    [Fact]
    public void Take_NumbersInAndOutOfOrder_OnlyThoseBehindAreOld()
    {
        SequenceWindow window = default;
        uint expected = 0;
        Assert.True(window.TryTake(0, ref expected));
        Assert.False(window.TryTake(0, ref expected));
        Assert.True(window.TryTake(5, ref expected));
        Assert.False(window.TryTake(4, ref expected));
        Assert.False(window.TryTake(5, ref expected));
        Assert.True(window.TryTake(6, ref expected));
        Assert.Equal(7u, expected);
    }

    [Fact]
    public void Take_OverTheEndOfTheNumbers_GoesOn()
    {
        SequenceWindow window = default;
        uint expected = 0;
        Assert.True(window.TryTake(0x7000_0000, ref expected));
        Assert.True(window.TryTake(0xE000_0000, ref expected));
        Assert.True(window.TryTake(uint.MaxValue, ref expected));
        Assert.False(window.TryTake(uint.MaxValue, ref expected));
        Assert.True(window.TryTake(0, ref expected));
        Assert.False(window.TryTake(uint.MaxValue - 7, ref expected));
        Assert.True(window.TryTake(1, ref expected));
    }

    [Fact]
    public void Take_ALongRunOfOldNumbers_IsTheSendersNewCount()
    {
        SequenceWindow window = default;
        uint expected = 10_000;
        for (uint number = 0; number < SequenceWindow.RunOfANewCount - 1; number++)
        {
            Assert.False(window.TryTake(number, ref expected));
        }

        Assert.True(window.TryTake(SequenceWindow.RunOfANewCount - 1, ref expected));
        Assert.True(window.TryTake(SequenceWindow.RunOfANewCount, ref expected));
        Assert.Equal((uint)SequenceWindow.RunOfANewCount + 1, expected);
    }

    [Fact]
    public void Take_OldNumbersWithAGap_StayOld()
    {
        SequenceWindow window = default;
        uint expected = 10_000;
        for (uint number = 0; number < 4 * SequenceWindow.RunOfANewCount; number++)
        {
            Assert.False(window.TryTake(number + (number / 16), ref expected));
        }

        Assert.Equal(10_000u, expected);
    }
}
