using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Packets;

public sealed class HeaderTests
{
    private static readonly MacAddress _one = new(0x0200_0000_0001);
    private static readonly MacAddress _two = new(0x0200_0000_0002);

    [Fact]
    public void Ethernet_WithTwoTags_FindsTheInnerType()
    {
        byte[] frame = Convert.FromHexString("02000000000202000000000188a80064810000c80800ff");
        Assert.Equal(WireStatus.Ok, EthernetHeader.TryRead(frame, out EthernetHeader header));
        Assert.Equal(EtherType.Ipv4, header.Type);
        Assert.Equal(200, header.VlanId);
        Assert.Equal(2, header.TagCount);
        Assert.Equal(_one, header.Source);
        Assert.Equal([0xff], header.Payload.ToArray());
        Assert.Equal(WireStatus.Truncated, EthernetHeader.TryRead(frame.AsSpan(0, 21), out _));
    }

    [Fact]
    public void Arp_Emitted_ReadsBack()
    {
        byte[] room = new byte[42];
        room.AsSpan().Fill(0xAA);
        IpAddress target = IpAddress.Parse("10.45.0.2");
        WireStatus status = ArpPacket.EmitFrame(room, ArpOperation.Request, _one, IpAddress.FromIPv4(0), default, target, out int written);
        Assert.Equal(WireStatus.Ok, status);
        Assert.Equal(42, written);
        Assert.Equal(WireStatus.Ok, EthernetHeader.TryRead(room, out EthernetHeader ethernet));
        Assert.Equal(MacAddress.Broadcast, ethernet.Destination);
        Assert.Equal(WireStatus.Ok, ArpPacket.TryRead(ethernet.Payload, out ArpPacket packet));
        Assert.True(packet.IsProbe);
        Assert.False(packet.IsAnnouncement);
        Assert.Equal(target, packet.TargetAddress);
        Assert.Equal(_one, packet.SenderLinkLayerAddress);
        Assert.Equal(WireStatus.NoRoom, ArpPacket.EmitFrame(room.AsSpan(0, 41), ArpOperation.Reply, _one, target, _two, target, out _));
    }

    [Fact]
    public void Ipv4AndUdp_Emitted_HaveGoodChecksums()
    {
        byte[] room = new byte[33];
        "hello"u8.CopyTo(room.AsSpan(28));
        IpAddress source = IpAddress.Parse("192.0.2.1");
        IpAddress destination = IpAddress.Parse("192.0.2.2");
        UdpHeader.Emit(room.AsSpan(20), source, destination, 5436, 5436, 5, out int datagram);
        Ipv4Header.Emit(room, source, destination, IpProtocol.Udp, 64, datagram, out _);

        Assert.Equal(WireStatus.Ok, Ipv4Header.TryRead(room, out Ipv4Header header));
        Assert.True(header.ChecksumIsValid);
        Assert.True(header.DontFragment);
        Assert.Equal(WireStatus.Ok, UdpHeader.TryRead(header.Payload, out UdpHeader udp));
        Assert.True(udp.ChecksumIsValid(source, destination));
        Assert.Equal("hello"u8.ToArray(), udp.Payload.ToArray());
        room[30] ^= 1;
        Assert.Equal(WireStatus.Ok, UdpHeader.TryRead(room.AsSpan(20), out udp));
        Assert.False(udp.ChecksumIsValid(source, destination));
    }

    [Theory]
    [InlineData("44000014", WireStatus.BadHeader)]
    [InlineData("65000014", WireStatus.BadHeader)]
    [InlineData("45000013", WireStatus.BadLength)]
    [InlineData("45000015", WireStatus.Truncated)]
    [InlineData("45000014", WireStatus.Ok)]
    public void Ipv4_WithAContradiction_IsRefused(string start, WireStatus expected)
    {
        byte[] packet = new byte[20];
        Convert.FromHexString(start).CopyTo(packet, 0);
        Assert.Equal(expected, Ipv4Header.TryRead(packet, out _));
    }

