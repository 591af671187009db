using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Packets;

public sealed class DhcpV4Tests
{
    private static readonly MacAddress _server = MacAddress.FixedMag;
    private static readonly MacAddress _client = new(0x0200_0000_0001);

    [Fact]
    public void Offer_ToAClientThatTakesUnicast_GoesToTheAddressGiven()
    {
        DhcpV4Message.TryRead(Request(DhcpV4MessageType.Discover, broadcast: false), out DhcpV4Message request);
        byte[] room = new byte[DhcpV4Reply.FrameLengthMax];
        room.AsSpan().Fill(0xAA);
        Assert.Equal(WireStatus.Ok, Offer().EmitFrame(request, _server, room, out int written));

        EthernetHeader.TryRead(room.AsSpan(0, written), out EthernetHeader ethernet);
        Assert.Equal(_client, ethernet.Destination);
        Assert.Equal(WireStatus.Ok, Ipv4Header.TryRead(ethernet.Payload, out Ipv4Header ip));
        Assert.True(ip.ChecksumIsValid);
        Assert.Equal(IpAddress.Parse("10.45.0.2"), ip.Destination);
        Assert.Equal(WireStatus.Ok, UdpHeader.TryRead(ip.Payload, out UdpHeader udp));
        Assert.True(udp.ChecksumIsValid(ip.Source, ip.Destination));
        Assert.Equal(UdpPort.DhcpClient, udp.DestinationPort);
        Assert.Equal(WireStatus.Ok, DhcpV4Message.TryRead(udp.Payload, out DhcpV4Message reply));
        Assert.Equal(DhcpV4MessageType.Offer, reply.Type);
        Assert.Equal(0xCAFEBABEu, reply.TransactionId);
        Assert.Equal(IpAddress.Parse("10.45.0.2"), reply.YourAddress);
        Assert.Equal(IpAddress.Parse("10.45.0.1"), reply.ServerIdentifier);
        AssertOption(reply, DhcpV4OptionCode.SubnetMask, "FFFF0000");
        AssertOption(reply, DhcpV4OptionCode.Router, "0A2D0001");
        AssertOption(reply, DhcpV4OptionCode.DomainNameServer, "C6336435");
        AssertOption(reply, DhcpV4OptionCode.InterfaceMtu, "05AC");
        AssertOption(reply, DhcpV4OptionCode.BroadcastAddress, "0A2DFFFF");
        AssertOption(reply, DhcpV4OptionCode.LeaseTime, "00000E10");
        AssertOption(reply, DhcpV4OptionCode.RenewalTime, "00000708");
        AssertOption(reply, DhcpV4OptionCode.RebindingTime, "00000C4E");
        AssertOption(reply, DhcpV4OptionCode.ClientIdentifier, "01020000000001");
    }

    [Fact]
    public void Offer_ToAClientThatWantsBroadcast_GoesToEverybody()
    {
        DhcpV4Message.TryRead(Request(DhcpV4MessageType.Discover, broadcast: true), out DhcpV4Message request);
        byte[] room = new byte[DhcpV4Reply.FrameLengthMax];
        Offer().EmitFrame(request, _server, room, out _);
        EthernetHeader.TryRead(room, out EthernetHeader ethernet);
        Ipv4Header.TryRead(ethernet.Payload, out Ipv4Header ip);
        Assert.Equal(MacAddress.Broadcast, ethernet.Destination);
        Assert.Equal(IpAddress.Parse("255.255.255.255"), ip.Destination);
    }

    [Fact]
    public void Refusal_Emitted_GivesNoAddressAndGoesToEverybody()
    {
        DhcpV4Message.TryRead(Request(DhcpV4MessageType.Request, broadcast: false), out DhcpV4Message request);
        DhcpV4Reply refusal = Offer();
        refusal.Type = DhcpV4MessageType.NegativeAcknowledge;
        byte[] room = new byte[DhcpV4Reply.FrameLengthMax];
        refusal.EmitFrame(request, _server, room, out _);
        EthernetHeader.TryRead(room, out EthernetHeader ethernet);
        Ipv4Header.TryRead(ethernet.Payload, out Ipv4Header ip);
        UdpHeader.TryRead(ip.Payload, out UdpHeader udp);
        Assert.Equal(WireStatus.Ok, DhcpV4Message.TryRead(udp.Payload, out DhcpV4Message reply));
        Assert.Equal(MacAddress.Broadcast, ethernet.Destination);
        Assert.True(reply.YourAddress.IsUnspecified);
        Assert.False(reply.TryFindOption(DhcpV4OptionCode.LeaseTime, out _));
    }

    [Fact]
    public void Options_InTheFileField_AreFound()
    {
        byte[] message = Request(DhcpV4MessageType.Request, broadcast: false);
        new byte[] { 52, 1, 1, 255 }.CopyTo(message, 240);
        new byte[] { 53, 1, 3, 50, 4, 10, 45, 0, 9, 255 }.CopyTo(message, 108);
        Assert.Equal(WireStatus.Ok, DhcpV4Message.TryRead(message, out DhcpV4Message request));
        Assert.Equal(DhcpV4MessageType.Request, request.Type);
        Assert.Equal(IpAddress.Parse("10.45.0.9"), request.RequestedAddress);
    }

    [Theory]
    [InlineData(0, 3, WireStatus.BadHeader)]
    [InlineData(236, 0, WireStatus.BadHeader)]
    [InlineData(1, 6, WireStatus.Unsupported)]
    [InlineData(2, 8, WireStatus.BadLength)]
    [InlineData(241, 2, WireStatus.BadLength)]
    [InlineData(241, 255, WireStatus.BadLength)]
    public void Message_WithAFault_IsRefused(int offset, byte value, WireStatus expected)
    {
        byte[] message = Request(DhcpV4MessageType.Discover, broadcast: false);
        message[offset] = value;
        Assert.Equal(expected, DhcpV4Message.TryRead(message, out _));
    }

    private static DhcpV4Reply Offer() => new()
    {
        Type = DhcpV4MessageType.Offer,
        YourAddress = IpAddress.Parse("10.45.0.2"),
        ServerIdentifier = IpAddress.Parse("10.45.0.1"),
        PrefixLength = 16,
        Router = IpAddress.Parse("10.45.0.1"),
        DnsServers = new[] { IpAddress.Parse("2001:db8::53"), IpAddress.Parse("198.51.100.53") },
        InterfaceMtu = 1452,
        HasBroadcastAddress = true,
        LeaseSeconds = 3600,
        RenewalSeconds = 1800,
        RebindingSeconds = 3150,
    };

    private static byte[] Request(DhcpV4MessageType type, bool broadcast)
    {
        byte[] message = new byte[253];
        message[0] = 1;
        message[1] = 1;
        message[2] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), 0xCAFEBABE);
        message[10] = broadcast ? (byte)0x80 : (byte)0;
        _client.Write(message.AsSpan(28));
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(236), 0x63825363);
        new byte[] { 53, 1, (byte)type, 61, 7, 1, 2, 0, 0, 0, 0, 1, 255 }.CopyTo(message, 240);
        return message;
    }

    private static void AssertOption(in DhcpV4Message message, DhcpV4OptionCode code, string hex)
    {
        Assert.True(message.TryFindOption(code, out ReadOnlySpan<byte> value));
        Assert.Equal(hex, Convert.ToHexString(value));
    }
}
