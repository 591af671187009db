using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>An Ethernet II header with up to two VLAN tags.</summary>
/// <remarks>0..5 destination | 6..11 source | 12..13 type; a tag is 2 octets of type and 2 of control.</remarks>
public readonly ref struct EthernetHeader
{
    /// <summary>Octets of a header without tags.</summary>
    public const int Length = 14;

    private const int TagLength = 4;
    private const int TagsMax = 2;

    private readonly ReadOnlySpan<byte> _octets;

    private EthernetHeader(ReadOnlySpan<byte> octets, int headerLength)
    {
        _octets = octets;
        HeaderLength = headerLength;
    }

    private static class Field
    {
        public const int Destination = 0;
        public const int Source = 6;
        public const int Type = 12;
    }

    /// <summary>Octets before the payload, tags included.</summary>
    public int HeaderLength { get; }

    /// <summary>Whom the frame is for.</summary>
    public MacAddress Destination => MacAddress.Read(_octets[Field.Destination..]);

    /// <summary>Who sent the frame.</summary>
    public MacAddress Source => MacAddress.Read(_octets[Field.Source..]);

    /// <summary>The type behind all tags.</summary>
    public ushort Type => BinaryPrimitives.ReadUInt16BigEndian(_octets[(HeaderLength - 2)..]);

    /// <summary>How many VLAN tags there are.</summary>
    public int TagCount => (HeaderLength - Length) / TagLength;

    /// <summary>The VLAN of the innermost tag, zero without one.</summary>
    public ushort VlanId => TagCount == 0
        ? (ushort)0
        : (ushort)(BinaryPrimitives.ReadUInt16BigEndian(_octets[(HeaderLength - TagLength)..]) & 0x0FFF);

    /// <summary>What follows the header, padding included.</summary>
    public ReadOnlySpan<byte> Payload => _octets[HeaderLength..];

    /// <summary>Reads the header at the start of a frame.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out EthernetHeader header)
    {
        header = default;
        int length = Length;
        for (int tags = 0; ; tags++)
        {
            if (octets.Length < length)
            {
                return WireStatus.Truncated;
            }

            ushort type = BinaryPrimitives.ReadUInt16BigEndian(octets[(length - 2)..]);
            if (tags == TagsMax || type is not (EtherType.Vlan or EtherType.ServiceVlan))
            {
                header = new EthernetHeader(octets, length);
                return WireStatus.Ok;
            }

            length += TagLength;
        }
    }

    /// <summary>Writes an untagged header.</summary>
    public static WireStatus Emit(Span<byte> room, MacAddress destination, MacAddress source, ushort type, out int written)
    {
        written = 0;
        if (room.Length < Length)
        {
            return WireStatus.NoRoom;
        }

        destination.Write(room[Field.Destination..]);
        source.Write(room[Field.Source..]);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Type..], type);
        written = Length;
        return WireStatus.Ok;
    }
}
