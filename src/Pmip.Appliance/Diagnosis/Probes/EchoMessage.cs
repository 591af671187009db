using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary>What became of an echo request.</summary>
internal enum EchoAnswer : byte
{
    /// <summary>Nothing yet, or a message that is no answer to ours.</summary>
    None,

    /// <summary>The echo.</summary>
    Reply,

    /// <summary>A router says that its hops are used up.</summary>
    TimeExceeded,

    /// <summary>A router says that it is too big.</summary>
    TooBig,

    /// <summary>A router or the destination says that it cannot be reached.</summary>
    Unreachable,
}

/// <summary>Echo requests of ICMP and of ICMPv6, and the messages that answer them (RFC 792, RFC 4443).</summary>
internal static class EchoMessage
{
    /// <summary>Octets in front of the payload.</summary>
    public const int HeaderLength = 8;

    private const byte Filling = 0x50;

    /// <summary>Writes a request with a payload that fills <paramref name="room"/>; the checksum is that of ICMP, zero for ICMPv6.</summary>
    public static void WriteRequest(Span<byte> room, bool isIpv4, ushort identifier, ushort sequence)
    {
        room.Fill(Filling);
        room[..HeaderLength].Clear();
        room[0] = isIpv4 ? (byte)Icmpv4Type.EchoRequest : (byte)Icmpv6Type.EchoRequest;
        BinaryPrimitives.WriteUInt16BigEndian(room[4..], identifier);
        BinaryPrimitives.WriteUInt16BigEndian(room[6..], sequence);
        if (isIpv4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(room[2..], InternetChecksum.Compute(room));
        }
    }

    /// <summary>A whole packet with a request, for who sends it to a device as it is.</summary>
    public static byte[] PacketOf(IpAddress source, IpAddress destination, byte hopLimit, ushort identifier, ushort sequence, int payload)
    {
        bool isIpv4 = destination.IsIPv4;
        int header = isIpv4 ? Ipv4Header.Length : Ipv6Header.Length;
        byte[] packet = new byte[header + HeaderLength + payload];
        Span<byte> message = packet.AsSpan(header);
        WriteRequest(message, isIpv4, identifier, sequence);
        if (isIpv4)
        {
            Ipv4Header.Emit(packet, source, destination, IpProtocol.Icmpv4, hopLimit, message.Length, out _);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(
                message[2..], InternetChecksum.ComputeUpperLayer6(source, destination, IpProtocol.Icmpv6, message));
            Ipv6Header.Emit(packet, source, destination, IpProtocol.Icmpv6, hopLimit, message.Length, out _);
        }

        return packet;
    }

    /// <summary>What a received message says to the requests with <paramref name="identifier"/>; for one that is too big also what fits.</summary>
    public static EchoAnswer Read(ReadOnlySpan<byte> message, bool isIpv4, ushort identifier, out ushort sequence, out int mtu)
    {
        sequence = 0;
        mtu = 0;
        if (message.Length < HeaderLength)
        {
            return EchoAnswer.None;
        }

        if (message[0] == (isIpv4 ? (byte)Icmpv4Type.EchoReply : (byte)Icmpv6Type.EchoReply))
        {
            return IsOurs(message, identifier, out sequence) ? EchoAnswer.Reply : EchoAnswer.None;
        }

        EchoAnswer answer = isIpv4 ? ErrorOf4(message, out mtu) : ErrorOf6(message, out mtu);
        bool isOurs = answer != EchoAnswer.None
            && TryGetQuoted(message[HeaderLength..], isIpv4, out ReadOnlySpan<byte> quoted)
            && IsOurs(quoted, identifier, out sequence);
        return isOurs ? answer : EchoAnswer.None;
    }

    /// <summary>What a received packet says, and who sent it.</summary>
    public static EchoAnswer ReadPacket(ReadOnlySpan<byte> packet, ushort identifier, out IpAddress source)
    {
        source = default;
        if (Ipv4Header.TryRead(packet, out Ipv4Header header4) == WireStatus.Ok && header4.Protocol == IpProtocol.Icmpv4)
        {
            source = header4.Source;
            return Read(header4.Payload, true, identifier, out _, out _);
        }

        if (Ipv6Header.TryRead(packet, out Ipv6Header header6) == WireStatus.Ok && header6.NextHeader == IpProtocol.Icmpv6)
        {
            source = header6.Source;
            return Read(header6.Payload, false, identifier, out _, out _);
        }

        return EchoAnswer.None;
    }

    private static EchoAnswer ErrorOf4(ReadOnlySpan<byte> message, out int mtu)
    {
        const byte fragmentationNeeded = 4;
        mtu = 0;
        switch ((Icmpv4Type)message[0])
        {
            case Icmpv4Type.TimeExceeded:
                return EchoAnswer.TimeExceeded;
            case Icmpv4Type.DestinationUnreachable when message[1] == fragmentationNeeded:
                mtu = BinaryPrimitives.ReadUInt16BigEndian(message[6..]); // RFC 1191 4.
                return EchoAnswer.TooBig;
            case Icmpv4Type.DestinationUnreachable:
                return EchoAnswer.Unreachable;
            default:
                return EchoAnswer.None;
        }
    }

    private static EchoAnswer ErrorOf6(ReadOnlySpan<byte> message, out int mtu)
    {
        mtu = 0;
        switch ((Icmpv6Type)message[0])
        {
            case Icmpv6Type.TimeExceeded:
                return EchoAnswer.TimeExceeded;
            case Icmpv6Type.PacketTooBig:
                mtu = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(message[4..]), ushort.MaxValue);
                return EchoAnswer.TooBig;
            case Icmpv6Type.DestinationUnreachable:
                return EchoAnswer.Unreachable;
            default:
                return EchoAnswer.None;
        }
    }

    // The packet that an error quotes may be cut: its header and ours are enough.
    private static bool TryGetQuoted(ReadOnlySpan<byte> packet, bool isIpv4, out ReadOnlySpan<byte> message)
    {
        message = default;
        int header = !isIpv4 ? Ipv6Header.Length : packet.IsEmpty ? 0 : (packet[0] & 15) * 4;
        if (header == 0 || packet.Length < header + HeaderLength || packet[isIpv4 ? 9 : 6] != (isIpv4 ? IpProtocol.Icmpv4 : IpProtocol.Icmpv6))
        {
            return false;
        }

        message = packet[header..];
        return message[0] == (isIpv4 ? (byte)Icmpv4Type.EchoRequest : (byte)Icmpv6Type.EchoRequest);
    }

    private static bool IsOurs(ReadOnlySpan<byte> echo, ushort identifier, out ushort sequence)
    {
        sequence = BinaryPrimitives.ReadUInt16BigEndian(echo[6..]);
        return BinaryPrimitives.ReadUInt16BigEndian(echo[4..]) == identifier;
    }
}
