using Pmip.Engine.Sessions;
using Xunit;

namespace Pmip.Unit.Engine.Sessions;

public sealed class IdentifierTableTests
{
    [Fact]
    public void Identifier_SetAndCleared_IsFoundExactlyWhileSet()
    {
        IdentifierTable table = new(2, 16);

        table.Set(1, "mn1@example.com"u8);

        Assert.True(table.Holds(1, "mn1@example.com"u8));
        Assert.False(table.Holds(1, "mn1@example.co"u8));
        Assert.True(table[0].IsEmpty);
        table.Clear(1);
        Assert.True(table[1].IsEmpty);
    }

    [Fact]
    public void Identifier_ReplacedByShorter_LeavesNoRest()
    {
        IdentifierTable table = new(1, 16);
        table.Set(0, "0123456789abcdef"u8);

        table.Set(0, "mn"u8);

        Assert.True(table.Holds(0, "mn"u8));
    }
}
