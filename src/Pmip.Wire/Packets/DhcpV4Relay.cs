using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>
/// What a relay agent does to the DHCPv4 messages that it passes on (RFC 1542 4.1, RFC 3046): towards the server it names itself
/// and adds option 82, towards the client it takes the option off again.
/// </summary>
public ref struct DhcpV4Relay
{
    /// <summary>Longest message that is passed on.</summary>
    public const int MessageLengthMax = 1472;

    /// <summary>Octets that the longest frame towards a client takes.</summary>
    public const int FrameLengthMax = EthernetHeader.Length + Ipv4Header.Length + UdpHeader.Length + MessageLengthMax;

    /// <summary>Relays that a message may pass (RFC 1542 4.1.1).</summary>
    public const int HopsMax = 16;

    private const int MessageLengthMin = 300;
    private const byte TimeToLive = 64;

    // Sub-options of option 82.
    private const byte CircuitIdentifierCode = 1;
    private const byte RemoteIdentifierCode = 2;
    private const byte LinkSelectionCode = 5;         // RFC 3527
    private const byte ServerIdentifierOverrideCode = 11; // RFC 5107

    /// <summary>Our address, to which the server answers.</summary>
    public IpAddress RelayAddress;

    /// <summary>Name of the link that the client is on; at most 64 octets.</summary>
    public ReadOnlySpan<byte> CircuitIdentifier;

    /// <summary>The client's home address, a hint for the server (RFC 5844 3.4.2).</summary>
    public IpAddress HomeAddress;

    /// <summary>Default router of the home subnet: says which subnet is meant, and stands for the server towards the client.</summary>
    public IpAddress Router;

    /// <summary>
    /// Writes <paramref name="request"/> as it goes to the server. <see cref="WireStatus.Unsupported"/> when it has passed too many
    /// relays or brings an option 82 of its own, which a client must not (RFC 3046 2.1).
    /// </summary>
    public readonly WireStatus EmitRequest(scoped in DhcpV4Message request, Span<byte> room, out int written)
    {
        written = 0;
        if (request.Hops >= HopsMax || request.TryFindOption(DhcpV4OptionCode.RelayAgentInformation, out _))
        {
            return WireStatus.Unsupported;
        }

        Span<byte> added = stackalloc byte[2 + 2 + 64 + 6 + 6 + 6];
        int addedLength = WriteInformation(added);
        WireStatus status = Copy(request, added[..addedLength], room, out written);
        if (status == WireStatus.Ok)
        {
            room[DhcpV4Message.Field.Hops]++;
            RelayAddress.WriteIPv4(room[DhcpV4Message.Field.RelayAddress..]);
        }

        return status;
    }

    /// <summary>
    /// Writes the frame by which <paramref name="reply"/> reaches its client (RFC 2131 4.1): at the address that it has, at the one that
    /// it gets, or by broadcast when it asked for that, gets none, or is refused.
    /// </summary>
    public static WireStatus EmitReplyFrame(scoped in DhcpV4Message reply, IpAddress source, MacAddress gateway, Span<byte> room, out int written)
    {
        const int HeadersLength = EthernetHeader.Length + Ipv4Header.Length + UdpHeader.Length;
        written = 0;
        if (room.Length < HeadersLength)
        {
            return WireStatus.NoRoom;
        }

        WireStatus status = Copy(reply, default, room[HeadersLength..], out int length);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        bool hasClientAddress = reply.Type != DhcpV4MessageType.NegativeAcknowledge && !reply.ClientAddress.IsUnspecified;
        bool toEverybody = reply.Type == DhcpV4MessageType.NegativeAcknowledge
            || (!hasClientAddress && (reply.WantsBroadcast || reply.YourAddress.IsUnspecified));
        IpAddress destination = toEverybody ? IpAddress.FromIPv4(uint.MaxValue) : hasClientAddress ? reply.ClientAddress : reply.YourAddress;
        MacAddress client = toEverybody ? MacAddress.Broadcast : reply.ClientHardwareAddress;
        Span<byte> packet = room[EthernetHeader.Length..];
        UdpHeader.Emit(packet[Ipv4Header.Length..], source, destination, UdpPort.DhcpServer, UdpPort.DhcpClient, length, out int datagram);
        Ipv4Header.Emit(packet, source, destination, IpProtocol.Udp, TimeToLive, datagram, out int header);
        EthernetHeader.Emit(room, client, gateway, EtherType.Ipv4, out int ethernet);
        written = ethernet + header + datagram;
        return WireStatus.Ok;
    }

    // Everything but option 82, octet for octet, and then what is added.
    private static WireStatus Copy(scoped in DhcpV4Message message, scoped ReadOnlySpan<byte> added, Span<byte> room, out int written)
    {
        written = 0;
        ReadOnlySpan<byte> octets = message.Octets;
        if (octets.Length + added.Length + 1 > Math.Min(room.Length, MessageLengthMax))
        {
            return WireStatus.NoRoom;
        }

        octets[..DhcpV4Message.FixedLength].CopyTo(room);
        int length = DhcpV4Message.FixedLength;
        var options = new DhcpV4OptionReader(message.Options);
        while (options.TryNext())
        {
            if (options.Code != DhcpV4OptionCode.RelayAgentInformation)
            {
                ReadOnlySpan<byte> option = message.Options.Slice(options.Offset, 2 + options.Value.Length);
                option.CopyTo(room[length..]);
                length += option.Length;
            }
        }

        added.CopyTo(room[length..]);
        length += added.Length;
        room[length++] = (byte)DhcpV4OptionCode.End;
        if (length < MessageLengthMin && room.Length >= MessageLengthMin)
        {
            room[length..MessageLengthMin].Clear();
            length = MessageLengthMin;
        }

        written = length;
        return WireStatus.Ok;
    }

    private readonly int WriteInformation(Span<byte> room)
    {
        int length = 2;
        length += Write(room[length..], CircuitIdentifierCode, CircuitIdentifier);
        length += WriteAddress(room[length..], RemoteIdentifierCode, HomeAddress);
        length += WriteAddress(room[length..], LinkSelectionCode, Router);
        length += WriteAddress(room[length..], ServerIdentifierOverrideCode, Router);
        room[0] = (byte)DhcpV4OptionCode.RelayAgentInformation;
        room[1] = (byte)(length - 2);
        return length;
    }

    private static int WriteAddress(Span<byte> room, byte code, IpAddress address)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, address.IPv4);
        return Write(room, code, octets);
    }

    private static int Write(Span<byte> room, byte code, scoped ReadOnlySpan<byte> value)
    {
        room[0] = code;
        room[1] = (byte)value.Length;
        value.CopyTo(room[2..]);
        return 2 + value.Length;
    }
}
