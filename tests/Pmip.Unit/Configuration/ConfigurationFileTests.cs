using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Configuration;

public class ConfigurationFileTests
{
    [Fact]
    public void File_Read_LmaSample_EveryValueAndDefault()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(ConfigurationSamples.Lma);

        Assert.Equal("lma1", configuration.Name);
        Assert.Equal(ApplianceRole.Lma, configuration.Role);
        Assert.Null(configuration.Mag);
        Assert.Null(configuration.Access);
        Assert.Equal(64, configuration.Lma!.Limits.Bindings);
        Assert.Equal(16, configuration.Limits.Peers);
        Assert.Equal(["pdn0"], configuration.ServiceInterfaces);
        Assert.False(configuration.AcceptAnyUplinkSource);
        Assert.Equal("pmip0", configuration.Transport.TunnelInterface);
        Assert.Equal(IpAddress.Parse("2001:db8:f::1"), configuration.Transport.Ipv6);
        Assert.Equal(IpPrefix.Parse("2001:db8:e::/48"), configuration.Lma.Peers[1].Prefix);
        Assert.Equal(IpAddress.Parse("10.45.0.1"), configuration.Lma.AccessPoints[0].Ipv4Router);
        Assert.Equal(PdnType.Ipv6, configuration.Lma.AccessPoints[1].Type);
        Assert.Equal(IpAddress.Parse("10.45.9.9"), configuration.Lma.Subscribers[0].Ipv4Address);
        Assert.True(configuration.Lma.Subscribers[0].IsEnabled);
        Assert.Equal(Duration.FromSeconds(3600), configuration.Lma.LifetimeMax);
        Assert.Equal("/run/pmip/pmipd.sock", configuration.ControlSocket);
        Assert.Equal(EventLevel.Info, configuration.LogLevel);
    }

    [Fact]
    public void File_Read_MagSample_EveryValueAndDefault()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(ConfigurationSamples.Mag);

        Assert.Equal(SpecificationMode.Ietf, configuration.Specification);
        Assert.Null(configuration.Lma);
        Assert.Equal(SignallingForm.UdpMapped, configuration.Mag!.Lmas[0].Form);
        Assert.Equal(SignallingForm.UdpBare, configuration.Mag.Lmas[1].Form);
        Assert.Equal(["internet", "ims"], configuration.Mag.AccessPoints);
        Assert.Equal(IpAddress.Parse("192.0.2.11"), configuration.Mag.Ipv4);
        Assert.True(configuration.Mag.Ipv6.IsUnspecified);
        AccessConfiguration access = configuration.Access!;
        Assert.Equal(AccessTechnologyType.WirelessLan, access.Links[0].Technology);
        Assert.False(access.Links[0].HasFixedLinkLayerAddress);
        Assert.Equal(5, access.Presence.Probes);
        Assert.Equal(Duration.FromMilliseconds(1000), access.Presence.ProbeInterval);
        Assert.Equal(2, access.NameServers.Count);
        Assert.Equal(new MacAddress(0x0200_0000_0001), access.Profiles[0].LinkLayerAddress);
        Assert.Equal(new ConnectionConfiguration { AccessPoint = 0, Lma = 1, Type = PdnType.Ipv4, PdnConnectionId = 3 }, access.Profiles[0].Connections[0]);
        Assert.Equal(new ConnectionConfiguration { AccessPoint = 1, Lma = 0 }, access.Profiles[0].Connections[1]);
        Assert.True(access.DefaultProfile!.Identifier.HasMark);
        Assert.Equal(EventLevel.Debug, configuration.LogLevel);
    }

    [Theory]
    [InlineData("\"mtu\": 1500", "\"mtu\": 9600", "f.json:4:95: transport.mtu: 9600 is out of range; wanted is a whole number from 1280 to 9216")]
    [InlineData("\"mtu\": 1500", "\"mtu\": \"1500\"", "f.json:4:95: transport.mtu: \"1500\" is text; wanted is a whole number from 1280 to 9216")]
    [InlineData("\"mtu\": 1500", "\"mtu\": 1.5e3", "f.json:4:95: transport.mtu: 1.5e3 is not a whole number; wanted is a whole number from 1280 to 9216")]
    [InlineData("\"mtu\": 1500", "\"mtu\": null", "f.json:4:95: transport.mtu: this is null; wanted is a whole number from 1280 to 9216")]
    [InlineData("\"mtu\": 1500", "\"mut\": 1500", "f.json:4:88: transport.mut: unknown key \"mut\"; did you mean \"mtu\"?")]
    [InlineData("\"mtu\": 1500", "\"colour\": 1500", "f.json:4:88: transport.colour: unknown key \"colour\"; known here are ipv6, ipv4, interfaces, mtu, tunnelInterface")]
    [InlineData("\"mtu\": 1500", "\"ipv4\": \"192.0.2.2\"", "f.json:4:88: transport.ipv4: given twice; the first is in line 4")]
    [InlineData("\"mtu\": 1500", "\"tunnelInterface\": \"sixteen-letters-\"", "f.json:4:107: transport.tunnelInterface: \"sixteen-letters-\" is not the name of an interface: 1 to 15 characters without blanks and slashes")]
    [InlineData("\"mtu\": 1500", "\"tunnelInterface\": \"wan0\"", "f.json:4:107: transport.tunnelInterface: the interface \"wan0\" is given twice; the first is transport.interfaces[0] in line 4")]
    [InlineData("\"lma\",", "\"lna\",", "f.json:2:27: role: \"lna\" is not one of lma, mag, both; did you mean \"lma\"?")]
    [InlineData("\"lma\",", "\"both\",", "f.json:2:27: role: \"both\" needs the section \"mag\", which is missing")]
    [InlineData("\"name\": \"lma1\", ", "", "f.json:1:1: the key \"name\" is missing; wanted is printable text of 1 to 63 octets")]
    [InlineData("\"name\": \"lma1\"", "\"Name\": \"lma1\", \"name\": \"lma1\"", "f.json:2:3: Name: unknown key \"Name\"; did you mean \"name\"?")]
    [InlineData("[\"wan0\"]", "[]", "f.json:4:78: transport.interfaces: the list has 0 elements; wanted is a list of 1 to 8 elements")]
    [InlineData("[\"wan0\"]", "\"wan0\"", "f.json:4:78: transport.interfaces: \"wan0\" is text; wanted is a list of 1 to 8 elements")]
    [InlineData("\"2001:db8:f::1\"", "\"192.0.2.9\"", "f.json:4:26: transport.ipv6: \"192.0.2.9\" is not an IPv6 address of one node, such as 2001:db8::1")]
    [InlineData("\"192.0.2.1\"", "\"192.0.2\"", "f.json:4:51: transport.ipv4: \"192.0.2\" is not an IPv4 address of one node, such as 192.0.2.1")]
    [InlineData("\"lifetimeSeconds\": 3600", "\"lifetimeSeconds\": 3602", "f.json:5:34: timers.lifetimeSeconds: 3602 is not a multiple of 4, the unit of lifetimes in messages")]
    [InlineData("\"lifetimeSeconds\": 3600", "\"initialBindAckTimeoutMs\": 40000", "f.json:5:42: timers.initialBindAckTimeoutMs: initialBindAckTimeoutMs 40000 is more than maxBindAckTimeoutMs 32000")]
    [InlineData("\"bindings\": 64, \"identifierOctets\": 72", "\"bindings\": 1000000, \"identifierOctets\": 254", "f.json:3:13: limits: bindings 1000000 times identifierOctets 254 is 254000000; at most 134217728 octets of identifiers are kept")]
    [InlineData("\"identifierOctets\": 72", "\"peers\": 1, \"identifierOctets\": 16", null)]
    [InlineData("\"name\": \"trains\", \"prefix\": \"2001:db8:e::/48\"", "\"name\": \"mag1\", \"ipv4\": \"192.0.2.12\"", "f.json:8:72: lma.peers[1].name: the name \"mag1\" is given twice; the first is lma.peers[0].name in line 8")]
    [InlineData("\"prefix\": \"2001:db8:e::/48\"", "\"prefix\": \"2001:db8:e::1/48\"", "f.json:8:92: lma.peers[1].prefix: \"2001:db8:e::1/48\" is not an IPv6 or IPv4 prefix with no bits after it, such as 2001:db8:e::/48")]
    [InlineData("\"prefix\": \"2001:db8:e::/48\"", "\"ipv6\": \"2001:db8:f:0::11\"", "f.json:8:90: lma.peers[1].ipv6: 2001:db8:f::11 is given twice; the first is lma.peers[0].ipv6 in line 8")]
    [InlineData("\"prefix\": \"2001:db8:e::/48\"", "\"ipv6\": \"2001:db8:f::1\"", "f.json:8:90: lma.peers[1].ipv6: 2001:db8:f::1 is our own address, transport.ipv6")]
    [InlineData(", \"prefix\": \"2001:db8:e::/48\"", "", "f.json:8:62: lma.peers[1]: wanted are addresses, \"ipv6\", \"ipv4\" or both, or else a \"prefix\"")]
    [InlineData("\"ipv6\": \"2001:db8:f::1\", ", "", "f.json:8:16: lma.peers[0]: it cannot be reached: transport has no ipv6 address|f.json:8:62: lma.peers[1]: it cannot be reached: transport has no ipv6 address")]
    [InlineData("10.45.0.0/16", "10.45.0.0/31", "f.json:10:74: lma.accessPoints[0].ipv4Pool: \"10.45.0.0/31\" is not an IPv4 prefix of length 8 to 30 with no bits after it, such as 10.45.0.0/16")]
    [InlineData("2001:db8:100::/48", "2001:db8:100::/65", "f.json:10:41: lma.accessPoints[0].ipv6Pool: \"2001:db8:100::/65\" is not an IPv6 prefix of length 16 to 64 with no bits after it, such as 2001:db8::/48")]
    [InlineData("2001:db8:200::/48", "2001:db8::/40", "f.json:11:60: lma.accessPoints[1].ipv6Pool: 2001:db8::/40 holds our own address 2001:db8:f::1, transport.ipv6")]
    [InlineData("2001:db8:200::/48", "2001:db8:100:ff00::/56", "f.json:11:60: lma.accessPoints[1].ipv6Pool: 2001:db8:100:ff00::/56 overlaps 2001:db8:100::/48 of lma.accessPoints[0].ipv6Pool in line 10")]
    [InlineData("\"10.45.0.0/16\"", "\"10.45.0.0/16\", \"ipv4Router\": \"10.46.0.1\"", "f.json:10:104: lma.accessPoints[0].ipv4Router: 10.46.0.1 is outside the pool 10.45.0.0/16")]
    [InlineData("\"10.45.0.0/16\"", "\"10.45.0.0/16\", \"ipv4Router\": \"10.45.255.255\"", "f.json:10:104: lma.accessPoints[0].ipv4Router: 10.45.255.255 is the first or the last address of the pool 10.45.0.0/16, which nobody may have")]
    [InlineData("\"10.45.0.0/16\"", "\"10.45.0.0/16\", \"ipv4Router\": \"10.45.9.9\"", "f.json:13:136: lma.subscribers[0].ipv4Address: 10.45.9.9 is the router of the pool 10.45.0.0/16")]
    [InlineData("\"ims.example\"", "\"internet\"", "f.json:11:17: lma.accessPoints[1].name: the access point \"internet\" is given twice; the first is lma.accessPoints[0].name in line 10")]
    [InlineData("\"ims.example\"", "\"ims..example\"", "f.json:11:17: lma.accessPoints[1].name: \"ims..example\" is not an access point name: labels of letters, digits and hyphens, 1 to 63 each and 99 together, such as internet")]
    [InlineData("\"type\": \"ipv6\", \"ipv6Pool\": \"2001:db8:200::/48\"", "\"type\": \"ipv4\", \"ipv6Pool\": \"2001:db8:200::/48\"", "f.json:11:60: lma.accessPoints[1].ipv6Pool: an access point of type \"ipv4\" has no use for it")]
    [InlineData("\"accessPoint\": \"internet\"", "\"accessPoint\": \"internt\"", "f.json:13:72: lma.subscribers[0].accessPoint: there is no access point \"internt\"; did you mean \"internet\"?")]
    [InlineData("2001:db8:1ff:1::/64", "2001:db8:200:1::/64", "f.json:13:98: lma.subscribers[0].ipv6Prefix: 2001:db8:200:1::/64 lies in the pool 2001:db8:200::/48 of the access point \"ims.example\"; wanted is one in the pool of \"internet\" or outside every pool")]
    [InlineData("2001:db8:1ff:1::/64", "2001:db8:100:1::/64", null)]
    [InlineData("2001:db8:1ff:1::/64", "2001:db8:1ff::/56", "f.json:13:98: lma.subscribers[0].ipv6Prefix: \"2001:db8:1ff::/56\" is not an IPv6 prefix of length 64 with no bits after it, such as 2001:db8:0:1::/64")]
    [InlineData("10.45.9.9", "10.45.0.1", "f.json:13:136: lma.subscribers[0].ipv4Address: 10.45.0.1 is the router of the pool 10.45.0.0/16")]
    [InlineData("\"ipv4Address\": \"10.45.9.9\" }", "\"ipv4Address\": \"10.45.9.9\" }, { \"identifier\": \"mn1@example.com\", \"accessPoint\": \"INTERNET\" }", "f.json:13:167: lma.subscribers[1].identifier: \"mn1@example.com\" at \"INTERNET\" is given twice; the first is lma.subscribers[0].identifier in line 13")]
    [InlineData("\"ipv4Address\": \"10.45.9.9\" }", "\"ipv4Address\": \"10.45.9.9\" }, { \"identifier\": \"mn2@example.com\", \"accessPoint\": \"internet\", \"ipv4Address\": \"10.45.9.9\" }", "f.json:13:228: lma.subscribers[1].ipv4Address: 10.45.9.9 is given twice; the first is lma.subscribers[0].ipv4Address in line 13")]
    [InlineData("mn1@example.com", "mn 1@example.com", "f.json:13:38: lma.subscribers[0].identifier: \"mn 1@example.com\" is not a network access identifier of 1 to 254 octets without blanks, such as mn1@example.com")]
    public void File_Checked_LmaBrokenInOnePlace_OneErrorAtThePlace(string right, string wrong, string? expected) => RequireError(ConfigurationSamples.Lma, right, wrong, expected);

    [Theory]
    [InlineData("\"role\": \"mag\"", "\"role\": \"lma\"", "f.json:3:27: role: \"lma\" needs the section \"lma\", which is missing|f.json:5:3: mag: not used by the role \"lma\"; remove the section or make the role \"both\"")]
    [InlineData("\"form\": \"udp\"", "\"form\": \"ipv6\"", "f.json:6:103: mag.lmas[1].form: the form \"ipv6\" needs the key \"ipv6\" of this LMA, which is missing")]
    [InlineData("\"form\": \"udp\"", "\"form\": \"ipv6\", \"ipv6\": \"2001:db8::2\"", "f.json:6:103: mag.lmas[1].form: the form \"ipv6\" needs transport.ipv6, which is missing")]
    [InlineData("\"ipv4\": \"192.0.2.11\", ", "", "f.json:4:16: transport: an address is missing; wanted is the key \"ipv6\", \"ipv4\" or both")]
    [InlineData("\"acc0\"", "\"wan0\"", "f.json:8:32: mag.access[0].interface: the interface \"wan0\" is given twice; the first is transport.interfaces[0] in line 4")]
    [InlineData("02-00-00-00-00-01", "03:00:00:00:00:01", "f.json:11:16: mag.profiles[0].mac: \"03:00:00:00:00:01\" is not the address of one station as six hexadecimal pairs, such as 02:00:00:00:00:01")]
    [InlineData("\"lma\": \"lma2\"", "\"lma\": \"lma3\"", "f.json:12:61: mag.profiles[0].connections[0].lma: there is no LMA \"lma3\" in mag.lmas; did you mean \"lma1\"?")]
    [InlineData("{ \"accessPoint\": \"IMS\" }", "{ \"accessPoint\": \"Internet\", \"pdnConnectionId\": 3 }", "f.json:12:110: mag.profiles[0].connections[1].accessPoint: a connection to \"Internet\" with pdnConnectionId 3 is given twice; the first is mag.profiles[0].connections[0].accessPoint in line 12")]
    [InlineData("{ \"accessPoint\": \"IMS\" }", "{ \"accessPoint\": \"a\" },{ \"accessPoint\": \"b\" },{ \"accessPoint\": \"c\" },{ \"accessPoint\": \"d\" },{ \"accessPoint\": \"e\" },{ \"accessPoint\": \"f\" },{ \"accessPoint\": \"g\" },{ \"accessPoint\": \"h\" }", "f.json:11:85: mag.profiles[0].connections: the list has 9 elements; wanted is a list of 1 to 8 elements")]
    [InlineData("{mac}@example.com", "all@example.com", "f.json:14:39: mag.defaultProfile.identifier: \"all@example.com\" would be the identifier of every node; wanted is one with {mac} in it")]
    [InlineData("mn1@example.com", "{mac}@example.com", "f.json:11:51: mag.profiles[0].identifier: {mac} may stand in mag.defaultProfile.identifier only")]
    [InlineData("\"wireless-lan\"", "\"wireless\"", "f.json:8:54: mag.access[0].technology: \"wireless\" is not one of ethernet, wireless-lan, virtual, ppp, wimax, geran, utran, e-utran, ehrpd, hrpd, 1xrtt, umb, nb-iot; did you mean \"wireless-lan\"?")]
    [InlineData("\"fixedLinkLayerAddress\": false", "\"fixedLinkLayerAddress\": 0", "f.json:8:95: mag.access[0].fixedLinkLayerAddress: 0 is a number; wanted is true or false")]
    public void File_Checked_MagBrokenInOnePlace_ErrorAtThePlace(string right, string wrong, string? expected) => RequireError(ConfigurationSamples.Mag, right, wrong, expected);

    [Fact]
    public void File_Checked_SeveralWrong_AllAtOnceInTheOrderOfTheFile()
    {
        string json = ConfigurationSamples.Lma.Replace("\"lma1\"", "1", StringComparison.Ordinal)
            .Replace("1500", "15000", StringComparison.Ordinal).Replace("\"peers\"", "\"peres\"", StringComparison.Ordinal);

        Assert.Equal(
            [
                "f.json:2:11: name: 1 is a number; wanted is printable text of 1 to 63 octets",
                "f.json:4:95: transport.mtu: 15000 is out of range; wanted is a whole number from 1280 to 9216",
                "f.json:8:5: lma.peres: unknown key \"peres\"; did you mean \"peers\"?",
            ],
            ConfigurationSamples.ErrorsOf(json));
    }

    [Theory]
    [InlineData("", "f.json:1:1: not JSON: ")]
    [InlineData("{ \"name\" 1 }", "f.json:1:10: not JSON: ")]
    [InlineData("{\n  \"ä\": \"ö\" x }", "f.json:2:12: not JSON: ")]
    [InlineData("{} {}", "f.json:1:4: not JSON: ")]
    [InlineData("{ \"name\": \"\\ud800\" }", "f.json:1:11: not JSON: the text has an escape that is no character")]
    [InlineData("[]", "f.json:1:1: this is a list; wanted is an object")]
    [InlineData("[[[[[[[[[[[[[[[[[[", "f.json:1:17: not JSON: ")]
    public void File_Checked_NotJson_OneErrorWithThePlace(string json, string expected)
    {
        string error = Assert.Single(ConfigurationSamples.ErrorsOf(json));

        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Checked_NotUtf8_ErrorAtTheFirstWrongOctet()
    {
        List<ConfigurationError> errors = [];

        Assert.False(ConfigurationFile.TryParse("f.json", [(byte)'{', (byte)'\n', 0xFF, (byte)'}'], out _, errors));

        Assert.Equal("f.json:2:1: not UTF-8 text from here", Assert.Single(errors).Headline);
    }

    [Fact]
    public void Error_Printed_TabsAndWideCharacters_CaretUnderTheValue()
    {
        List<ConfigurationError> errors = [];

        ConfigurationFile.TryParse("f.json", Encoding.UTF8.GetBytes("{\n\t\"name\": \"gräün\", \"rule\": 1 }"), out _, errors);

        ConfigurationError error = errors.Find(found => found.Path == "rule")!;
        Assert.Equal("f.json:2:19: rule: unknown key \"rule\"; did you mean \"role\"?\n    \t\"name\": \"gräün\", \"rule\": 1 }\n    \t                 ^", error.ToString());
    }

    [Fact]
    public void File_Loaded_MissingOrTooLarge_ErrorWithoutLine()
    {
        string path = Path.GetTempFileName();
        try
        {
            List<ConfigurationError> errors = [];
            Assert.False(ConfigurationFile.TryLoad(path + ".absent", out _, errors));
            using (FileStream stream = File.OpenWrite(path))
            {
                stream.SetLength(ConfigurationFile.LengthMax + 1);
            }

            Assert.False(ConfigurationFile.TryLoad(path, out _, errors));
            Assert.All(errors, error => Assert.Equal(0, error.Line));
            Assert.Equal($"{path}: the file is larger than 1 MiB", errors[1].ToString());
            File.WriteAllText(path, ConfigurationSamples.Mag, new UTF8Encoding(true));
            Assert.True(ConfigurationFile.TryLoad(path, out ApplianceConfiguration? configuration, errors));
            Assert.Equal("mag1", configuration.Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Schema_Walked_EveryRow_HasHelpAndAParent()
    {
        foreach (ConfigurationKey key in ConfigurationSchema.Keys)
        {
            Assert.EndsWith(".", key.Help, StringComparison.Ordinal);
            Assert.NotEmpty(ConfigurationSchema.Wanted(key));
            Assert.False(key.IsRequired && key.Default is not null, key.Path);
            if (key.Kind == ConfigurationKind.List)
            {
                Assert.NotNull(ConfigurationSchema.Find(key.Path + "[]"));
            }
        }
    }

    [Fact]
    public void Template_Written_WithMark_TwelveDigits()
    {
        IdentifierTemplate template = new("{mac}@example.com");
        Span<byte> room = stackalloc byte[64];

        Assert.True(template.TryWrite(new MacAddress(0x0200_0000_0A01), room, out int written));

        Assert.Equal("020000000a01@example.com", Encoding.ASCII.GetString(room[..written]));
        Assert.Equal(template.Length, written);
        Assert.False(template.TryWrite(default, room[..(written - 1)], out _));
    }

    private static void RequireError(string sample, string right, string wrong, string? expected)
    {
        Assert.Contains(right, sample, StringComparison.Ordinal);
        int place = sample.IndexOf(right, StringComparison.Ordinal);
        string json = string.Concat(sample.AsSpan(0, place), wrong, sample.AsSpan(place + right.Length));

        List<string> errors = ConfigurationSamples.ErrorsOf(json);

        Assert.Equal(expected ?? "", string.Join('|', errors));
    }
}
