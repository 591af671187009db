using System.Collections.Generic;
using System.Linq;
using Pmip.Foundation.Randomness;
using Xunit;

namespace Pmip.Unit.Foundation;

public sealed class SipHashTests
{
    /// <summary>First outputs of the reference implementation's table: key 00..0f, input 00, 00 01, ... (SipHash-2-4).</summary>
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31UL)]
    [InlineData(1, 0x74f839c593dc67fdUL)]
    [InlineData(7, 0xab0200f58b01d137UL)]
    [InlineData(8, 0x93f5f5799a932462UL)]
    [InlineData(15, 0xa129ca6149be45e5UL)]
    public void Strong_OnTheReferenceInput_GivesTheReferenceOutput(int length, ulong expected)
    {
        SipHash hash = new(0x0706050403020100UL, 0x0f0e0d0c0b0a0908UL);
        byte[] input = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        Assert.Equal(expected, hash.Strong(input));
    }

    [Fact]
    public void KeyStream_OfOneSecret_RepeatsAndNeverRepeatsItself()
    {
        KeyStream a = new(1, 2);
        KeyStream b = new(1, 2);
        HashSet<ulong> seen = [];
        for (int i = 0; i < 10_000; i++)
        {
            ulong value = a.Next();
            Assert.Equal(value, b.Next());
            Assert.True(seen.Add(value));
        }
    }
}
