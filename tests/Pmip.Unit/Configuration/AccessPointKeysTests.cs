using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Configuration;

public sealed class AccessPointKeysTests
{
    private const string Before = "\"name\": \"internet\",";

    [Fact]
    public void AccessPoint_WithoutTheKeysOf3gpp_DoesWithoutThem()
    {
        LmaConfiguration lma = ConfigurationSamples.Read(ConfigurationSamples.Lma).Lma!;

        Assert.Equal(Ipv4Allocation.Immediate, lma.AccessPoints[0].Ipv4Allocation);
        Assert.Empty(lma.AccessPoints[0].DnsServers);
        Assert.Null(lma.AccessPoints[0].BackOffTime);
        Assert.False(lma.RequireTimestamp);
    }

    [Fact]
    public void AccessPoint_WithTheKeysOf3gpp_IsRead()
    {
        LmaConfiguration lma = ConfigurationSamples.Read(With(
            """ "ipv4Allocation": "deferred", "dns": ["2001:db8::53", "198.51.100.53"], "backOffSeconds": 61, """)).Lma!;

        Assert.Equal(Ipv4Allocation.Deferred, lma.AccessPoints[0].Ipv4Allocation);
        Assert.Equal([IpAddress.Parse("2001:db8::53"), IpAddress.Parse("198.51.100.53")], lma.AccessPoints[0].DnsServers);
        Assert.Equal(BackOffTime.FromSeconds(61), lma.AccessPoints[0].BackOffTime);
        Assert.Empty(lma.AccessPoints[1].DnsServers);
    }

    [Fact]
    public void RequireTimestamp_True_IsRead() => Assert.True(ConfigurationSamples.Read(ConfigurationSamples.Lma.Replace(
        "\"interfaces\": [\"pdn0\"],", "\"interfaces\": [\"pdn0\"], \"requireTimestamp\": true,", StringComparison.Ordinal)).Lma!.RequireTimestamp);

    [Theory]
    [InlineData(""" "backOffSeconds": 1116001, """, "a whole number from 0 to 1116000")]
    [InlineData(""" "dns": ["example"], """, "example")]
    [InlineData(""" "ipv4Allocation": "later", """, "deferred")]
    public void Key_WithAWrongValue_IsReportedWithWhatIsWanted(string keys, string wanted)
    {
        string error = Assert.Single(ConfigurationSamples.ErrorsOf(With(keys)));

        Assert.Contains(wanted, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Deferred_AtAnAccessPointOfOneFamily_IsAnError()
    {
        string error = Assert.Single(ConfigurationSamples.ErrorsOf(ConfigurationSamples.Lma.Replace(
            "\"type\": \"ipv6\",", "\"type\": \"ipv6\", \"ipv4Allocation\": \"deferred\",", StringComparison.Ordinal)));

        Assert.Contains("no IPv4 address to give later", error, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysOf3gpp_InTheOtherSpecification_AreErrors()
    {
        string keys = """ "ipv4Allocation": "deferred", "dns": ["2001:db8::53"], "backOffSeconds": 60, """;

        System.Collections.Generic.List<string> errors = ConfigurationSamples.ErrorsOf(With(keys)
            .Replace("\"role\": \"lma\",", "\"role\": \"lma\", \"specification\": \"ietf\",", StringComparison.Ordinal)
            .Replace("\"interfaces\": [\"pdn0\"],", "\"interfaces\": [\"pdn0\"], \"requireTimestamp\": true,", StringComparison.Ordinal));

        Assert.Equal(4, errors.Count);
        Assert.All(errors, static error => Assert.Contains("no meaning with the specification", error, StringComparison.Ordinal));
    }

    private static string With(string keys) => ConfigurationSamples.Lma.Replace(Before, Before + keys, StringComparison.Ordinal);
}
