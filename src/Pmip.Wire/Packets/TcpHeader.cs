using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Packets;

/// <summary>A TCP header (RFC 9293), as far as a person who reads a capture wants it.</summary>
/// <remarks>0 source port | 2 destination port | 4 sequence | 8 acknowledgment | 12 data offset | 13 flags | 14 window | 16 checksum</remarks>
public readonly ref struct TcpHeader
{
    /// <summary>Octets without options.</summary>
    public const int Length = 20;

    private readonly ReadOnlySpan<byte> _octets;

    private TcpHeader(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int SourcePort = 0;
        public const int DestinationPort = 2;
        public const int Sequence = 4;
        public const int Acknowledgment = 8;
        public const int DataOffset = 12;
        public const int Flags = 13;
        public const int Window = 14;
    }

    /// <summary>Source port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.SourcePort..]);

    /// <summary>Destination port.</summary>
    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.DestinationPort..]);

    /// <summary>Number of the first octet.</summary>
    public uint Sequence => BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Sequence..]);

    /// <summary>Number of the octet awaited.</summary>
    public uint Acknowledgment => BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Acknowledgment..]);

    /// <summary>CWR, ECE, URG, ACK, PSH, RST, SYN, FIN from the most significant bit.</summary>
    public byte Flags => _octets[Field.Flags];

    /// <summary>Window, not scaled.</summary>
    public ushort Window => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Window..]);

    /// <summary>What follows header and options.</summary>
    public ReadOnlySpan<byte> Payload => _octets[((_octets[Field.DataOffset] >> 4) * 4)..];

    /// <summary>Reads the header at the start of a segment.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out TcpHeader header)
    {
        header = default;
        if (octets.Length < Length)
        {
            return WireStatus.Truncated;
        }

        int headerLength = (octets[Field.DataOffset] >> 4) * 4;
        if (headerLength < Length || headerLength > octets.Length)
        {
            return WireStatus.BadLength;
        }

        header = new TcpHeader(octets);
        return WireStatus.Ok;
    }
}
