using System;
using System.IO;
using System.Text.Json;
using Pmip.Unit.Packets;
using Pmip.Wire.Capture;
using Xunit;

namespace Pmip.Unit.Decode;

public sealed class DecodeCaptureTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Capture_OnStandardInput_IsAnArrayOfPackets(bool isPcapng)
    {
        byte[] capture = isPcapng ? CaptureFiles.Pcapng(isBigEndian: true) : CaptureFiles.Pcap(isBigEndian: false, isNano: true, LinkType.Raw);
        DecodeRun run = DecodeRun.With(capture, "--json");
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.Exit);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(2, json.RootElement.GetArrayLength());
        Assert.Equal(2, json.RootElement[1].GetProperty("number").GetInt32());
        Assert.StartsWith("2023-11-14T22:13:20.", json.RootElement[0].GetProperty("time").GetString(), StringComparison.Ordinal);
        Assert.True(json.RootElement[1].GetProperty("ipv6").TryGetProperty("gre", out _));
    }

    [Fact]
    public void Capture_AsSummary_IsOneLineForEachPacketAndTheDetailsBeginWithIt()
    {
        byte[] capture = CaptureFiles.Pcap(isBigEndian: false, isNano: false, LinkType.Raw);
        DecodeRun summary = DecodeRun.With(capture, "--summary");
        DecodeRun details = DecodeRun.With(capture);
        string[] lines = summary.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("2023-11-14T22:13:2", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains(line + "\nPacket: number", details.Output, StringComparison.Ordinal));
        Assert.Equal(0, summary.Exit);
    }

    [Fact]
    public void Capture_AsSummaryWithAMalformedPacket_NamesItAndMarksItsLine()
    {
        byte[] capture = CaptureFiles.Pcap(isBigEndian: false, isNano: false, LinkType.Raw);
        capture[^1] ^= 1;
        DecodeRun run = DecodeRun.With(capture, "--summary");
        Assert.Equal(1, run.Exit);
        Assert.EndsWith(" MALFORMED\n", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("1 of 2 packets malformed: packet 2", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, DecodeRun.With(capture, "--summary", "--json").Exit);
    }

    [Fact]
    public void Hexadecimal_AsSummary_IsOneLine()
    {
        DecodeRun run = DecodeRun.Of("--summary", "3b011000d3e7020001f4800001020000");
        Assert.Equal(" BRA status 0 (success) seq 500 flags P\n", run.Output);
        Assert.Equal(0, run.Exit);
    }

    [Fact]
    public void Capture_InAFile_WithAMalformedPacket_NamesIt()
    {
        byte[] capture = CaptureFiles.Pcap(isBigEndian: false, isNano: false, LinkType.Raw);
        capture[^1] ^= 1;
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, capture);
            DecodeRun run = DecodeRun.Of(path);
            Assert.Equal(1, run.Exit);
            Assert.Equal("1 of 2 packets malformed: packet 2: UDP checksum is wrong at octet 74\n", run.Errors);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Capture_ThatEndsEarly_ShowsWhatIsThereAndComplains()
    {
        byte[] capture = CaptureFiles.Pcap(isBigEndian: false, isNano: false, LinkType.Raw);
        DecodeRun run = DecodeRun.With(capture[..^3], "--json");
        Assert.Equal(2, run.Exit);
        Assert.Contains("ends within a packet", run.Errors, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(1, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void Capture_WithoutPackets_IsAnEmptyArray()
    {
        byte[] capture = CaptureFiles.Pcap(isBigEndian: false, isNano: false, LinkType.Raw);
        DecodeRun run = DecodeRun.With(capture[..24], "--json");
        Assert.Equal(0, run.Exit);
        Assert.Equal("[]\n", run.Output);
    }

    [Fact]
    public void File_ThatIsMissing_IsNamed()
    {
        DecodeRun run = DecodeRun.Of("/nowhere/at-all.pcap");
        Assert.Equal(2, run.Exit);
        Assert.Contains("/nowhere/at-all.pcap: no such file", run.Errors, StringComparison.Ordinal);
    }
}
