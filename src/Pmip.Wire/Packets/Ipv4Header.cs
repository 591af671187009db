using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>An IPv4 header (RFC 791) and where its payload lies.</summary>
/// <remarks>0 version, IHL | 1 DS | 2..3 length | 4..5 id | 6..7 flags, offset | 8 TTL | 9 protocol | 10..11 checksum | 12 src | 16 dst</remarks>
public readonly ref struct Ipv4Header
{
    /// <summary>Octets of a header without options.</summary>
    public const int Length = 20;

    private readonly ReadOnlySpan<byte> _octets;

    private Ipv4Header(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int VersionAndLength = 0;
        public const int DifferentiatedServices = 1;
        public const int TotalLength = 2;
        public const int Identification = 4;
        public const int Fragment = 6;
        public const int TimeToLive = 8;
        public const int Protocol = 9;
        public const int Checksum = 10;
        public const int Source = 12;
        public const int Destination = 16;
    }

    /// <summary>Octets of the header with its options.</summary>
    public int HeaderLength => (_octets[Field.VersionAndLength] & 0x0F) * 4;

    /// <summary>DSCP and ECN.</summary>
    public byte DifferentiatedServices => _octets[Field.DifferentiatedServices];

    /// <summary>Octets of header and payload.</summary>
    public ushort TotalLength => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.TotalLength..]);

    /// <summary>Which datagram a fragment belongs to.</summary>
    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Identification..]);

    /// <summary>True when routers must not cut the datagram.</summary>
    public bool DontFragment => (_octets[Field.Fragment] & 0x40) != 0;

    /// <summary>True in every fragment but the last.</summary>
    public bool MoreFragments => (_octets[Field.Fragment] & 0x20) != 0;

    /// <summary>Where the fragment lies in its datagram, in octets.</summary>
    public int FragmentOffset => (BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Fragment..]) & 0x1FFF) * 8;

    /// <summary>True for any fragment of a larger datagram.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>Hops left.</summary>
    public byte TimeToLive => _octets[Field.TimeToLive];

    /// <summary>What the payload is; see <see cref="IpProtocol"/>.</summary>
    public byte Protocol => _octets[Field.Protocol];

    /// <summary>The header checksum as it stands.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Checksum..]);

    /// <summary>True when the header agrees with its checksum.</summary>
    public bool ChecksumIsValid => InternetChecksum.Verify(_octets[..HeaderLength]);

    /// <summary>Source address.</summary>
    public IpAddress Source => IpAddress.ReadIPv4(_octets[Field.Source..]);

    /// <summary>Destination address.</summary>
    public IpAddress Destination => IpAddress.ReadIPv4(_octets[Field.Destination..]);

    /// <summary>The options, empty mostly.</summary>
    public ReadOnlySpan<byte> Options => _octets[Length..HeaderLength];

    /// <summary>What follows the header, without link-layer padding.</summary>
    public ReadOnlySpan<byte> Payload => _octets[HeaderLength..];

    /// <summary>The whole packet, without link-layer padding.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>Reads a packet; octets after its total length are left out. The checksum is a property, not a condition.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out Ipv4Header header)
    {
        header = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        int headerLength = (octets[Field.VersionAndLength] & 0x0F) * 4;
        if (octets[Field.VersionAndLength] >> 4 != 4 || headerLength < Length)
        {
            return WireStatus.BadHeader;
        }

        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.TotalLength..]);
        if (totalLength < headerLength)
        {
            return WireStatus.BadLength;
        }

        if (totalLength > octets.Length)
        {
            return WireStatus.Truncated;
        }

        header = new Ipv4Header(octets[..totalLength]);
        return WireStatus.Ok;
    }

    /// <summary>
    /// Reads what there is of a packet whose length field may not agree with it; <paramref name="flaw"/> says what
    /// <see cref="TryRead"/> would. False when there is not even a header.
    /// </summary>
    internal static bool TryReadLeniently(ReadOnlySpan<byte> octets, out Ipv4Header header, out WireStatus flaw)
    {
        flaw = TryRead(octets, out header);
        if (flaw == WireStatus.Ok)
        {
            return true;
        }

        if (flaw == WireStatus.BadHeader || octets.Length < Length || (octets[Field.VersionAndLength] & 0x0F) * 4 > octets.Length)
        {
            return false;
        }

        header = new Ipv4Header(octets);
        return true;
    }

    /// <summary>Writes a header without options, DF set, checksum filled, for a payload of the given length.</summary>
    public static WireStatus Emit(
        Span<byte> room, IpAddress source, IpAddress destination, byte protocol, byte timeToLive, int payloadLength, out int written)
    {
        written = 0;
        if (room.Length < Length || payloadLength > ushort.MaxValue - Length)
        {
            return WireStatus.NoRoom;
        }

        Span<byte> header = room[..Length];
        header.Clear();
        header[Field.VersionAndLength] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header[Field.TotalLength..], (ushort)(Length + payloadLength));
        header[Field.Fragment] = 0x40;
        header[Field.TimeToLive] = timeToLive;
        header[Field.Protocol] = protocol;
        source.WriteIPv4(header[Field.Source..]);
        destination.WriteIPv4(header[Field.Destination..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[Field.Checksum..], InternetChecksum.Compute(header));
        written = Length;
        return WireStatus.Ok;
    }
}