    [Fact]
    public void Ipv6_WithExtensionHeaders_FindsTheUpperLayer()
    {
        byte[] packet = new byte[40 + 8 + 8 + 3];
        Ipv6Header.Emit(packet, default, default, IpProtocol.DestinationOptions, 64, 19, out _);
        new byte[] { IpProtocol.Fragment, 0, 4, 1, 4, 1, 1, 0 }.CopyTo(packet, 40);
        new byte[] { IpProtocol.Gre, 0, 0, 0, 0, 0, 0, 1 }.CopyTo(packet, 48);
        Assert.Equal(WireStatus.Ok, Ipv6Header.TryRead(packet, out Ipv6Header header));
        Assert.Equal(WireStatus.Ok, header.TryFindUpperLayer(out byte protocol, out ReadOnlySpan<byte> payload));
        Assert.Equal(IpProtocol.Gre, protocol);
        Assert.Equal(3, payload.Length);

        packet[51] = 1;
        Assert.Equal(WireStatus.Ok, Ipv6Header.TryRead(packet, out header));
        Assert.Equal(WireStatus.Unsupported, header.TryFindUpperLayer(out _, out _));
        packet[41] = 5;
        Assert.Equal(WireStatus.Ok, Ipv6Header.TryRead(packet, out header));
        Assert.Equal(WireStatus.BadLength, header.TryFindUpperLayer(out _, out _));
    }

    [Theory]
    [InlineData("20000800a1b2c3d4", WireStatus.Ok)]
    [InlineData("20000800a1b2c3", WireStatus.Truncated)]
    [InlineData("40000800", WireStatus.BadHeader)]
    [InlineData("08000800", WireStatus.BadHeader)]
    [InlineData("04000800", WireStatus.BadHeader)]
    [InlineData("00010800", WireStatus.BadHeader)]
    [InlineData("03f80800", WireStatus.Ok)]
    [InlineData("8000080077ff0000", WireStatus.Ok)]
    [InlineData("8000080077fe0000", WireStatus.BadChecksum)]
    public void Gre_Received_IsJudgedAsTheRfcSays(string hex, WireStatus expected) =>
        Assert.Equal(expected, GreHeader.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void Gre_WithAllFields_ReadsThemInOrder()
    {
        byte[] octets = Convert.FromHexString("b0000800000000000a0b0c0d0000002a45");
        ushort checksum = InternetChecksum.Compute(octets);
        octets[4] = (byte)(checksum >> 8);
        octets[5] = (byte)(checksum & 0xFF);
        Assert.Equal(WireStatus.Ok, GreHeader.TryRead(octets, out GreHeader header));
        Assert.Equal(new GreKey(0x0a0b0c0d), header.Key);
        Assert.Equal(42u, header.Sequence);
        Assert.Equal([0x45], header.Payload.ToArray());
    }

    [Fact]
    public void Gre_Emitted_IsEightOctetsWithTheKey()
    {
        byte[] room = new byte[8];
        Assert.Equal(WireStatus.Ok, GreHeader.Emit(room, EtherType.Ipv6, new GreKey(0xa1b2c3d4), out int written));
        Assert.Equal("200086DDA1B2C3D4", Convert.ToHexString(room.AsSpan(0, written)));
        Assert.Equal(WireStatus.NoRoom, GreHeader.Emit(room.AsSpan(1), EtherType.Ipv6, default, out _));
    }

    [Theory]
    [InlineData("002f0002aabb", WireStatus.Ok)]
    [InlineData("002f0003aabb", WireStatus.BadLength)]
    [InlineData("102f0002aabb", WireStatus.BadHeader)]
    [InlineData("00110002aabb", WireStatus.Unsupported)]
    [InlineData("002f00", WireStatus.Truncated)]
    public void TlvHeader_Received_IsJudgedAsTheRfcSays(string hex, WireStatus expected) =>
        Assert.Equal(expected, TlvHeader.TryRead(Convert.FromHexString(hex), out _));
}
