using System;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Configuration;

/// <summary>Static tunnels in the file (R7).</summary>
public sealed class TunnelConfigurationTests
{
    private const string Node = """
        {
          "name": "n", "role": "both",
          "transport": { "ipv6": "2001:db8:f::1", "ipv4": "192.0.2.1", "interfaces": ["wan0"] },
          "timers": { "greSupervisionSeconds": 30 },
          "lma": {
            "peers": [ { "name": "mag1", "ipv6": "2001:db8:f::11" } ],
            "accessPoints": [ { "name": "internet", "ipv6Pool": "2001:db8:100::/48", "ipv4Pool": "10.45.0.0/16" } ],
            "subscribers": [ { "identifier": "a@b", "accessPoint": "internet", "ipv4Address": "10.99.0.1" } ]
          },
          "mag": { "lmas": [ { "name": "lma2", "ipv6": "2001:db8:f::2" } ], "access": [ { "interface": "acc0" } ] },
          "tunnels": [
            { "name": "east", "role": "lma", "local": "2001:db8:f::1", "remote": "2001:db8:f::11", "sendKey": "0x0a000001",
              "receiveKey": "0x0b000001", "prefixes": ["2001:db8:600:1::/64"], "ipv4": "10.60.0.9", "supervisionSeconds": 20 },
            { "name": "west", "role": "mag", "local": "192.0.2.1", "remote": "192.0.2.2", "sendKey": "0x0a000002",
              "receiveKey": "0x0b000001", "ipv4": "10.61.0.9", "interface": "acc0", "mac": "02:00:00:00:00:09", "encapsulation": "udp" }
          ]
        }
        """;

    [Fact]
    [Trait("Requirement", "R7")]
    [Trait("Requirement", "R6")]
    public void File_Read_StaticTunnels_EveryValueAndDefault()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(Node);

