using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>Writes solicitations and neighbor advertisements as whole IPv6 packets (RFC 4861 4.1, 4.3, 4.4).</summary>
public static class NeighborDiscoveryEmitter
{
    /// <summary>ff02::1.</summary>
    public static readonly IpAddress AllNodes = new(0xFF02_0000_0000_0000, 1);

    /// <summary>ff02::2.</summary>
    public static readonly IpAddress AllRouters = new(0xFF02_0000_0000_0000, 2);

    private const int LinkLayerAddressLength = 8;
    private const int NeighborFixedLength = 24;
    private const int RouterSolicitationFixedLength = 8;

    /// <summary>The solicited-node multicast address of <paramref name="target"/> (RFC 4291 2.7.1).</summary>
    public static IpAddress SolicitedNode(IpAddress target) =>
        new(0xFF02_0000_0000_0000, 0x0000_0001_FF00_0000 | (target.Low & 0xFF_FFFF));

    /// <summary>The Ethernet address of an IPv6 multicast group (RFC 2464 7).</summary>
    public static MacAddress MulticastLinkLayerAddress(IpAddress group) => new(0x3333_0000_0000 | (group.Low & 0xFFFF_FFFF));

    /// <summary>Writes a router solicitation; a zero MAC or an unspecified source leaves the source option out.</summary>
    public static WireStatus EmitRouterSolicitation(
        Span<byte> room, IpAddress source, IpAddress destination, MacAddress sourceLinkLayerAddress, out int written)
    {
        bool hasOption = !sourceLinkLayerAddress.IsZero && !source.IsUnspecified;
        int length = RouterSolicitationFixedLength + (hasOption ? LinkLayerAddressLength : 0);
        WireStatus status = Begin(room, Icmpv6Type.RouterSolicitation, source, destination, length, out Span<byte> message);
        written = 0;
        if (status != WireStatus.Ok)
        {
            return status;
        }

        if (hasOption)
        {
            EmitLinkLayerAddress(message[RouterSolicitationFixedLength..], NeighborDiscoveryOptionType.SourceLinkLayerAddress, sourceLinkLayerAddress);
        }

        return Finish(message, source, destination, out written);
    }

    /// <summary>Writes a neighbor solicitation; a zero MAC or an unspecified source leaves the source option out.</summary>
    public static WireStatus EmitNeighborSolicitation(
        Span<byte> room, IpAddress source, IpAddress destination, IpAddress target, MacAddress sourceLinkLayerAddress, out int written)
    {
        bool hasOption = !sourceLinkLayerAddress.IsZero && !source.IsUnspecified;
        int length = NeighborFixedLength + (hasOption ? LinkLayerAddressLength : 0);
        WireStatus status = Begin(room, Icmpv6Type.NeighborSolicitation, source, destination, length, out Span<byte> message);
        written = 0;
        if (status != WireStatus.Ok)
        {
            return status;
        }

        target.Write(message[8..]);
        if (hasOption)
        {
            EmitLinkLayerAddress(message[NeighborFixedLength..], NeighborDiscoveryOptionType.SourceLinkLayerAddress, sourceLinkLayerAddress);
        }

        return Finish(message, source, destination, out written);
    }

    /// <summary>Writes a neighbor advertisement; a zero MAC leaves the target option out.</summary>
    public static WireStatus EmitNeighborAdvertisement(
        Span<byte> room,
        IpAddress source,
        IpAddress destination,
        IpAddress target,
        MacAddress targetLinkLayerAddress,
        NeighborAdvertisementFlags flags,
        out int written)
    {
        bool hasOption = !targetLinkLayerAddress.IsZero;
        int length = NeighborFixedLength + (hasOption ? LinkLayerAddressLength : 0);
        WireStatus status = Begin(room, Icmpv6Type.NeighborAdvertisement, source, destination, length, out Span<byte> message);
        written = 0;
        if (status != WireStatus.Ok)
        {
            return status;
        }

        message[4] = (byte)flags;
        target.Write(message[8..]);
        if (hasOption)
        {
            EmitLinkLayerAddress(message[NeighborFixedLength..], NeighborDiscoveryOptionType.TargetLinkLayerAddress, targetLinkLayerAddress);
        }

        return Finish(message, source, destination, out written);
    }

    private static WireStatus Begin(
        Span<byte> room, Icmpv6Type type, IpAddress source, IpAddress destination, int length, out Span<byte> message)
    {
        message = default;
        if (room.Length < Ipv6Header.Length + length)
        {
            return WireStatus.NoRoom;
        }

        Ipv6Header.Emit(room, source, destination, IpProtocol.Icmpv6, NeighborDiscoveryMessage.HopLimit, length, out int header);
        message = room.Slice(header, length);
        message.Clear();
        message[0] = (byte)type;
        return WireStatus.Ok;
    }

    private static WireStatus Finish(Span<byte> message, IpAddress source, IpAddress destination, out int written)
    {
        Icmpv6Message.FillChecksum(message, source, destination);
        written = Ipv6Header.Length + message.Length;
        return WireStatus.Ok;
    }

    private static void EmitLinkLayerAddress(Span<byte> room, NeighborDiscoveryOptionType type, MacAddress address)
    {
        room[0] = (byte)type;
        room[1] = LinkLayerAddressLength / 8;
        address.Write(room[2..]);
    }
}
