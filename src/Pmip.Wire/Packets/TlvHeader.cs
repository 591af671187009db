using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Packets;

/// <summary>The TLV header between UDP and the payload (RFC 5845 4.1): zero nibble, next header, length.</summary>
/// <remarks>0 type (4 bits, zero), reserved | 1 next header | 2..3 octets that follow</remarks>
public readonly ref struct TlvHeader
{
    /// <summary>Octets of the header.</summary>
    public const int Length = 4;

    private readonly ReadOnlySpan<byte> _octets;

    private TlvHeader(ReadOnlySpan<byte> octets) => _octets = octets;

    /// <summary>4, 41 or 47; see <see cref="IpProtocol"/>.</summary>
    public byte NextHeader => _octets[1];

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload => _octets[Length..];

    /// <summary>Reads the payload of a UDP datagram; a length that disagrees with it is <see cref="WireStatus.BadLength"/>.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out TlvHeader header)
    {
        header = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        if (octets[0] >> 4 != 0)
        {
            return WireStatus.BadHeader;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) != octets.Length - Length)
        {
            return WireStatus.BadLength;
        }

        if (octets[1] is not (IpProtocol.Ipv4 or IpProtocol.Ipv6 or IpProtocol.Gre))
        {
            return WireStatus.Unsupported;
        }

        header = new TlvHeader(octets);
        return WireStatus.Ok;
    }
}
