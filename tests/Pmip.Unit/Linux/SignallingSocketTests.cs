using System;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class SignallingSocketTests
{
    private static readonly IpAddress Loopback4 = IpAddress.Parse("127.0.0.1");
    private static readonly IpAddress Loopback6 = IpAddress.Parse("::1");

    [Fact]
    public void Udp_SendsBatch_ToItself_ReceivesAllWithTheirSource()
    {
        using UdpSocket udp = EventPollTests.OpenUdp(out ushort port);
        DatagramBatch batch = new(4, 64);
        for (byte i = 0; i < 3; i++)
        {
            Assert.True(batch.TryAdd(Loopback4, port, i + 1, out Span<byte> room));
            room.Fill(i);
        }

        Assert.Equal(new SendResult(3, 0, LinuxStatus.Ok), udp.Send(batch));
        Assert.True(udp.Receive(batch, out int count).IsOk);

        Assert.Equal(3, count);
        Assert.Equal([2, 2, 2], batch.OctetsOf(2).ToArray());
        Assert.Equal(Loopback4, batch.AddressOf(2));
        Assert.Equal(port, batch.PortOf(2));
        Assert.False(batch.IsTruncated(2));
    }

    [Fact]
    public void Udp_Receives_LongerThanTheRoom_IsMarkedTruncated()
    {
        using UdpSocket udp = EventPollTests.OpenUdp(out ushort port);
        DatagramBatch large = new(1, 64);
        DatagramBatch small = new(1, 8);
        Assert.True(large.TryAdd(Loopback4, port, 9, out _));
        Assert.Equal(1, udp.Send(large).Sent);
        Assert.True(udp.Receive(small, out int count).IsOk);
        Assert.Equal(1, count);
        Assert.True(small.IsTruncated(0));
        Assert.Equal(8, small.OctetsOf(0).Length);
    }

    [Fact]
    public void Udp_Receives_Nothing_IsAnEmptyBatch()
    {
        using UdpSocket udp = EventPollTests.OpenUdp(out _);
        Assert.True(udp.Receive(new DatagramBatch(2, 8), out int count).IsOk);
        Assert.Equal(0, count);
    }

    [Fact]
    public void Udp_OpenedTwice_SecondIsRefused()
    {
        using UdpSocket udp = EventPollTests.OpenUdp(out ushort port);
        Assert.False(UdpSocket.TryOpen(Loopback4, port, out UdpSocket? second).IsOk);
        Assert.Null(second);
    }

    [Fact]
    public void Udp_SendsBatch_OneDestinationRefused_SendsTheOthers()
    {
        using UdpSocket udp = EventPollTests.OpenUdp(out ushort port);
        DatagramBatch batch = new(3, 8);
        Assert.True(batch.TryAdd(Loopback4, port, 1, out _));
        Assert.True(batch.TryAdd(IpAddress.Parse("255.255.255.255"), port, 1, out _)); // Broadcast needs a permission we do not ask for.
        Assert.True(batch.TryAdd(Loopback4, port, 1, out _));
        Assert.False(batch.TryAdd(Loopback4, port, 1, out _));
        SendResult result = udp.Send(batch);
        Assert.Equal(2, result.Sent);
        Assert.Equal(1, result.Refused);
        Assert.False(result.LastRefusal.IsOk);
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void Sockets_SendAndReceive_AllocateNothing()
    {
        using UdpSocket udp = EventPollTests.OpenUdp(out ushort port);
        DatagramBatch batch = new(2, 8);
        Exchange(udp, batch, port);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Exchange(udp, batch, port);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [RootFact]
    [Trait("Requirement", "R8")]
    public void Mobility_Sends_WithBadChecksum_ArrivesToBeCounted()
    {
        Assert.True(MobilitySocket.TryOpen(Loopback6, out MobilitySocket? opened).IsOk);
        using MobilitySocket mobility = opened!;
        Assert.False(mobility.KernelVerifiesChecksum);
        byte[] header = Convert.FromHexString("3b020d00dead00010000000101001c040000002a01020000");
        DatagramBatch batch = new(2, 2048);
        Assert.True(batch.TryAdd(Loopback6, 0, header.Length, out Span<byte> room));
        header.CopyTo(room);
        Assert.Equal(new SendResult(1, 0, LinuxStatus.Ok), mobility.Send(batch));
        Assert.True(mobility.Receive(batch, out int count).IsOk);
        Assert.Equal(1, count);
        Assert.Equal(header, batch.OctetsOf(0).ToArray());
        Assert.Equal(Loopback6, batch.AddressOf(0));
    }

    [Fact]
    public void Mobility_Opened_AtIpv4Address_IsRefused()
    {
        Assert.False(MobilitySocket.TryOpen(Loopback4, out _).IsOk);
        Assert.False(RawIpv4Socket.TryOpen(Loopback6, out _).IsOk);
    }

    [RootFact]
    public void RawIpv4_Sends_ToItself_ArrivesBehindTheIpv4Header()
    {
        Assert.True(RawIpv4Socket.TryOpen(Loopback4, out RawIpv4Socket? opened).IsOk);
        using RawIpv4Socket raw = opened!;
        DatagramBatch batch = new(2, 128);
        Assert.True(batch.TryAdd(Loopback4, 0, 40, out Span<byte> room));
        room.Fill(0x60);
        Assert.Equal(1, raw.Send(batch).Sent);
        Assert.True(raw.Receive(batch, out int count).IsOk);
        Assert.Equal(1, count);
        Assert.True(RawIpv4Socket.TryGetPayload(batch.OctetsOf(0), out ReadOnlySpan<byte> payload));
        Assert.Equal(40, payload.Length);
        Assert.Equal(0x60, payload[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("45")]
    [InlineData("600000000000000000000000000000000000000000000000")]
    [InlineData("440000000000000000000000000000000000000000000000")]
    [InlineData("4f0000000000000000000000000000000000000000000000")]
    public void RawIpv4_Payload_HeaderBroken_IsRefused(string datagram) =>
        Assert.False(RawIpv4Socket.TryGetPayload(Convert.FromHexString(datagram), out _));

    private static void Exchange(UdpSocket udp, DatagramBatch batch, ushort port)
    {
        batch.TryAdd(Loopback4, port, 4, out _);
        udp.Send(batch);
        udp.Receive(batch, out _);
        batch.Clear();
    }
}
