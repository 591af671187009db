using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>
/// A router or neighbor solicitation or advertisement together with the IPv6 header it came in (RFC 4861 4), already checked
/// as sections 6.1 and 7.1 of the RFC ask of a receiver, so a node beyond a router cannot speak here.
/// </summary>
/// <remarks>0 type | 1 code | 2..3 checksum | 4..7 flags or reserved | NS, NA: 8..23 target | RA: 8..15 timers | options</remarks>
public readonly ref struct NeighborDiscoveryMessage
{
    /// <summary>The only hop limit that a packet from this link can have.</summary>
    public const byte HopLimit = 255;

    private readonly ReadOnlySpan<byte> _octets;

    private NeighborDiscoveryMessage(IpAddress source, IpAddress destination, ReadOnlySpan<byte> octets)
    {
        Source = source;
        Destination = destination;
        _octets = octets;
    }

    private static class Field
    {
        public const int Type = 0;
        public const int Code = 1;
        public const int Flags = 4;
        public const int CurrentHopLimit = 4;
        public const int AdvertisementFlags = 5;
        public const int RouterLifetime = 6;
        public const int Target = 8;
    }

    /// <summary>Source address of the packet; unspecified in address detection and in the first solicitations.</summary>
    public IpAddress Source { get; }

    /// <summary>Destination address of the packet.</summary>
    public IpAddress Destination { get; }

    /// <summary>One of the four kinds.</summary>
    public Icmpv6Type Type => (Icmpv6Type)_octets[Field.Type];

    /// <summary>The target address of a neighbor message; unspecified in router messages.</summary>
    public IpAddress Target =>
        Type is Icmpv6Type.NeighborSolicitation or Icmpv6Type.NeighborAdvertisement
            ? IpAddress.Read(_octets[Field.Target..])
            : IpAddress.Unspecified;

    /// <summary>R of a neighbor advertisement: the sender is a router.</summary>
    public bool IsRouter => Type == Icmpv6Type.NeighborAdvertisement && (_octets[Field.Flags] & 0x80) != 0;

    /// <summary>S of a neighbor advertisement: it answers a solicitation.</summary>
    public bool IsSolicited => Type == Icmpv6Type.NeighborAdvertisement && (_octets[Field.Flags] & 0x40) != 0;

    /// <summary>O of a neighbor advertisement: it overrides what is cached.</summary>
    public bool IsOverride => Type == Icmpv6Type.NeighborAdvertisement && (_octets[Field.Flags] & 0x20) != 0;

    /// <summary>True for a solicitation that looks for a user of an address before taking it (RFC 4862 5.4).</summary>
    public bool IsDuplicateAddressDetection => Type == Icmpv6Type.NeighborSolicitation && Source.IsUnspecified;

    /// <summary>Hop limit that a router advertisement tells hosts to use.</summary>
    public byte CurrentHopLimit => Type == Icmpv6Type.RouterAdvertisement ? _octets[Field.CurrentHopLimit] : (byte)0;

    /// <summary>M, O, H and preference of a router advertisement.</summary>
    public RouterAdvertisementFlags AdvertisementFlags =>
        Type == Icmpv6Type.RouterAdvertisement ? (RouterAdvertisementFlags)_octets[Field.AdvertisementFlags] : 0;

    /// <summary>How long the sender of a router advertisement is a default router, in seconds.</summary>
    public ushort RouterLifetimeSeconds =>
        Type == Icmpv6Type.RouterAdvertisement ? BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.RouterLifetime..]) : (ushort)0;

    /// <summary>The options, a whole number of them.</summary>
    public NeighborDiscoveryOptionReader Options => new(_octets[FixedLength(Type)..]);

    /// <summary>
    /// The link-layer address that the sender gives for itself: the source option, or in an advertisement of a neighbor the
    /// target option.
    /// </summary>
    public bool TryFindLinkLayerAddress(out MacAddress address)
    {
        NeighborDiscoveryOptionType wanted = Type == Icmpv6Type.NeighborAdvertisement
            ? NeighborDiscoveryOptionType.TargetLinkLayerAddress
            : NeighborDiscoveryOptionType.SourceLinkLayerAddress;
        return TryFindLinkLayerAddress(Options, wanted, out address);
    }

    /// <summary>Reads a whole IPv6 packet, extension headers included; other ICMPv6 types are <see cref="WireStatus.Unsupported"/>.</summary>
    public static WireStatus TryReadPacket(ReadOnlySpan<byte> packet, out NeighborDiscoveryMessage message)
    {
        message = default;
        WireStatus status = Ipv6Header.TryRead(packet, out Ipv6Header header);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        status = header.TryFindUpperLayer(out byte protocol, out ReadOnlySpan<byte> upper);
        if (status != WireStatus.Ok)
        {
            return status;
        }

        return protocol == IpProtocol.Icmpv6 ? TryRead(header, upper, out message) : WireStatus.Unsupported;
    }

    /// <summary>Reads an ICMPv6 message that came behind <paramref name="header"/>.</summary>
    public static WireStatus TryRead(scoped in Ipv6Header header, ReadOnlySpan<byte> octets, out NeighborDiscoveryMessage message)
    {
        message = default;
        if (octets.Length < Icmpv6Message.Length)
        {
            return WireStatus.Truncated;
        }

        var type = (Icmpv6Type)octets[Field.Type];
        int fixedLength = FixedLength(type);
        if (fixedLength == 0)
        {
            return WireStatus.Unsupported;
        }

        if (octets.Length < fixedLength)
        {
            return WireStatus.Truncated;
        }

        if (header.HopLimit != HopLimit || octets[Field.Code] != 0)
        {
            return WireStatus.BadHeader;
        }

        if (InternetChecksum.ComputeUpperLayer6(header.Source, header.Destination, IpProtocol.Icmpv6, octets) != 0)
        {
            return WireStatus.BadChecksum;
        }

        var options = new NeighborDiscoveryOptionReader(octets[fixedLength..]);
        while (options.TryNext())
        {
        }

        if (options.Status != WireStatus.Ok)
        {
            return options.Status;
        }

        var found = new NeighborDiscoveryMessage(header.Source, header.Destination, octets);
        if (!found.AddressesAgree())
        {
            return WireStatus.BadHeader;
        }

        message = found;
        return WireStatus.Ok;
    }

    /// <summary>Octets before the options; zero for other ICMPv6 types.</summary>
    internal static int FixedLength(Icmpv6Type type) => type switch
    {
        Icmpv6Type.RouterSolicitation => 8,
        Icmpv6Type.RouterAdvertisement => 16,
        Icmpv6Type.NeighborSolicitation or Icmpv6Type.NeighborAdvertisement => 24,
        _ => 0,
    };

    private static bool TryFindLinkLayerAddress(
        NeighborDiscoveryOptionReader options, NeighborDiscoveryOptionType wanted, out MacAddress address)
    {
        while (options.TryNext())
        {
            if (options.Type == wanted)
            {
                address = MacAddress.Read(options.Octets[2..]);
                return true;
            }
        }

        address = default;
        return false;
    }

    /// <summary>
    /// The rules of RFC 4861 6.1 and 7.1 about addresses and the options that must not be there. Nobody sends from a multicast
    /// address (RFC 4291 2.7): an answer would go to all.
    /// </summary>
    private bool AddressesAgree() => !Source.IsMulticast && Type switch
    {
        Icmpv6Type.RouterSolicitation =>
            !Source.IsUnspecified || !TryFindLinkLayerAddress(Options, NeighborDiscoveryOptionType.SourceLinkLayerAddress, out _),
        Icmpv6Type.RouterAdvertisement => Source.IsLinkLocal,
        Icmpv6Type.NeighborSolicitation =>
            !Target.IsMulticast && (!Source.IsUnspecified
                || (IsSolicitedNode(Destination)
                    && !TryFindLinkLayerAddress(Options, NeighborDiscoveryOptionType.SourceLinkLayerAddress, out _))),
        _ => !Target.IsMulticast && !(Destination.IsMulticast && IsSolicited),
    };

    private static bool IsSolicitedNode(IpAddress address) =>
        address.High == 0xFF02_0000_0000_0000 && address.Low >> 24 == 0x0000_0001_FF;
}
