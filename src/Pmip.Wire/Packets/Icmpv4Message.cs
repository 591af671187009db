using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Packets;

/// <summary>An ICMPv4 message (RFC 792).</summary>
/// <remarks>0 type | 1 code | 2..3 checksum | 4..7 parameter of the type | 8.. body</remarks>
public readonly ref struct Icmpv4Message
{
    /// <summary>Octets before the body.</summary>
    public const int Length = 8;

    private readonly ReadOnlySpan<byte> _octets;

    private Icmpv4Message(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int Type = 0;
        public const int Code = 1;
        public const int Parameter = 4;
    }

    /// <summary>What the message is.</summary>
    public Icmpv4Type Type => (Icmpv4Type)_octets[Field.Type];

    /// <summary>Its variant.</summary>
    public byte Code => _octets[Field.Code];

    /// <summary>The four octets after the checksum: identifier and sequence, gateway, or next-hop MTU in the low half.</summary>
    public uint Parameter => BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Parameter..]);

    /// <summary>What follows the first eight octets.</summary>
    public ReadOnlySpan<byte> Body => _octets[Length..];

    /// <summary>True when the message agrees with its checksum.</summary>
    public bool ChecksumIsValid => InternetChecksum.Verify(_octets);

    /// <summary>Reads a message. The checksum is a property, not a condition.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out Icmpv4Message message)
    {
        message = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        message = new Icmpv4Message(octets);
        return WireStatus.Ok;
    }
}
