using System;
using Pmip.Wire.Capture;
using Xunit;

namespace Pmip.Unit.Packets;

public sealed class CaptureReaderTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Pcap_OfEitherOrderAndResolution_GivesItsPackets(bool isBigEndian, bool isNano)
    {
        var packets = CaptureFiles.ReadAll(CaptureFiles.Pcap(isBigEndian, isNano, LinkType.Raw), out CaptureStatus status);
        Assert.Equal(CaptureStatus.NeedMore, status);
        Assert.Equal(2, packets.Count);
        Assert.Equal(LinkType.Raw, packets[0].LinkType);
        Assert.Equal(1_700_000_000_123_456_000 + (isNano ? 789 : 0), packets[0].Nanoseconds);
        Assert.Equal(CaptureFiles.First, packets[0].Octets);
        Assert.Equal(CaptureFiles.Second, packets[1].Octets);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pcapng_OfEitherOrder_GivesItsPackets(bool isBigEndian)
    {
        var packets = CaptureFiles.ReadAll(CaptureFiles.Pcapng(isBigEndian), out CaptureStatus status);
        Assert.Equal(CaptureStatus.NeedMore, status);
        Assert.Equal(2, packets.Count);
        Assert.Equal(LinkType.Ipv6, packets[0].LinkType);
        Assert.Equal(1_700_000_000_500_000_000, packets[0].Nanoseconds);
        Assert.Equal(CaptureFiles.First, packets[0].Octets);
        Assert.Equal(LinkType.Raw, packets[1].LinkType);
        Assert.Equal(CaptureFiles.Second, packets[1].Octets);
    }

    [Fact]
    public void Capture_GivenOctetByOctet_GivesTheSamePackets()
    {
        byte[] capture = CaptureFiles.Pcapng(isBigEndian: false);
        var reader = default(CaptureReader);
        int start = 0;
        int count = 0;
        for (int end = 0; end <= capture.Length; end++)
        {
            CaptureStatus status = reader.TryRead(capture.AsSpan(start, end - start), out int consumed, out _);
            start += consumed;
            count += status == CaptureStatus.Packet ? 1 : 0;
        }

        Assert.Equal(2, count);
        Assert.Equal(capture.Length, start);
    }

    [Fact]
    public void Octets_OfSomethingElse_AreNotACapture()
    {
        Assert.False(CaptureReader.IsCapture("hello"u8));
        CaptureFiles.ReadAll("hello world"u8, out CaptureStatus status);
        Assert.Equal(CaptureStatus.NotACapture, status);
    }

    [Fact]
    public void Record_LongerThanBelieved_IsRefused()
    {
        byte[] capture = CaptureFiles.Pcap(isBigEndian: true, isNano: false, LinkType.Raw);
        capture[32] = 0x7F;
        CaptureFiles.ReadAll(capture, out CaptureStatus status);
        Assert.Equal(CaptureStatus.BadLength, status);
    }
}
