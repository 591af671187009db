using Pmip.Appliance.Host;
using Xunit;

namespace Pmip.Unit.Host;

public sealed class ProfileContentTests
{
    [Theory]
    [InlineData(new ulong[] { 5, 6 }, new ulong[0], new[] { 0, 1 })]
    [InlineData(new ulong[] { 6 }, new ulong[] { 5, 6 }, new[] { 1 })]
    [InlineData(new ulong[] { 7, 6, 5 }, new ulong[] { 5, 6 }, new[] { 2, 1, 0 })]
    [InlineData(new ulong[] { 8, 6, 9 }, new ulong[] { 0, 6 }, new[] { 0, 1, 2 })]
    [InlineData(new ulong[] { 6, 6 }, new ulong[] { 5, 6 }, new[] { 1, 0 })]
    public void Numbers_OfConnections_KeepWhatWasThere(ulong[] contents, ulong[] before, int[] numbers) =>
        Assert.Equal(numbers, ProfileContent.Numbers(contents, before));
}
