using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826, RFC 5227), without its Ethernet header.</summary>
/// <remarks>0..1 hardware | 2..3 protocol | 4 hlen | 5 plen | 6..7 operation | 8 sender MAC, IP | 18 target MAC, IP</remarks>
public readonly ref struct ArpPacket
{
    /// <summary>Octets of a packet.</summary>
    public const int Length = 28;

    private const ushort Ethernet = 1;

    private readonly ReadOnlySpan<byte> _octets;

    private ArpPacket(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int HardwareType = 0;
        public const int ProtocolType = 2;
        public const int HardwareLength = 4;
        public const int ProtocolLength = 5;
        public const int Operation = 6;
        public const int SenderLinkLayerAddress = 8;
        public const int SenderAddress = 14;
        public const int TargetLinkLayerAddress = 18;
        public const int TargetAddress = 24;
    }

    /// <summary>Request, reply, or a number without a name.</summary>
    public ArpOperation Operation => (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Operation..]);

    /// <summary>The sender's link-layer address.</summary>
    public MacAddress SenderLinkLayerAddress => MacAddress.Read(_octets[Field.SenderLinkLayerAddress..]);

    /// <summary>The sender's address; 0.0.0.0 in a probe.</summary>
    public IpAddress SenderAddress => IpAddress.ReadIPv4(_octets[Field.SenderAddress..]);

    /// <summary>The target's link-layer address; zero in a request.</summary>
    public MacAddress TargetLinkLayerAddress => MacAddress.Read(_octets[Field.TargetLinkLayerAddress..]);

    /// <summary>The address that is asked for, or that the answer is for.</summary>
    public IpAddress TargetAddress => IpAddress.ReadIPv4(_octets[Field.TargetAddress..]);

    /// <summary>True for a request that looks for a user of an address before taking it (RFC 5227 2.1.1).</summary>
    public bool IsProbe => Operation == ArpOperation.Request && SenderAddress.IsUnspecified;

    /// <summary>True for a packet that tells the link its sender's own address (RFC 5227 2.3, gratuitous ARP).</summary>
    public bool IsAnnouncement => SenderAddress == TargetAddress && !SenderAddress.IsUnspecified;

    /// <summary>Reads a packet; other hardware or protocols are <see cref="WireStatus.Unsupported"/>.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out ArpPacket packet)
    {
        packet = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(octets[Field.HardwareType..]) != Ethernet
            || BinaryPrimitives.ReadUInt16BigEndian(octets[Field.ProtocolType..]) != EtherType.Ipv4)
        {
            return WireStatus.Unsupported;
        }

        if (octets[Field.HardwareLength] != MacAddress.Length || octets[Field.ProtocolLength] != 4)
        {
            return WireStatus.BadLength;
        }

        packet = new ArpPacket(octets[..Length]);
        return WireStatus.Ok;
    }

    /// <summary>Writes a packet; addresses must be IPv4 (0.0.0.0 as sender makes a probe).</summary>
    public static WireStatus Emit(
        Span<byte> room,
        ArpOperation operation,
        MacAddress senderLinkLayerAddress,
        IpAddress senderAddress,
        MacAddress targetLinkLayerAddress,
        IpAddress targetAddress,
        out int written)
    {
        written = 0;
        if (room.Length < Length)
        {
            return WireStatus.NoRoom;
        }

        BinaryPrimitives.WriteUInt16BigEndian(room[Field.HardwareType..], Ethernet);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.ProtocolType..], EtherType.Ipv4);
        room[Field.HardwareLength] = MacAddress.Length;
        room[Field.ProtocolLength] = 4;
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Operation..], (ushort)operation);
        senderLinkLayerAddress.Write(room[Field.SenderLinkLayerAddress..]);
        senderAddress.WriteIPv4(room[Field.SenderAddress..]);
        targetLinkLayerAddress.Write(room[Field.TargetLinkLayerAddress..]);
        targetAddress.WriteIPv4(room[Field.TargetAddress..]);
        written = Length;
        return WireStatus.Ok;
    }

    /// <summary>Writes a packet behind an Ethernet header; a request to a zero target MAC goes to everybody.</summary>
    public static WireStatus EmitFrame(
        Span<byte> room,
        ArpOperation operation,
        MacAddress senderLinkLayerAddress,
        IpAddress senderAddress,
        MacAddress targetLinkLayerAddress,
        IpAddress targetAddress,
        out int written)
    {
        written = 0;
        if (room.Length < EthernetHeader.Length + Length)
        {
            return WireStatus.NoRoom;
        }

        MacAddress destination = targetLinkLayerAddress.IsZero ? MacAddress.Broadcast : targetLinkLayerAddress;
        EthernetHeader.Emit(room, destination, senderLinkLayerAddress, EtherType.Arp, out int header);
        Emit(room[header..], operation, senderLinkLayerAddress, senderAddress, targetLinkLayerAddress, targetAddress, out int packet);
        written = header + packet;
        return WireStatus.Ok;
    }
}
