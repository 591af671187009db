using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>A UDP header (RFC 768) and where its payload lies.</summary>
/// <remarks>0..1 source port | 2..3 destination port | 4..5 length | 6..7 checksum</remarks>
public readonly ref struct UdpHeader
{
    /// <summary>Octets of the header.</summary>
    public const int Length = 8;

    private readonly ReadOnlySpan<byte> _octets;

    private UdpHeader(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int SourcePort = 0;
        public const int DestinationPort = 2;
        public const int DatagramLength = 4;
        public const int Checksum = 6;
    }

    /// <summary>Source port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.SourcePort..]);

    /// <summary>Destination port.</summary>
    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.DestinationPort..]);

    /// <summary>Octets of header and payload.</summary>
    public ushort DatagramLength => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.DatagramLength..]);

    /// <summary>The checksum as it stands; zero is "none" over IPv4.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Checksum..]);

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload => _octets[Length..];

    /// <summary>True when the checksum agrees, or is absent and both addresses are IPv4.</summary>
    public bool ChecksumIsValid(IpAddress source, IpAddress destination) =>
        Checksum == 0
            ? source.IsIPv4 && destination.IsIPv4
            : InternetChecksum.VerifyUpperLayer(source, destination, IpProtocol.Udp, _octets);

    /// <summary>Reads a datagram; octets after its length are left out. The checksum is a question, not a condition.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out UdpHeader header)
    {
        header = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.DatagramLength..]);
        if (length < Length)
        {
            return WireStatus.BadLength;
        }

        if (length > octets.Length)
        {
            return WireStatus.Truncated;
        }

        header = new UdpHeader(octets[..length]);
        return WireStatus.Ok;
    }

    /// <summary>
    /// Reads what there is of a datagram whose length field may not agree with it; <paramref name="flaw"/> says what
    /// <see cref="TryRead"/> would. False when there is not even a header.
    /// </summary>
    internal static bool TryReadLeniently(ReadOnlySpan<byte> octets, out UdpHeader header, out WireStatus flaw)
    {
        flaw = TryRead(octets, out header);
        if (flaw != WireStatus.Ok && octets.Length >= Length)
        {
            header = new UdpHeader(octets);
        }

        return octets.Length >= Length;
    }

    /// <summary>
    /// Writes the header, checksum included, in front of a payload of <paramref name="payloadLength"/> octets that already
    /// lies in <paramref name="room"/> behind it.
    /// </summary>
    public static WireStatus Emit(
        Span<byte> room, IpAddress source, IpAddress destination, ushort sourcePort, ushort destinationPort, int payloadLength, out int written)
    {
        written = 0;
        if (payloadLength > ushort.MaxValue - Length || room.Length < Length + payloadLength)
        {
            return WireStatus.NoRoom;
        }

        Span<byte> datagram = room[..(Length + payloadLength)];
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Field.SourcePort..], sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Field.DestinationPort..], destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Field.DatagramLength..], (ushort)datagram.Length);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Field.Checksum..], 0);
        ushort checksum = InternetChecksum.ComputeUpperLayer(source, destination, IpProtocol.Udp, datagram);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Field.Checksum..], checksum == 0 ? ushort.MaxValue : checksum);
        written = datagram.Length;
        return WireStatus.Ok;
    }
}
