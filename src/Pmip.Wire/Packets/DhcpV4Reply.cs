using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>An OFFER, ACK or NAK to be sent to a client (RFC 2131 4.3, table 3), with its UDP, IPv4 and Ethernet headers.</summary>
public ref struct DhcpV4Reply
{
    /// <summary>Octets that the longest frame takes.</summary>
    public const int FrameLengthMax = EthernetHeader.Length + Ipv4Header.Length + UdpHeader.Length + MessageLengthMax;

    /// <summary>Most DNS servers in a reply; further ones are left out.</summary>
    public const int DnsServersMax = 8;

    /// <summary>Shortest message: BOOTP clients and relays may drop shorter ones (RFC 1542 2.1).</summary>
    private const int MessageLengthMin = 300;

    // What every client takes without option 57 (RFC 2131 2): 576 octets with IPv4 and UDP headers.
    private const int MessageLengthMax = 548;
    private const byte TimeToLive = 64;

    /// <summary>Offer, acknowledge or negative acknowledge.</summary>
    public DhcpV4MessageType Type;

    /// <summary>The address given; 0.0.0.0 in a refusal and in the answer to an INFORM.</summary>
    public IpAddress YourAddress;

    /// <summary>Option 54, and the source address of the packet.</summary>
    public IpAddress ServerIdentifier;

    /// <summary>Bits of option 1; not sent in a refusal.</summary>
    public byte PrefixLength;

    /// <summary>Option 3; 0.0.0.0 or unset leaves it out.</summary>
    public IpAddress Router;

    /// <summary>Option 6; those that are not IPv4 are left out.</summary>
    public ReadOnlySpan<IpAddress> DnsServers;

    /// <summary>Option 26; zero leaves it out.</summary>
    public ushort InterfaceMtu;

    /// <summary>Option 28 is sent when true, computed from address and prefix length.</summary>
    public bool HasBroadcastAddress;

    /// <summary>Option 51; zero leaves out 51, 58 and 59 (an answer to an INFORM has none).</summary>
    public uint LeaseSeconds;

    /// <summary>Option 58; zero leaves it out.</summary>
    public uint RenewalSeconds;

    /// <summary>Option 59; zero leaves it out.</summary>
    public uint RebindingSeconds;

    /// <summary>
    /// Writes the frame that answers <paramref name="request"/>: to the client's address when it has one, else to its
    /// link-layer address and the address given, else (broadcast flag, refusal) to everybody (RFC 2131 4.1).
    /// </summary>
    public readonly WireStatus EmitFrame(scoped in DhcpV4Message request, MacAddress server, Span<byte> room, out int written)
    {
        written = 0;
        if (room.Length < FrameLengthMax)
        {
            return WireStatus.NoRoom;
        }

        const int HeadersLength = EthernetHeader.Length + Ipv4Header.Length + UdpHeader.Length;
        Span<byte> message = room.Slice(HeadersLength, MessageLengthMax);
        int length = EmitMessage(request, message);

        bool isRefusal = Type == DhcpV4MessageType.NegativeAcknowledge;
        bool hasClientAddress = !isRefusal && !request.ClientAddress.IsUnspecified;
        bool toEverybody = isRefusal || (!hasClientAddress && (request.WantsBroadcast || YourAddress.IsUnspecified));
        IpAddress destination = toEverybody ? IpAddress.FromIPv4(uint.MaxValue) : hasClientAddress ? request.ClientAddress : YourAddress;
        MacAddress client = toEverybody ? MacAddress.Broadcast : request.ClientHardwareAddress;

        Span<byte> packet = room[EthernetHeader.Length..];
        UdpHeader.Emit(
            packet[Ipv4Header.Length..], ServerIdentifier, destination, UdpPort.DhcpServer, UdpPort.DhcpClient, length, out int datagram);
        Ipv4Header.Emit(packet, ServerIdentifier, destination, IpProtocol.Udp, TimeToLive, datagram, out int header);
        EthernetHeader.Emit(room, client, server, EtherType.Ipv4, out int ethernet);
        written = ethernet + header + datagram;
        return WireStatus.Ok;
    }

    private readonly int EmitMessage(scoped in DhcpV4Message request, Span<byte> room)
    {
        room.Clear();
        bool isRefusal = Type == DhcpV4MessageType.NegativeAcknowledge;
        room[DhcpV4Message.Field.Operation] = DhcpV4Message.BootReply;
        room[DhcpV4Message.Field.HardwareType] = DhcpV4Message.Ethernet;
        room[DhcpV4Message.Field.HardwareLength] = MacAddress.Length;
        BinaryPrimitives.WriteUInt32BigEndian(room[DhcpV4Message.Field.TransactionId..], request.TransactionId);
        BinaryPrimitives.WriteUInt16BigEndian(
            room[DhcpV4Message.Field.Flags..], request.WantsBroadcast ? DhcpV4Message.Broadcast : (ushort)0);
        if (!isRefusal)
        {
            if (Type == DhcpV4MessageType.Acknowledge)
            {
                request.ClientAddress.WriteIPv4(room[DhcpV4Message.Field.ClientAddress..]);
            }

            Ipv4OrZero(YourAddress).WriteIPv4(room[DhcpV4Message.Field.YourAddress..]);
        }

        request.RelayAddress.WriteIPv4(room[DhcpV4Message.Field.RelayAddress..]);
        request.ClientHardwareAddress.Write(room[DhcpV4Message.Field.ClientHardwareAddress..]);
        BinaryPrimitives.WriteUInt32BigEndian(room[DhcpV4Message.Field.MagicCookie..], DhcpV4Message.Cookie);

        var options = new DhcpV4OptionWriter(room[DhcpV4Message.FixedLength..]);
        options.Octet(DhcpV4OptionCode.MessageType, (byte)Type);
        options.Address(DhcpV4OptionCode.ServerIdentifier, ServerIdentifier);
        if (!isRefusal)
        {
            EmitParameters(ref options);
        }

        // A client that sent its identifier gets it back, so it knows its answer on a shared link (RFC 6842 3).
        if (request.TryFindOption(DhcpV4OptionCode.ClientIdentifier, out ReadOnlySpan<byte> identifier))
        {
            options.Octets(DhcpV4OptionCode.ClientIdentifier, identifier);
        }

        int length = DhcpV4Message.FixedLength + options.Finish();
        return Math.Max(length, MessageLengthMin);
    }

    private readonly void EmitParameters(ref DhcpV4OptionWriter options)
    {
        if (LeaseSeconds != 0)
        {
            options.Number(DhcpV4OptionCode.LeaseTime, LeaseSeconds);
        }

        if (LeaseSeconds != 0 && RenewalSeconds != 0)
        {
            options.Number(DhcpV4OptionCode.RenewalTime, RenewalSeconds);
        }

        if (LeaseSeconds != 0 && RebindingSeconds != 0)
        {
            options.Number(DhcpV4OptionCode.RebindingTime, RebindingSeconds);
        }

        uint mask = PrefixLength == 0 ? 0 : PrefixLength >= 32 ? uint.MaxValue : uint.MaxValue << (32 - PrefixLength);
        options.Number(DhcpV4OptionCode.SubnetMask, mask);
        if (Router.IsIPv4 && !Router.IsUnspecified)
        {
            options.Address(DhcpV4OptionCode.Router, Router);
        }

        options.Addresses(DhcpV4OptionCode.DomainNameServer, DnsServers, DnsServersMax);
        if (InterfaceMtu != 0)
        {
            options.Short(DhcpV4OptionCode.InterfaceMtu, InterfaceMtu);
        }

        if (HasBroadcastAddress && YourAddress.IsIPv4)
        {
            options.Number(DhcpV4OptionCode.BroadcastAddress, YourAddress.IPv4 | ~mask);
        }
    }

    private static IpAddress Ipv4OrZero(IpAddress address) => address.IsIPv4 ? address : IpAddress.FromIPv4(0);
}
