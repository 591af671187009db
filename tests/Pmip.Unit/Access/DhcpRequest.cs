using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

/// <summary>A DHCPv4 client's message, as frames.</summary>
internal sealed class DhcpRequest
{
    public DhcpV4MessageType Type { get; init; } = DhcpV4MessageType.Discover;

    public MacAddress Source { get; init; } = AccessBench.Device;

    public MacAddress? Hardware { get; init; }

    public IpAddress ClientAddress { get; init; } = IpAddress.FromIPv4(0);

    public IpAddress? Requested { get; init; }

    public IpAddress? Server { get; init; }

    public bool WantsBroadcast { get; init; }

    public int ExtraOctets { get; init; }

    public byte Hops { get; init; }

    public bool HasRelayInformation { get; init; }

    public byte[] ToFrame()
    {
        byte[] packet = new byte[1400];
        const int Headers = Ipv4Header.Length + UdpHeader.Length;
        Span<byte> message = packet.AsSpan(Headers);
        message[0] = 1;
        message[1] = 1;
        message[2] = 6;
        message[3] = Hops;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], 0xCAFE_0001);
        message[10] = (byte)(WantsBroadcast ? 0x80 : 0);
        ClientAddress.WriteIPv4(message[12..]);
        (Hardware ?? Source).Write(message[28..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[236..], 0x6382_5363);
        int at = 240;
        Option(message, ref at, 53, [(byte)Type]);
        Address(message, ref at, 50, Requested);
        Address(message, ref at, 54, Server);
        for (int left = ExtraOctets; left > 0; left -= 202)
        {
            Option(message, ref at, 43, new byte[200]);
        }

        if (HasRelayInformation)
        {
            Option(message, ref at, 82, [1, 1, 7]);
        }

        message[at++] = 255;
        int length = Math.Max(at, 300);
        IpAddress everybody = IpAddress.FromIPv4(uint.MaxValue);
        UdpHeader.Emit(packet.AsSpan(Ipv4Header.Length), ClientAddress, everybody, 68, 67, length, out _);
        Ipv4Header.Emit(packet, ClientAddress, everybody, IpProtocol.Udp, 64, UdpHeader.Length + length, out _);
        return AccessBench.Frame(Source, MacAddress.Broadcast, EtherType.Ipv4, packet.AsSpan(0, Headers + length));
    }

    /// <summary>Reads an answer; checks that it is whole and comes from our server.</summary>
    public static DhcpV4Message Read(byte[] frame, out MacAddress destination, out IpAddress to)
    {
        Assert.Equal(WireStatus.Ok, EthernetHeader.TryRead(frame, out EthernetHeader ethernet));
        Assert.Equal(WireStatus.Ok, Ipv4Header.TryRead(ethernet.Payload, out Ipv4Header ip));
        Assert.True(ip.ChecksumIsValid);
        Assert.Equal(AccessBench.Router4, ip.Source);
        Assert.Equal(WireStatus.Ok, UdpHeader.TryRead(ip.Payload, out UdpHeader udp));
        Assert.True(udp.ChecksumIsValid(ip.Source, ip.Destination));
        Assert.Equal(WireStatus.Ok, DhcpV4Message.TryRead(udp.Payload, out DhcpV4Message message));
        Assert.Equal(0xCAFE_0001u, message.TransactionId);
        Assert.Equal(AccessBench.Router4, message.ServerIdentifier);
        destination = ethernet.Destination;
        to = ip.Destination;
        return message;
    }

    private static void Option(Span<byte> message, ref int at, byte code, ReadOnlySpan<byte> value)
    {
        message[at] = code;
        message[at + 1] = (byte)value.Length;
        value.CopyTo(message[(at + 2)..]);
        at += 2 + value.Length;
    }

    private static void Address(Span<byte> message, ref int at, byte code, IpAddress? address)
    {
        if (address is IpAddress given)
        {
            byte[] octets = new byte[4];
            given.WriteIPv4(octets);
            Option(message, ref at, code, octets);
        }
    }
}
