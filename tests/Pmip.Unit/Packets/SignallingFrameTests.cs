using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Packets;

public sealed class SignallingFrameTests
{
    private const int UdpPayload = 28;

    [Fact]
    [Trait("Requirement", "R10")]
    public void Mapped_Received_GivesTheInnerAddressesAndTheHeader()
    {
        byte[] packet = ReferencePackets.Octets(ReferencePackets.PbuUdpMapped);
        WireStatus status = SignallingFrame.TryRead(
            packet.AsSpan(UdpPayload), out IpAddress source, out IpAddress destination, out ReadOnlySpan<byte> header, out bool isMapped);
        Assert.Equal(WireStatus.Ok, status);
        Assert.True(isMapped);
        Assert.Equal(IpAddress.Parse("192.0.2.1"), source);
        Assert.Equal(IpAddress.Parse("192.0.2.2"), destination);
        Assert.Equal(packet[(UdpPayload + 40)..], header.ToArray());
    }

    [Fact]
    [Trait("Requirement", "R9")]
    public void Bare_Received_LeavesTheAddressesOpen()
    {
        byte[] packet = ReferencePackets.Octets(ReferencePackets.PbuUdpBare);
        WireStatus status = SignallingFrame.TryRead(
            packet.AsSpan(UdpPayload), out IpAddress source, out _, out ReadOnlySpan<byte> header, out bool isMapped);
        Assert.Equal(WireStatus.Ok, status);
        Assert.False(isMapped);
        Assert.Equal(IpAddress.Unspecified, source);
        Assert.Equal(72, header.Length);
    }

    [Fact]
    [Trait("Requirement", "R11")]
    [Trait("Requirement", "R12")]
    public void Mapped_Emitted_EqualsTheReferencePacket()
    {
        byte[] packet = ReferencePackets.Octets(ReferencePackets.PbuUdpMapped)[UdpPayload..];
        byte[] room = new byte[packet.Length];
        WireStatus status = SignallingFrame.EmitMapped(
            IpAddress.Parse("192.0.2.1"), IpAddress.Parse("192.0.2.2"), packet.AsSpan(40), room, out int written);
        Assert.Equal(WireStatus.Ok, status);
        Assert.Equal(packet, room[..written]);
    }

    [Fact]
    public void Mapped_Emitted_FromItsPlaceInTheRoom_IsTheSame()
    {
        byte[] packet = ReferencePackets.Octets(ReferencePackets.PbuUdpMapped)[UdpPayload..];
        byte[] room = (byte[])packet.Clone();
        room.AsSpan(0, 40).Fill(0xAA);
        SignallingFrame.EmitMapped(IpAddress.Parse("192.0.2.1"), IpAddress.Parse("192.0.2.2"), room.AsSpan(40), room, out _);
        Assert.Equal(packet, room);
    }

    [Fact]
    public void Mapped_Received_WithAFlippedBit_IsRefused()
    {
        byte[] payload = ReferencePackets.Octets(ReferencePackets.PbuUdpMapped)[UdpPayload..];
        payload[60] ^= 4;
        Assert.Equal(WireStatus.BadChecksum, SignallingFrame.TryRead(payload, out _, out _, out _, out _));
    }

    [Theory]
    [InlineData("", WireStatus.Truncated)]
    [InlineData("0029001060", WireStatus.Unsupported)]
    [InlineData("45000000", WireStatus.Unsupported)]
    [InlineData("60000000", WireStatus.Truncated)]
    public void Payload_OfAnotherForm_IsRefused(string hex, WireStatus expected) =>
        Assert.Equal(expected, SignallingFrame.TryRead(Convert.FromHexString(hex), out _, out _, out _, out _));

    [Fact]
    public void Mapped_Emitted_WithoutRoom_IsRefused()
    {
        byte[] header = new byte[16];
        Assert.Equal(WireStatus.NoRoom, SignallingFrame.EmitMapped(default, default, header, new byte[55], out _));
        Assert.Equal(WireStatus.BadLength, SignallingFrame.EmitMapped(default, default, header.AsSpan(0, 5), new byte[99], out _));
    }
}
