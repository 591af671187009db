using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Wire.Capture;
using Xunit;

namespace Pmip.Unit.Wire;

public class PcapngWriterTests
{
    [Fact]
    public void File_Written_AnyPackets_ReadBackTheSame() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[][]>(),
        packets =>
        {
            byte[][] all = [.. packets.Select(packet => packet ?? [])];
            byte[] file = FileOf(all);

            List<byte[]> read = Read(file, out List<long> times);

            Assert.Equal(all.Length, read.Count);
            for (int i = 0; i < all.Length; i++)
            {
                Assert.Equal(all[i], read[i]);
                Assert.Equal(1_700_000_000_123_456_789L + i, times[i]);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_Written_LengthsStandAtBothEndsAndAreWholeWords()
    {
        byte[] file = FileOf([[1], [1, 2, 3, 4, 5], []]);

        int at = 0;
        int blocks = 0;
        while (at < file.Length)
        {
            int length = BitConverter.ToInt32(file, at + 4);
            Assert.Equal(0, length % 4);
            Assert.Equal(length, BitConverter.ToInt32(file, at + length - 4));
            at += length;
            blocks++;
        }

        Assert.Equal(file.Length, at);
        Assert.Equal(6, blocks); // Section, interface, three packets, statistics.
    }

    private static byte[] FileOf(byte[][] packets)
    {
        ArrayBufferWriter<byte> file = new();
        PcapngWriter.WriteSection(file, "test"u8);
        PcapngWriter.WriteInterface(file, LinkType.Raw, "signalling"u8, default);
        for (int i = 0; i < packets.Length; i++)
        {
            CaptureDirection direction = i % 2 == 0 ? CaptureDirection.Inbound : CaptureDirection.Outbound;
            PcapngWriter.WritePacket(file, 0, 1_700_000_000_123_456_789L + i, direction, packets[i], i % 3 == 0 ? "dropped: why"u8 : default);
        }

        PcapngWriter.WriteStatistics(file, 0, 1, 2, (ulong)packets.Length, 7);
        return file.WrittenSpan.ToArray();
    }

    private static List<byte[]> Read(byte[] file, out List<long> times)
    {
        List<byte[]> packets = [];
        times = [];
        CaptureReader reader = default;
        int at = 0;
        while (at < file.Length && reader.TryRead(file.AsSpan(at), out int consumed, out CapturedPacket packet) == CaptureStatus.Packet)
        {
            at += consumed;
            Assert.Equal(LinkType.Raw, packet.LinkType);
            packets.Add(packet.Octets.ToArray());
            times.Add(packet.Nanoseconds);
        }

        return packets;
    }
}
