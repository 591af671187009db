using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>A GRE header (RFC 2784, RFC 2890) and where its payload lies.</summary>
/// <remarks>0..1 flags, version | 2..3 protocol type | C: checksum, reserved (4) | K: key (4) | S: sequence (4)</remarks>
public readonly ref struct GreHeader
{
    /// <summary>Octets without any optional field.</summary>
    public const int LengthMin = 4;

    /// <summary>Octets of a header with a key, as PMIPv6 sends it.</summary>
    public const int KeyedLength = 8;

    private const ushort ChecksumPresent = 0x8000;
    private const ushort KeyPresent = 0x2000;
    private const ushort SequencePresent = 0x1000;

    /// <summary>Bits 1, 4 and 5, of RFC 1701: a receiver that does not implement it must drop (RFC 2784 2.3).</summary>
    private const ushort RefusedBits = 0x4C00;

    private const ushort VersionBits = 0x0007;

    private readonly ReadOnlySpan<byte> _octets;

    private GreHeader(ReadOnlySpan<byte> octets) => _octets = octets;

    private static class Field
    {
        public const int Flags = 0;
        public const int ProtocolType = 2;
        public const int Optional = 4;
    }

    /// <summary>The flag word as it stands.</summary>
    public ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Flags..]);

    /// <summary>EtherType of the payload.</summary>
    public ushort ProtocolType => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.ProtocolType..]);

    /// <summary>True when the header carries a checksum (C).</summary>
    public bool HasChecksum => (Flags & ChecksumPresent) != 0;

    /// <summary>True when the header carries a key (K).</summary>
    public bool HasKey => (Flags & KeyPresent) != 0;

    /// <summary>True when the header carries a sequence number (S).</summary>
    public bool HasSequence => (Flags & SequencePresent) != 0;

    /// <summary>The key; <see cref="GreKey.None"/> without one (look at <see cref="HasKey"/>: a key on the wire may be zero).</summary>
    public GreKey Key => HasKey ? new GreKey(BinaryPrimitives.ReadUInt32BigEndian(_octets[KeyOffset..])) : GreKey.None;

    /// <summary>The sequence number, zero without one.</summary>
    public uint Sequence => HasSequence ? BinaryPrimitives.ReadUInt32BigEndian(_octets[(HeaderLength - 4)..]) : 0;

    /// <summary>Octets before the payload.</summary>
    public int HeaderLength => LengthOf(Flags);

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload => _octets[HeaderLength..];

    /// <summary>True when there is no checksum or it agrees with header and payload.</summary>
    public bool ChecksumIsValid => !HasChecksum || InternetChecksum.Verify(_octets);

    private int KeyOffset => Field.Optional + (HasChecksum ? 4 : 0);

    /// <summary>
    /// Reads a header. Reserved bits 1, 4, 5 and a version other than zero are <see cref="WireStatus.BadHeader"/>, bits 6 to
    /// 12 are ignored, and a checksum that is there must agree.
    /// </summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out GreHeader header)
    {
        header = default;
        if (octets.Length < LengthMin)
        {
            return WireStatus.Truncated;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.Flags..]);
        if ((flags & (RefusedBits | VersionBits)) != 0)
        {
            return WireStatus.BadHeader;
        }

        if (octets.Length < LengthOf(flags))
        {
            return WireStatus.Truncated;
        }

        var found = new GreHeader(octets);
        if (!found.ChecksumIsValid)
        {
            return WireStatus.BadChecksum;
        }

        header = found;
        return WireStatus.Ok;
    }

    /// <summary>As <see cref="TryRead"/>, but gives the header also when its checksum is wrong.</summary>
    internal static WireStatus TryReadLeniently(ReadOnlySpan<byte> octets, out GreHeader header)
    {
        WireStatus status = TryRead(octets, out header);
        if (status == WireStatus.BadChecksum)
        {
            header = new GreHeader(octets);
        }

        return status;
    }

    /// <summary>Writes a header with a key and nothing else, as PMIPv6 sends it.</summary>
    public static WireStatus Emit(Span<byte> room, ushort protocolType, GreKey key, out int written)
    {
        written = 0;
        if (room.Length < KeyedLength)
        {
            return WireStatus.NoRoom;
        }

        BinaryPrimitives.WriteUInt16BigEndian(room[Field.Flags..], KeyPresent);
        BinaryPrimitives.WriteUInt16BigEndian(room[Field.ProtocolType..], protocolType);
        BinaryPrimitives.WriteUInt32BigEndian(room[Field.Optional..], key.Value);
        written = KeyedLength;
        return WireStatus.Ok;
    }

    private static int LengthOf(ushort flags) =>
        LengthMin + ((flags & ChecksumPresent) != 0 ? 4 : 0) + ((flags & KeyPresent) != 0 ? 4 : 0) + ((flags & SequencePresent) != 0 ? 4 : 0);
}
