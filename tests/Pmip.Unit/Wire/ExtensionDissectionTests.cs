using System;
using System.Buffers;
using System.Text;
using System.Text.Json;
using Pmip.Wire.Dissection;
using Xunit;

namespace Pmip.Unit.Wire;

/// <summary>The options of the extensions, by name and field.</summary>
public sealed class ExtensionDissectionTests
{
    [Theory]
    [InlineData("2e020000", "Redirect Capability: type 46, length 2")]
    [InlineData("2f06400 0c0000202", "LMA address 192.0.2.2")]
    [InlineData("3012000100000002000000030000000400000005", "priority 1, sessions in use 2, maximum sessions 3, used capacity 4 KB/s")]
    [InlineData("3104c0000201", "address 192.0.2.1")]
    [InlineData("320601000000 0007", "subtype 1, group identifier 7")]
    [InlineData("3b06000 0c0000203", "LMA User Plane Address: type 59, length 6, address 192.0.2.3")]
    [InlineData("3706801 80a000000", "prefix length 24, prefix 10.0.0.0")]
    [InlineData("2b020 105", "late activation yes, lifetime 500 ms")]
    [InlineData("3f0604020180 0000", "interface label 2, binding identifier 1, bulk reregistration yes, binding overwrite no")]
    [InlineData("4004010 06d61", "subtype 1, identifier \"ma\"")]
    [InlineData("3e080106000a 00010020", "reregistration start time 40 s, initial retransmission time 1 s, maximum retransmission time 32 s")]
    [InlineData("1f068000 0000001e", "force UDP yes, refresh time 30 s")]
    [InlineData("3a100128 010000000806000000 0f4240", "DSCP 10, operational code ALLOCATE (1)")]
    [InlineData("3404060500 00", null)]
    [InlineData("3404060200 05", "update timer 20 s")]
    [InlineData("34080206 400000c00000", "latitude \"128.000000\", longitude \"-128.000000\"")]
    [InlineData("340a 0108 80 02 6170 03 616263", "network name \"ap\", access point name \"abc\"")]
    [InlineData("28060000 01020304", "data 0304")]
    public void Option_OfAnExtension_IsShownByItsFields(string option, string? expected)
    {
        string text = Dissect(option, out int faults, out _);
        Assert.DoesNotContain("Unknown Option", text, StringComparison.Ordinal);
        Assert.Equal(expected is null ? 1 : 0, faults);
        if (expected is not null)
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2f06c000c0000202")] // K and N.
    [InlineData("2f120000c0000202000000000000000000000000")]
    [InlineData("30021234")]
    [InlineData("3b0400000000")]
    [InlineData("370680210a000000")] // An IPv4 prefix of 33 bits.
    [InlineData("2b0101")]
    [InlineData("3f020401")]
    [InlineData("3e030106 00")]
    [InlineData("3a020101")]
    [InlineData("280100")]
    public void Option_OfAnExtension_OfAnotherLayout_IsRawAndMalformed(string option)
    {
        string text = Dissect(option, out int faults, out _);
        Assert.Equal(1, faults);
        Assert.Contains("the value has not the layout of this option", text, StringComparison.Ordinal);
    }

    [Fact]
    public void QosAttributes_AsJson_AreAListByName()
    {
        Dissect("3a100128 010000000806 0000000f4240 0000", out _, out JsonElement json);
        JsonElement option = json.GetProperty("mobilityOptions")[0];
        Assert.Equal("qualityOfService", option.GetProperty("name").GetString());
        JsonElement attribute = option.GetProperty("qosAttributes")[0];
        Assert.Equal("guaranteedDlBitRate", attribute.GetProperty("name").GetString());
        Assert.Equal(1_000_000, attribute.GetProperty("bitRate").GetInt32());
    }

    [Fact]
    public void ConfigurationOptions_AreShownByContainer()
    {
        string text = Dissect("1313 000028af0100 80 000d04c0000235 00100205ac", out int faults, out _);
        Assert.Equal(0, faults);
        Assert.Contains("identifier DNS Server IPv4 Address (13), address 192.0.2.53", text, StringComparison.Ordinal);
        Assert.Contains("identifier IPv4 Link MTU (16), MTU 1452", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_RandomOctets_NeverThrow()
    {
        var random = new Random(7222);
        byte[] data = new byte[60];
        for (int round = 0; round < 20000; round++)
        {
            int length = random.Next(data.Length);
            random.NextBytes(data);
            byte type = (byte)random.Next(40, 71);
            Dissect($"{type:x2}{length:x2}{Convert.ToHexString(data.AsSpan(0, length))}", out _, out _);
        }
    }

    private static string Dissect(string option, out int faults, out JsonElement json)
    {
        byte[] octets = Convert.FromHexString(option.Replace(" ", string.Empty, StringComparison.Ordinal));
        byte[] message = new byte[(12 + octets.Length + 7) / 8 * 8];
        message[0] = 59;
        message[1] = (byte)((message.Length / 8) - 1);
        message[2] = 5;
        octets.CopyTo(message, 12);
        var output = new ArrayBufferWriter<byte>();
        var writer = new TextDissection(output);
        MobilityDissector.Dissect(message, null, null, writer);
        faults = writer.MalformedCount;
        string text = Encoding.UTF8.GetString(output.WrittenSpan);
        output.Clear();
        using var jsonWriter = new JsonDissection(output);
        MobilityDissector.Dissect(message, null, null, jsonWriter);
        using JsonDocument document = JsonDocument.Parse(output.WrittenMemory);
        json = document.RootElement.Clone();
        return text;
    }
}
