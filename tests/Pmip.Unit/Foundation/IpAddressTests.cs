using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.Foundation;

public sealed class IpAddressTests
{
    [Theory]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("fe80::200:5eff:fe00:5213", "fe80::200:5eff:fe00:5213")]
    [InlineData("1:0:0:0:0:0:0:0", "1::")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    public void Text_ReadAndWritten_FollowsRfc5952(string text, string canonical) =>
        Assert.Equal(canonical, IpAddress.Parse(text).ToString());

    [Theory]
    [InlineData("10")]
    [InlineData("10.0.0.256")]
    [InlineData("010.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("")]
    public void Text_NotAnAddress_Refused(string text) => Assert.False(IpAddress.TryParse(text, out _));

    [Fact]
    [Trait("Requirement", "R12")]
    public void Ipv4_InOurType_IsTheMappedFormOfRfc4291()
    {
        byte[] octets = new byte[16];
        IpAddress.Parse("192.0.2.1").Write(octets);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1], octets);
    }

    [Theory]
    [InlineData("2001:db8:100::/48", "2001:db8:100:5::1", true)]
    [InlineData("2001:db8:100::/48", "2001:db8:101::1", false)]
    [InlineData("10.45.0.0/16", "10.45.3.4", true)]
    [InlineData("10.45.0.0/16", "10.46.3.4", false)]
    [InlineData("::/0", "10.46.3.4", false)]
    public void Prefix_Contains_ByFamilyAndBits(string prefix, string address, bool contains) =>
        Assert.Equal(contains, IpPrefix.Parse(prefix).Contains(IpAddress.Parse(address)));
}
