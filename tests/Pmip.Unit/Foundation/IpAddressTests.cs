using System.Net;
using FsCheck;
using FsCheck.Fluent;
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
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4::5:6:7:8")]
    [InlineData("1::2::3")]
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData("12345::")]
    [InlineData("::1.2.3")]
    [InlineData("::1.2.3.4:5")]
    [InlineData("1.2.3.4::")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("::+1")]
    [InlineData(":: 1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.4 ")]
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

    [Fact]
    public void Text_Read_AnyIPv6_AsTheFrameworkReadsIt() => Prop.ForAll(ArbMap.Default.ArbFor<(ulong, ulong, byte)>(), triple =>
    {
        // A mask of empty groups makes every place of "::" turn up.
        byte[] octets = new byte[16];
        for (int i = 0; i < 16; i++)
        {
            ulong half = i < 8 ? triple.Item1 : triple.Item2;
            octets[i] = (triple.Item3 >> (i / 2) & 1) == 0 ? (byte)(half >> (8 * (i & 7)) & 0xFF) : (byte)0;
        }

        string text = new IPAddress(octets).ToString();
        return IpAddress.TryParse(text, out IpAddress address) && address == IpAddress.Read(octets);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0x0a0b0c0d", 0x0a0b0c0d)]
    [InlineData("0XFFFFFFFF", 0xffffffff)]
    [InlineData("4294967295", 0xffffffff)]
    [InlineData("7", 7)]
    public void Key_Read_EitherForm_Value(string text, uint value)
    {
        Assert.True(GreKey.TryParse(text, out GreKey key));
        Assert.Equal(value, key.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0x0")]
    [InlineData("0x")]
    [InlineData("0x100000000")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    [InlineData("key")]
    public void Key_Read_NoKey_Refused(string text) => Assert.False(GreKey.TryParse(text, out _));
}
