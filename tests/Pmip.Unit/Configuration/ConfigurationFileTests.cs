using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
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
    /// <summary>Samples broken in one place each: what stood there, what stands there now, and the errors wanted.</summary>
    public static TheoryData<string, string, string> Wrong(string file)
    {
        TheoryData<string, string, string> cases = [];
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", file)));
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            List<string> errors = [];
            foreach (JsonElement error in element.GetProperty("errors").EnumerateArray())
            {
                errors.Add(error.GetString()!);
            }

            cases.Add(element.GetProperty("right").GetString()!, element.GetProperty("wrong").GetString()!, string.Join('\n', errors));
        }

        return cases;
    }

    [Fact]
    public void File_WithReturnsInALongLine_PointsBehindThem()
    {
        string error = Assert.Single(ConfigurationSamples.ErrorsOf(new string('\r', 150) + "x"));
        Assert.StartsWith("f.json:1:151: not JSON", error, System.StringComparison.Ordinal);
    }

    [Fact]
    public void File_Read_QuirksOfPeers_AreToleratedOfThoseAlone()
    {
        MagConfiguration mag = ConfigurationSamples.Read(ConfigurationSamples.Mag.Replace(
            "\"form\": \"udp\"", "\"form\": \"udp\", \"quirks\": [\"echo-missing\", \"host-prefix-length\"]", StringComparison.Ordinal)).Mag!;
        LmaConfiguration lma = ConfigurationSamples.Read(ConfigurationSamples.Lma.Replace(
            "\"prefix\"", "\"quirks\": [\"null-identity\"], \"prefix\"", StringComparison.Ordinal)).Lma!;

        Assert.Equal(PeerQuirks.None, mag.Lmas[0].Quirks);
        Assert.Equal(PeerQuirks.EchoMissing | PeerQuirks.HostPrefixLength, mag.Lmas[1].Quirks);
        Assert.Equal(PeerQuirks.None, lma.Peers[0].Quirks);
        Assert.Equal(PeerQuirks.NullIdentity, lma.Peers[1].Quirks);
    }

    [Fact]
    public void PeerQuirkNames_EveryTolerance_HasAWord()
    {
        PeerQuirks all = PeerQuirkNames.Parse(PeerQuirkNames.Names);
        Assert.All(Enum.GetValues<PeerQuirks>(), quirk => Assert.True(all.HasFlag(quirk)));
    }

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
        Assert.Equal(EventLevel.Info, configuration.Log.Level);
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
        Assert.Equal(EventLevel.Debug, configuration.Log.Level);
    }

    [Theory]
    [MemberData(nameof(Wrong), "wrong-lma.json")]
    public void File_Checked_LmaBrokenInOnePlace_OneErrorAtThePlace(string right, string wrong, string expected) =>
        RequireError(ConfigurationSamples.Lma, right, wrong, expected);

    [Theory]
    [MemberData(nameof(Wrong), "wrong-mag.json")]
    public void File_Checked_MagBrokenInOnePlace_ErrorAtThePlace(string right, string wrong, string expected) =>
        RequireError(ConfigurationSamples.Mag, right, wrong, expected);

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
        Assert.Equal("f.json:2:19: rule: unknown key \"rule\"; did you mean \"role\"?\n    \t\"name\": \"gräün\", \"rule\": 1 }\n    \t                 ^",
            error.ToString());
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

    private static void RequireError(string sample, string right, string wrong, string expected)
    {
        Assert.Contains(right, sample, StringComparison.Ordinal);
        int place = sample.IndexOf(right, StringComparison.Ordinal);
        string json = string.Concat(sample.AsSpan(0, place), wrong, sample.AsSpan(place + right.Length));

        List<string> errors = ConfigurationSamples.ErrorsOf(json);

        Assert.Equal(expected, string.Join('\n', errors));
    }

    [Fact]
    public void Revocation_AndHandoff_Configured_ReachTheEngine()
    {
        string lma = ConfigurationSamples.Lma.Replace("\"lma\": {", "\"lma\": { \"unknownHandoff\": \"revoke\", \"pdnConnectionIds\": false, "
            + "\"revocation\": { \"atOldMag\": false, \"acceptGlobal\": false, \"initialDelayMs\": 700, \"delayMaxMs\": 900, \"retries\": 3 },",
            StringComparison.Ordinal);
        LmaConfiguration configuration = ConfigurationSamples.Read(lma).Lma!;

        Assert.Equal(UnknownHandoffRule.Revoke, configuration.UnknownHandoff);
        Assert.False(configuration.SupportsPdnConnectionId);
        Assert.False(configuration.RevokeAtOldMag);
        Assert.False(configuration.AcceptGlobalRevocation);
        Assert.Equal(Duration.FromMilliseconds(700), configuration.InitMinDelayBris);
        Assert.Equal(Duration.FromMilliseconds(900), configuration.MaxBrackTimeout);
        Assert.Equal(3, configuration.BriMaxRetriesNumber);
        LmaConfiguration unchanged = ConfigurationSamples.Read(ConfigurationSamples.Lma).Lma!;
        LmaConfiguration preset = new();
        Assert.Equal(
            (preset.UnknownHandoff, preset.RevokeAtOldMag, preset.AcceptGlobalRevocation, preset.InitMinDelayBris, preset.BriMaxRetriesNumber),
            (unchanged.UnknownHandoff, unchanged.RevokeAtOldMag, unchanged.AcceptGlobalRevocation, unchanged.InitMinDelayBris, unchanged.BriMaxRetriesNumber));
    }
}
