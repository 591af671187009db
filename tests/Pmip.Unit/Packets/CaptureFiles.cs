using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pmip.Wire.Capture;

namespace Pmip.Unit.Packets;

/// <summary>Captures made by hand, of two packets each.</summary>
internal static class CaptureFiles
{
    public static readonly byte[] First = ReferencePackets.Octets(ReferencePackets.PbuIpv6);
    public static readonly byte[] Second = ReferencePackets.Octets(ReferencePackets.GreIpv4);

    public static byte[] Pcap(bool isBigEndian, bool isNano, LinkType linkType)
    {
        var file = new Bytes(isBigEndian);
        file.UInt32(isNano ? 0xA1B23C4Du : 0xA1B2C3D4u).UInt16(2).UInt16(4).UInt32(0).UInt32(0).UInt32(262144).UInt32((uint)linkType);
        foreach (byte[] packet in new[] { First, Second })
        {
            file.UInt32(1_700_000_000).UInt32(isNano ? 123_456_789u : 123_456u).UInt32((uint)packet.Length).UInt32((uint)packet.Length).Raw(packet);
        }

        return file.ToArray();
    }

    /// <summary>One section, an interface in nanoseconds, one in 2^-10 seconds, a block to skip, an enhanced and a simple packet.</summary>
    public static byte[] Pcapng(bool isBigEndian)
    {
        var file = new Bytes(isBigEndian);
        file.Block(0x0A0D0D0A, body => body.UInt32(0x1A2B3C4D).UInt16(1).UInt16(0).UInt32(uint.MaxValue).UInt32(uint.MaxValue));
        file.Block(1, body => body.UInt16((ushort)LinkType.Raw).UInt16(0).UInt32(0)
            .UInt16(9).UInt16(1).Raw([9, 0, 0, 0]).UInt16(0).UInt16(0));
        file.Block(1, body => body.UInt16((ushort)LinkType.Ipv6).UInt16(0).UInt32(0)
            .UInt16(9).UInt16(1).Raw([0x8A, 0, 0, 0]).UInt16(0).UInt16(0));
        file.Block(5, body => body.UInt32(0).UInt32(0).UInt32(0));
        ulong ticks = 1_700_000_000UL << 10 | 512;
        file.Block(6, body => body.UInt32(1).UInt32((uint)(ticks >> 32)).UInt32((uint)(ticks & 0xFFFFFFFF))
            .UInt32((uint)First.Length).UInt32((uint)First.Length).Raw(First).Pad());
        file.Block(3, body => body.UInt32((uint)Second.Length).Raw(Second).Pad());
        return file.ToArray();
    }

    public static List<(LinkType LinkType, long Nanoseconds, byte[] Octets)> ReadAll(ReadOnlySpan<byte> capture, out CaptureStatus status)
    {
        var packets = new List<(LinkType, long, byte[])>();
        var reader = default(CaptureReader);
        while (true)
        {
            status = reader.TryRead(capture, out int consumed, out CapturedPacket packet);
            capture = capture[consumed..];
            if (status != CaptureStatus.Packet)
            {
                return packets;
            }

            packets.Add((packet.LinkType, packet.Nanoseconds, packet.Octets.ToArray()));
        }
    }

    private sealed class Bytes(bool isBigEndian)
    {
        private readonly ArrayBufferWriter<byte> _octets = new();

        public Bytes UInt16(ushort value) => Raw(isBigEndian ? [(byte)(value >> 8), (byte)(value & 255)] : [(byte)(value & 255), (byte)(value >> 8)]);

        public Bytes UInt32(uint value)
        {
            byte[] octets = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(octets, isBigEndian ? value : BinaryPrimitives.ReverseEndianness(value));
            return Raw(octets);
        }

        public Bytes Raw(byte[] octets)
        {
            _octets.Write(octets);
            return this;
        }

        public Bytes Pad() => Raw(new byte[(4 - (_octets.WrittenCount % 4)) % 4]);

        public void Block(uint type, Action<Bytes> write)
        {
            var body = new Bytes(isBigEndian);
            write(body);
            byte[] octets = body.ToArray();
            UInt32(type).UInt32((uint)octets.Length + 12).Raw(octets).UInt32((uint)octets.Length + 12);
        }

        public byte[] ToArray() => _octets.WrittenSpan.ToArray();
    }
}
