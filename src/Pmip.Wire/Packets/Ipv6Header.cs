using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>An IPv6 header (RFC 8200) and where its payload lies.</summary>
/// <remarks>0..3 version, class, flow label | 4..5 payload length | 6 next header | 7 hop limit | 8..23 source | 24..39 destination</remarks>
public readonly ref struct Ipv6Header
{
    /// <summary>Octets of the header.</summary>
    public const int Length = 40;

    private readonly ReadOnlySpan<byte> _octets;

    private Ipv6Header(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int VersionClassFlow = 0;
        public const int PayloadLength = 4;
        public const int NextHeader = 6;
        public const int HopLimit = 7;
        public const int Source = 8;
        public const int Destination = 24;
    }

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass => (byte)(BinaryPrimitives.ReadUInt16BigEndian(_octets) >> 4 & 0xFF);

    /// <summary>The flow label, 20 bits.</summary>
    public uint FlowLabel => BinaryPrimitives.ReadUInt32BigEndian(_octets) & 0xF_FFFF;

    /// <summary>Octets after the header.</summary>
    public ushort PayloadLength => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.PayloadLength..]);

    /// <summary>What comes next; see <see cref="IpProtocol"/>.</summary>
    public byte NextHeader => _octets[Field.NextHeader];

    /// <summary>Hops left.</summary>
    public byte HopLimit => _octets[Field.HopLimit];

    /// <summary>Source address.</summary>
    public IpAddress Source => IpAddress.Read(_octets[Field.Source..]);

    /// <summary>Destination address.</summary>
    public IpAddress Destination => IpAddress.Read(_octets[Field.Destination..]);

    /// <summary>What follows the header, extension headers included, link-layer padding not.</summary>
    public ReadOnlySpan<byte> Payload => _octets[Length..];

    /// <summary>The whole packet, without link-layer padding.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>Reads a packet; octets after its payload length are left out.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out Ipv6Header header)
    {
        header = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        if (octets[Field.VersionClassFlow] >> 4 != 6)
        {
            return WireStatus.BadHeader;
        }

        int end = Length + BinaryPrimitives.ReadUInt16BigEndian(octets[Field.PayloadLength..]);
        if (end > octets.Length)
        {
            return WireStatus.Truncated;
        }

        header = new Ipv6Header(octets[..end]);
        return WireStatus.Ok;
    }

    /// <summary>
    /// Reads what there is of a packet whose length field may not agree with it; <paramref name="flaw"/> says what
    /// <see cref="TryRead"/> would. False when there is not even a header.
    /// </summary>
    internal static bool TryReadLeniently(ReadOnlySpan<byte> octets, out Ipv6Header header, out WireStatus flaw)
    {
        flaw = TryRead(octets, out header);
        if (flaw == WireStatus.Truncated && octets.Length >= Length)
        {
            header = new Ipv6Header(octets);
        }

        return flaw == WireStatus.Ok || (flaw == WireStatus.Truncated && octets.Length >= Length);
    }

    /// <summary>
    /// Steps over hop-by-hop, destination and routing headers to the upper layer. A fragment other than a whole packet is
    /// <see cref="WireStatus.Unsupported"/>: its upper layer is not all here.
    /// </summary>
    public WireStatus TryFindUpperLayer(out byte protocol, out ReadOnlySpan<byte> payload)
    {
        protocol = NextHeader;
        payload = Payload;
        while (protocol is IpProtocol.HopByHopOptions or IpProtocol.DestinationOptions or IpProtocol.Routing or IpProtocol.Fragment)
        {
            if (payload.Length < 8)
            {
                return WireStatus.Truncated;
            }

            if (protocol == IpProtocol.Fragment && (BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) & 0xFFF9) != 0)
            {
                return WireStatus.Unsupported;
            }

            int length = protocol == IpProtocol.Fragment ? 8 : (payload[1] + 1) * 8;
            if (length > payload.Length)
            {
                return WireStatus.BadLength;
            }

            protocol = payload[0];
            payload = payload[length..];
        }

        return WireStatus.Ok;
    }

    /// <summary>Writes a header with traffic class and flow label zero, for a payload of the given length.</summary>
    public static WireStatus Emit(
        Span<byte> room, IpAddress source, IpAddress destination, byte nextHeader, byte hopLimit, int payloadLength, out int written)
    {
        written = 0;
        if (room.Length < Length || payloadLength > ushort.MaxValue)
        {
            return WireStatus.NoRoom;
        }

        BinaryPrimitives.WriteUInt32BigEndian(room[Field.VersionClassFlow..], 0x6000_0000);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.PayloadLength..], (ushort)payloadLength);
        room[Field.NextHeader] = nextHeader;
        room[Field.HopLimit] = hopLimit;
        source.Write(room[Field.Source..]);
        destination.Write(room[Field.Destination..]);
        written = Length;
        return WireStatus.Ok;
    }
}
