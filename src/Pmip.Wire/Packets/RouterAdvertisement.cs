using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>A router advertisement to be sent (RFC 4861 4.2), with the options that a home link needs (RFC 5213 6.7).</summary>
public ref struct RouterAdvertisement
{
    private const int PrefixInformationLength = 32;
    private const int MtuLength = 8;
    private const int LinkLayerAddressLength = 8;
    private const int FixedLength = 16;

    /// <summary>Hop limit for hosts; zero leaves it to them.</summary>
    public byte CurrentHopLimit;

    /// <summary>M, O, H, preference.</summary>
    public RouterAdvertisementFlags Flags;

    /// <summary>How long we are a default router; zero: not at all.</summary>
    public ushort RouterLifetimeSeconds;

    /// <summary>Prefixes that hosts shall use.</summary>
    public IpPrefixList Prefixes;

    /// <summary>L and A of <see cref="Prefixes"/>.</summary>
    public PrefixInformationFlags PrefixFlags;

    /// <summary>Valid lifetime of <see cref="Prefixes"/>.</summary>
    public uint ValidLifetimeSeconds;

    /// <summary>Preferred lifetime of <see cref="Prefixes"/>.</summary>
    public uint PreferredLifetimeSeconds;

    /// <summary>Prefixes to retire: sent with both lifetimes zero.</summary>
    public IpPrefixList RetiredPrefixes;

    /// <summary>MTU of the link; zero leaves the option out.</summary>
    public uint Mtu;

    /// <summary>Our link-layer address; zero leaves the option out.</summary>
    public MacAddress SourceLinkLayerAddress;

    /// <summary>Recursive DNS servers; those that are not IPv6 are left out.</summary>
    public ReadOnlySpan<IpAddress> DnsServers;

    /// <summary>Lifetime of <see cref="DnsServers"/>.</summary>
    public uint DnsLifetimeSeconds;

    /// <summary>Octets of the IPv6 packet that <see cref="EmitPacket"/> writes.</summary>
    public readonly int EncodedLength => Ipv6Header.Length + MessageLength;

    private readonly int MessageLength =>
        FixedLength
        + ((Prefixes.Count + RetiredPrefixes.Count) * PrefixInformationLength)
        + (Mtu == 0 ? 0 : MtuLength)
        + (SourceLinkLayerAddress.IsZero ? 0 : LinkLayerAddressLength)
        + DnsLength;

    private readonly int DnsCount
    {
        get
        {
            int count = 0;
            foreach (IpAddress server in DnsServers)
            {
                count += server.IsIPv4 || server.IsUnspecified ? 0 : 1;
            }

            return Math.Min(count, 127);
        }
    }

    private readonly int DnsLength => DnsCount == 0 ? 0 : 8 + (16 * DnsCount);

    /// <summary>Writes the IPv6 packet, hop limit 255, checksum filled.</summary>
    public readonly WireStatus EmitPacket(Span<byte> room, IpAddress source, IpAddress destination, out int written)
    {
        written = 0;
        int length = MessageLength;
        if (room.Length < Ipv6Header.Length + length)
        {
            return WireStatus.NoRoom;
        }

        Ipv6Header.Emit(room, source, destination, IpProtocol.Icmpv6, NeighborDiscoveryMessage.HopLimit, length, out int header);
        Span<byte> message = room.Slice(header, length);
        message.Clear();
        message[0] = (byte)Icmpv6Type.RouterAdvertisement;
        message[4] = CurrentHopLimit;
        message[5] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], RouterLifetimeSeconds);
        EmitOptions(message[FixedLength..]);
        Icmpv6Message.FillChecksum(message, source, destination);
        written = header + length;
        return WireStatus.Ok;
    }

    private readonly void EmitOptions(Span<byte> room)
    {
        for (int i = 0; i < Prefixes.Count; i++)
        {
            EmitPrefix(ref room, Prefixes[i], ValidLifetimeSeconds, PreferredLifetimeSeconds);
        }

        for (int i = 0; i < RetiredPrefixes.Count; i++)
        {
            EmitPrefix(ref room, RetiredPrefixes[i], 0, 0);
        }

        if (Mtu != 0)
        {
            room[0] = (byte)NeighborDiscoveryOptionType.Mtu;
            room[1] = MtuLength / 8;
            BinaryPrimitives.WriteUInt32BigEndian(room[4..], Mtu);
            room = room[MtuLength..];
        }

        if (!SourceLinkLayerAddress.IsZero)
        {
            room[0] = (byte)NeighborDiscoveryOptionType.SourceLinkLayerAddress;
            room[1] = LinkLayerAddressLength / 8;
            SourceLinkLayerAddress.Write(room[2..]);
            room = room[LinkLayerAddressLength..];
        }

        EmitDnsServers(room);
    }

    private readonly void EmitPrefix(ref Span<byte> room, IpPrefix prefix, uint valid, uint preferred)
    {
        room[0] = (byte)NeighborDiscoveryOptionType.PrefixInformation;
        room[1] = PrefixInformationLength / 8;
        room[2] = prefix.Length;
        room[3] = (byte)PrefixFlags;
        BinaryPrimitives.WriteUInt32BigEndian(room[4..], valid);
        BinaryPrimitives.WriteUInt32BigEndian(room[8..], preferred);
        prefix.Masked.Address.Write(room[16..]);
        room = room[PrefixInformationLength..];
    }

    private readonly void EmitDnsServers(Span<byte> room)
    {
        int count = DnsCount;
        if (count == 0)
        {
            return;
        }

        room[0] = (byte)NeighborDiscoveryOptionType.RecursiveDnsServer;
        room[1] = (byte)(1 + (2 * count));
        BinaryPrimitives.WriteUInt32BigEndian(room[4..], DnsLifetimeSeconds);
        int at = 8;
        foreach (IpAddress server in DnsServers)
        {
            if (!server.IsIPv4 && !server.IsUnspecified && at < 8 + (16 * count))
            {
                server.Write(room[at..]);
                at += 16;
            }
        }
    }
}
