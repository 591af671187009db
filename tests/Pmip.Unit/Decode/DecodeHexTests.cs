using System;
using System.Text;
using System.Text.Json;
using Pmip.Unit.Packets;
using Xunit;

namespace Pmip.Unit.Decode;

public sealed class DecodeHexTests
{
    [Fact]
    public void Gre_WithIpv4Inside_IsShownToTheLastLayer()
    {
        DecodeRun run = DecodeRun.Of("--json", ReferencePackets.GreIpv4);
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.Exit);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement gre = json.RootElement.GetProperty("ipv6").GetProperty("gre");
        Assert.Equal("0xa1b2c3d4", gre.GetProperty("key").GetString());
        JsonElement inner = gre.GetProperty("ipv4");
        Assert.Equal("10.45.0.2", inner.GetProperty("sourceAddress").GetString());
        Assert.Equal(4000, inner.GetProperty("udp").GetProperty("sourcePort").GetInt32());
        Assert.False(json.RootElement.GetProperty("isMalformed").GetBoolean());
    }

    [Theory]
    [InlineData(ReferencePackets.PbuIpv6)]
    [InlineData(ReferencePackets.PbuUdpBare)]
    [InlineData(ReferencePackets.PbuUdpMapped)]
    [InlineData(ReferencePackets.GreIpv6)]
    public void ReferencePacket_Decoded_IsWellFormed(string hex)
    {
        DecodeRun text = DecodeRun.Of("--from", "ip", hex);
        Assert.Equal("", text.Errors);
        Assert.Equal(0, text.Exit);
        Assert.Equal(0, DecodeRun.Of("--json", hex).Exit);
    }

    [Fact]
    public void MobilityHeader_OnStandardInput_IsGuessed()
    {
        byte[] input = Encoding.ASCII.GetBytes(ReferencePackets.PbuIpv6[80..] + "\n");
        Assert.Equal(0, DecodeRun.With(input).Exit);
        Assert.Equal(0, DecodeRun.With(input, "-").Exit);
        Assert.Contains("mn1@example.com", DecodeRun.With(input, "--json", "--from", "mh").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x3b 0x01 0x10 0x00 0xd3 0xe7 0x02 0x00 0x01 0xf4 0x80 0x00 0x01 0x02 0x00 0x00")]
    [InlineData("3b:01:10:00:d3:e7:02:00:01:f4:80:00:01:02:00:00")]
    [InlineData("0x3b011000d3e7020001f4800001020000")]
    [InlineData("00000000: 3b01 1000 d3e7 0200 01f4 8000 0102 0000  ;...............\n")]
    [InlineData("\t0x0000:  3b01 1000 d3e7 0200 01f4 8000 0102 0000\n")]
    [InlineData("\t0x0000:  3b01 1000 d3e7 0200 01f4 8000 0102  ;.............\n\t0x000e:  0000\n")]
    [InlineData("00000000  3b 01 10 00 d3 e7 02 00  01 f4 80 00 01 02 00 00  |;...............|\n00000010\n")]
    [InlineData("12:00:00.1 IP6 a > b: mobility: BU\n\t0x0000:  3b01 1000 d3e7 0200 01f4 8000 0102 0000\n")]
    public void Hex_AsPeoplePasteIt_IsTheSameMessage(string text)
    {
        DecodeRun plain = DecodeRun.Of("--json", "3b011000d3e7020001f4800001020000");
        DecodeRun run = DecodeRun.With(Encoding.ASCII.GetBytes(text), "--json");
        Assert.Equal(plain.Errors, run.Errors);
        Assert.Equal(plain.Output, run.Output);
        Assert.NotEqual("", run.Output);
    }

    [Theory]
    [InlineData("3b01z0", "character 'z' at position 5")]
    [InlineData("3b010", "odd number of digits")]
    [InlineData("", "no hexadecimal")]
    [InlineData("0011", "--from mh or --from ip")]
    public void Hex_ThatIsBad_IsRefusedByNamingThePlace(string text, string message)
    {
        DecodeRun run = DecodeRun.With(Encoding.ASCII.GetBytes(text));
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Packet_WithAWrongChecksum_IsMalformedAndSaysWhere()
    {
        string hex = ReferencePackets.PbuUdpBare[..^2] + "01";
        DecodeRun run = DecodeRun.Of("--json", hex);
        Assert.Equal(1, run.Exit);
        Assert.StartsWith("malformed: UDP checksum is wrong at octet 26", run.Errors, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement fault = json.RootElement.GetProperty("ipv4").GetProperty("udp").GetProperty("malformed")[0];
        Assert.Equal(26, fault.GetProperty("offset").GetInt32());
        Assert.True(json.RootElement.GetProperty("isMalformed").GetBoolean());
    }

    [Theory]
    [InlineData("--from", "tcp", "00")]
    [InlineData("--frobnicate", "00", "00")]
    public void Usage_Wrong_IsExplained(string first, string second, string third)
    {
        DecodeRun run = DecodeRun.Of(first, second, third);
        Assert.Equal(2, run.Exit);
        Assert.Contains("usage: pmipd decode", run.Errors, StringComparison.Ordinal);
    }
}
