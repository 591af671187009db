using System;
using System.Buffers.Binary;
using Pmip.DataPath.SlowPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath.SlowPath;

public sealed class InnerPacketTests
{
    // RFC 6040 4.2, figure 4: rows are the inner field, columns the outer; -1 is a packet to drop.
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(0, 3, -1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 3, 3)]
    [InlineData(2, 0, 2)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 3, 3)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 1, 3)]
    [InlineData(3, 2, 3)]
    [InlineData(3, 3, 3)]
    public void Congestion_OfEachPair_IsWhatTheTableSays(int inner, int outer, int expected)
    {
        foreach (bool isIpv6 in (bool[])[false, true])
        {
            byte[] octets = isIpv6 ? MakeIpv6(inner) : MakeIpv4(inner);
            Assert.True(InnerPacket.TryRead(octets, isIpv6, out InnerPacket packet));
            Assert.Equal(expected >= 0, packet.TryTakeOuterClass((byte)(0xB8 | outer), takesDscp: false, octets));
            Assert.True(InnerPacket.TryRead(octets, isIpv6, out packet));
            Assert.Equal(0x48 | (expected < 0 ? inner : expected), packet.TrafficClass);
            Assert.True(isIpv6 || InternetSum.Of(octets.AsSpan(0, 20)) == 0);
            Assert.Equal(expected >= 0, packet.TryTakeOuterClass((byte)(0xB8 | outer), takesDscp: true, octets));
            Assert.True(InnerPacket.TryRead(octets, isIpv6, out packet));
            Assert.Equal(expected >= 0 ? 0xB8 : 0x48, packet.TrafficClass & 0xFC);
            Assert.True(isIpv6 || InternetSum.Of(octets.AsSpan(0, 20)) == 0);
        }
    }

    [Fact]
    public void Read_LengthsThatAreNotThere_AreRefused()
    {
        byte[] ipv4 = MakeIpv4(0);
        Assert.False(InnerPacket.TryRead(ipv4.AsSpan(0, ipv4.Length - 1), false, out _));
        Assert.False(InnerPacket.TryRead(ipv4, true, out _));
        ipv4[0] = 0x44;
        Assert.False(InnerPacket.TryRead(ipv4, false, out _));
        byte[] ipv6 = MakeIpv6(0);
        Assert.False(InnerPacket.TryRead(ipv6.AsSpan(0, ipv6.Length - 1), true, out _));
        Assert.False(InnerPacket.TryRead(ipv6.AsSpan(0, 39), true, out _));
        Assert.False(InnerPacket.TryRead(default, false, out _));
    }

    [Fact]
    public void Read_PaddingBehindThePacket_IsNotOfIt()
    {
        byte[] padded = [.. MakeIpv4(0), 0, 0, 0];
        Assert.True(InnerPacket.TryRead(padded, false, out InnerPacket packet));
        Assert.Equal(padded.Length - 3, packet.Length);
        Assert.Equal(IpAddress.Parse("10.45.0.9"), packet.Source);
        Assert.Equal(IpAddress.Parse("198.51.100.80"), packet.Destination);
    }

    private static byte[] MakeIpv4(int congestion)
    {
        byte[] octets = new byte[25];
        octets[0] = 0x45;
        octets[1] = (byte)(0x48 | congestion);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)octets.Length);
        octets[8] = 64;
        octets[9] = 17;
        IpAddress.Parse("10.45.0.9").WriteIPv4(octets.AsSpan(12));
        IpAddress.Parse("198.51.100.80").WriteIPv4(octets.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(10), InternetSum.Of(octets.AsSpan(0, 20)));
        return octets;
    }

    private static byte[] MakeIpv6(int congestion)
    {
        byte[] octets = new byte[43];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)(0x6000 | (0x48 | congestion) << 4));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), 3);
        octets[6] = 17;
        octets[7] = 64;
        IpAddress.Parse("2001:db8:100:7::42").Write(octets.AsSpan(8));
        IpAddress.Parse("2001:db8:5::80").Write(octets.AsSpan(24));
        return octets;
    }
}
