using Pmip.Linux.Passwords;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class PasswordHashTests
{
    // Of the specification of SHA-crypt by Ulrich Drepper, its first test vector for SHA-512.
    private const string Known = "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1";

    [Fact]
    public void Password_Compared_WithAHashOfElsewhere_MatchesOrNot()
    {
        Assert.True(PasswordHash.Matches(Known, "Hello world!", out string problem), problem);
        Assert.False(PasswordHash.Matches(Known, "Hello world", out problem));
        Assert.Equal("", problem);
    }

    [Fact]
    public void Hash_Made_Twice_DifferentSaltsAndBothMatch()
    {
        Assert.True(PasswordHash.TryMake("b\u00e4r", out string one, out string problem), problem);
        Assert.True(PasswordHash.TryMake("b\u00e4r", out string other, out _));

        Assert.NotEqual(one, other);
        Assert.True(PasswordHash.IsHash(one), one);
        Assert.True(PasswordHash.Matches(one, "b\u00e4r", out _));
        Assert.False(PasswordHash.Matches(one, "bar", out _));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("$1$abcdefgh$abcdefghabcdefghabcdef")]
    [InlineData("$6$salt:string$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO")]
    [InlineData("$6$short")]
    public void Text_ThatIsNoHash_IsToldApart(string text) => Assert.False(PasswordHash.IsHash(text));

    [Fact]
    public void Password_TooLongOrWithZero_RefusedWithAReason()
    {
        Assert.False(PasswordHash.Matches(Known, new string('a', PasswordHash.PasswordLengthMax + 1), out string problem));
        Assert.Contains("511", problem, System.StringComparison.Ordinal);
        Assert.False(PasswordHash.Matches(Known, "Hello\0world", out problem));
        Assert.NotEqual("", problem);
    }
}
