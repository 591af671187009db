using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>An ICMPv6 message (RFC 4443).</summary>
/// <remarks>0 type | 1 code | 2..3 checksum | 4.. body, of which the first four octets belong to the type</remarks>
public readonly ref struct Icmpv6Message
{
    /// <summary>Octets of type, code, checksum and the four octets that each type has.</summary>
    public const int Length = 8;

    private readonly ReadOnlySpan<byte> _octets;

    private Icmpv6Message(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int Type = 0;
        public const int Code = 1;
        public const int Checksum = 2;
        public const int Parameter = 4;
    }

    /// <summary>What the message is.</summary>
    public Icmpv6Type Type => (Icmpv6Type)_octets[Field.Type];

    /// <summary>Its variant.</summary>
    public byte Code => _octets[Field.Code];

    /// <summary>The checksum as it stands.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Checksum..]);

    /// <summary>The four octets after the checksum: MTU, pointer, identifier and sequence, or flags.</summary>
    public uint Parameter => BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Parameter..]);

    /// <summary>What follows the first eight octets.</summary>
    public ReadOnlySpan<byte> Body => _octets[Length..];

    /// <summary>True when the message agrees with its checksum between these addresses.</summary>
    public bool ChecksumIsValid(IpAddress source, IpAddress destination) =>
        InternetChecksum.ComputeUpperLayer6(source, destination, IpProtocol.Icmpv6, _octets) == 0;

    /// <summary>Reads a message. The checksum is a question, not a condition.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out Icmpv6Message message)
    {
        message = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        message = new Icmpv6Message(octets);
        return WireStatus.Ok;
    }

    /// <summary>Fills the checksum of a message of at least eight octets that lies in <paramref name="octets"/>.</summary>
    internal static void FillChecksum(Span<byte> octets, IpAddress source, IpAddress destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(octets[Field.Checksum..], 0);
        ushort checksum = InternetChecksum.ComputeUpperLayer6(source, destination, IpProtocol.Icmpv6, octets);
        BinaryPrimitives.WriteUInt16BigEndian(octets[Field.Checksum..], checksum);
    }
}
