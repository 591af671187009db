using System;
using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Pmip.DataPath.SlowPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath.SlowPath;

public sealed class PacketPiecesTests
{
    [Fact]
    public void Pieces_PutTogetherByTheirOffsets_AreThePacket() =>
        Prop.ForAll(Gen.Choose(1, 4000).ToArbitrary(), Gen.Choose(48, 1500).ToArbitrary(), Gen.Choose(0, 2).ToArbitrary(), (payload, most, words) =>
        {
            byte[] packet = Make(payload, words);
            int header = 20 + (words * 4);
            byte[] together = new byte[payload];
            byte[] room = new byte[65_535];
            PacketPieces pieces = new(packet, header, most);
            int sum = 0;
            bool isMore = true;
            while (pieces.TryNext(room, out int length))
            {
                ReadOnlySpan<byte> piece = room.AsSpan(0, length);
                ushort field = BinaryPrimitives.ReadUInt16BigEndian(piece[6..]);
                if (!isMore || length > most || InternetSum.Of(piece[..header]) != 0 || BinaryPrimitives.ReadUInt16BigEndian(piece[2..]) != length)
                {
                    return false;
                }

                isMore = (field & 0x2000) != 0;
                piece[header..].CopyTo(together.AsSpan((field & 0x1FFF) * 8));
                sum += length - header;
            }

            return !isMore && sum == payload && together.AsSpan().SequenceEqual(packet.AsSpan(header));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pieces_OfAFragment_GoOnWhereItWas()
    {
        byte[] packet = Make(64, 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), 0x2000 | 100);
        byte[] room = new byte[100];
        PacketPieces pieces = new(packet, 20, 20 + 32);
        Assert.True(pieces.TryNext(room, out _));
        Assert.Equal(0x2000 | 100, BinaryPrimitives.ReadUInt16BigEndian(room.AsSpan(6)));
        Assert.True(pieces.TryNext(room, out _));
        Assert.Equal(0x2000 | 104, BinaryPrimitives.ReadUInt16BigEndian(room.AsSpan(6)));
        Assert.False(pieces.TryNext(room, out _));
    }

    [Fact]
    public void Pieces_OptionsThatAreNotToBeCopied_AreOnlyInTheFirst()
    {
        byte[] packet = Make(64, 2);
        byte[] options = [0x07, 0x03, 0x04, 0x94, 0x04, 0x00, 0x00, 0x00];
        options.CopyTo(packet, 20);
        byte[] room = new byte[100];
        PacketPieces pieces = new(packet, 28, 28 + 32);
        Assert.True(pieces.TryNext(room, out _));
        Assert.Equal(options, room[20..28]);
        Assert.True(pieces.TryNext(room, out _));
        Assert.Equal([0x01, 0x01, 0x01, 0x94, 0x04, 0x00, 0x00, 0x00], room[20..28]);
    }

    private static byte[] Make(int payload, int words)
    {
        byte[] packet = Packet.Ipv4(IpAddress.Parse("10.45.0.9"), IpAddress.Parse("198.51.100.80"), new byte[(words * 4) + payload]);
        packet[0] = (byte)(0x45 + words);
        for (int i = 20; i < packet.Length; i++)
        {
            packet[i] = i < 20 + (words * 4) ? (byte)1 : (byte)((i * 7) & 0xFF);
        }

        return packet;
    }
}