        Assert.Equal(2, configuration.Tunnels.Count);
        Assert.Equal([new GreKey(0x0B00_0001), new GreKey(0x0B00_0001)], configuration.Lma!.ExcludedKeys);
        Assert.Equal(configuration.Lma.ExcludedKeys, configuration.Mag!.ExcludedKeys);
        Assert.Equal(Duration.FromSeconds(30), configuration.GreSupervision);
        StaticTunnelConfiguration east = configuration.Tunnels[0];
        Assert.True(east.AtLma);
        Assert.Equal(("east", new GreKey(0x0A00_0001), new GreKey(0x0B00_0001)), (east.Name, east.SendKey, east.ReceiveKey));
        Assert.Equal(IpPrefix.Parse("2001:db8:600:1::/64"), east.Prefixes[0]);
        Assert.Equal(IpAddress.Parse("10.60.0.9"), east.Ipv4);
        Assert.Equal(Duration.FromSeconds(20), east.Supervision);
        Assert.Equal(GreEncapsulation.Gre, east.Encapsulation);
        StaticTunnelConfiguration west = configuration.Tunnels[1];
        Assert.False(west.AtLma);
        Assert.Equal(("acc0", new MacAddress(0x0200_0000_0009)), (west.Interface, west.LinkLayerAddress));
        Assert.Equal(GreEncapsulation.UdpTlvGre, west.Encapsulation);
        Assert.Equal(default, west.Supervision);
    }

    [Theory]
    [InlineData("\"name\": \"west\"", "\"name\": \"east\"", "tunnels[1].name: the tunnel \"east\" is given twice; the first is tunnels[0].name in line 12")]
    [InlineData("\"local\": \"192.0.2.1\"", "\"local\": \"192.0.2.7\"",
        "tunnels[1].local: 192.0.2.7 is not our own address; wanted is the one of transport.ipv6 or transport.ipv4")]
    [InlineData("\"remote\": \"192.0.2.2\"", "\"remote\": \"192.0.2.1\"", "tunnels[1].remote: 192.0.2.1 is our own address")]
    [InlineData("\"remote\": \"2001:db8:f::11\"", "\"remote\": \"192.0.2.11\"",
        "tunnels[0].remote: 192.0.2.11 is not of the family of our end 2001:db8:f::1")]
    [InlineData("\"supervisionSeconds\": 20", "\"encapsulation\": \"udp\"",
        "tunnels[0].encapsulation: GRE goes in UDP over IPv4 only; wanted are IPv4 addresses of both ends, or \"gre\"")]
    [InlineData("\"sendKey\": \"0x0a000001\"", "\"sendKey\": \"0\"",
        "tunnels[0].sendKey: \"0\" is not a GRE key as text, from 0x00000001 to 0xffffffff, such as 0x0a0b0c0d")]
    [InlineData("\"prefixes\": [\"2001:db8:600:1::/64\"], \"ipv4\": \"10.60.0.9\", ", "",
        "tunnels[0]: an address of the node is missing; wanted is the key \"prefixes\", \"ipv4\" or both")]
    [InlineData("2001:db8:600:1::/64", "2001:db8:100:1::/64",
        "tunnels[0].prefixes[0]: 2001:db8:100:1::/64 lies in 2001:db8:100::/48 of lma.accessPoints[0].ipv6Pool; wanted is one outside all pools and of "
            + "no subscriber")]
    [InlineData("10.60.0.9", "10.99.0.1",
        "tunnels[0].ipv4: 10.99.0.1 lies in 10.99.0.1 of lma.subscribers[0].ipv4Address; wanted is one outside all pools and of no subscriber")]
    [InlineData("2001:db8:600:1::/64", "2001:db8:600::/56",
        "tunnels[0].prefixes[0]: \"2001:db8:600::/56\" is not an IPv6 prefix of length 64 with no bits after it, such as 2001:db8:0:1::/64")]
    [InlineData("\"interface\": \"acc0\", \"mac\"", "\"mac\"",
        "tunnels[1]: a tunnel of the role \"mag\" needs the key \"interface\" of its node, which is missing")]
    [InlineData("\"interface\": \"acc0\", \"mac\"", "\"interface\": \"acc1\", \"mac\"",
        "tunnels[1].interface: \"acc1\" is not an interface of mag.access; did you mean \"acc0\"?")]
    [InlineData("\"supervisionSeconds\": 20", "\"mac\": \"02:00:00:00:00:09\"",
        "tunnels[0].mac: only a tunnel of the role \"mag\" has a node on a link of ours; remove the key")]
    public void File_Checked_TunnelBrokenInOnePlace_OneErrorAtThePlace(string right, string wrong, string expected)
    {
        Assert.Contains(right, Node, StringComparison.Ordinal);

        string error = Assert.Single(ConfigurationSamples.ErrorsOf(Replaced(Node, right, wrong)));

        Assert.EndsWith(": " + expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Checked_TwoTunnelsOfOneRole_WithOneKeyOrAddress_AreTold()
    {
        const string West = "\"role\": \"mag\", \"local\": \"192.0.2.1\"";
        string json = Replaced(Node, West, "\"role\": \"lma\", \"local\": \"192.0.2.1\"")
            .Replace("10.61.0.9", "10.60.0.9", StringComparison.Ordinal)
            .Replace(", \"interface\": \"acc0\", \"mac\": \"02:00:00:00:00:09\"", "", StringComparison.Ordinal);

        List<string> errors = ConfigurationSamples.ErrorsOf(json);

        Assert.Equal(2, errors.Count);
        Assert.EndsWith(
            "tunnels[1].receiveKey: the key 0x0b000001 is given twice; the first is tunnels[0].receiveKey in line 13", errors[0], StringComparison.Ordinal);
        Assert.EndsWith("tunnels[1].ipv4: 10.60.0.9 is given twice; the first is tunnels[0].ipv4 in line 13", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void File_Checked_TunnelOfARoleThatTheNodeHasNot_IsTold()
    {
        string json = ConfigurationSamples.Lma.TrimEnd()[..^1] + """
            , "tunnels": [ { "name": "west", "role": "mag", "local": "192.0.2.1", "remote": "192.0.2.2", "sendKey": "1", "receiveKey": "2",
              "ipv4": "10.61.0.9", "interface": "acc0", "mac": "02:00:00:00:00:09" } ] }
            """;

        List<string> errors = ConfigurationSamples.ErrorsOf(json);

        Assert.Contains(errors, error => error.EndsWith(
            "tunnels[0].role: a tunnel of the role \"mag\" needs the section \"mag\", which is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void File_Checked_UdpTowardsAnLmaOverIpv6_IsTold()
    {
        string json = Replaced(Node, "\"ipv6\": \"2001:db8:f::2\"", "\"ipv6\": \"2001:db8:f::2\", \"forceUdp\": true");

        string error = Assert.Single(ConfigurationSamples.ErrorsOf(json));

        Assert.Contains("mag.lmas[0].forceUdp: user traffic goes in UDP over IPv4 only", error, StringComparison.Ordinal);
    }

    // The first place only.
    private static string Replaced(string text, string right, string wrong)
    {
        int place = text.IndexOf(right, StringComparison.Ordinal);
        return text[..place] + wrong + text[(place + right.Length)..];
    }
}
