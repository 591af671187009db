using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.SlowPath;

/// <summary>
/// GRE with a key as it came out of an outer packet (RFC 2784 2, RFC 2890 2): with everything that the programs leave to the slow
/// path, a checksum and a sequence number. A window on the datagram, nothing is copied.
/// </summary>
internal readonly ref struct GreDatagram
{
    /// <summary>The longest header: flags and protocol, checksum, key, sequence number.</summary>
    public const int HeaderLengthMax = 16;

    private const int Word = 4;
    private const ushort ChecksumPresent = 0x8000;
    private const ushort KeyPresent = 0x2000;
    private const ushort SequencePresent = 0x1000;
    private const ushort EtherTypeIpv4 = 0x0800;
    private const ushort EtherTypeIpv6 = 0x86DD;

    private GreDatagram(GreKey key, bool hasSequence, uint sequence, bool isIpv6, ReadOnlySpan<byte> payload)
    {
        Key = key;
        HasSequence = hasSequence;
        Sequence = sequence;
        IsIpv6 = isIpv6;
        Payload = payload;
    }

    /// <summary>The key.</summary>
    public GreKey Key { get; }

    /// <summary>True when there is a <see cref="Sequence"/>.</summary>
    public bool HasSequence { get; }

    /// <summary>The sequence number, or zero.</summary>
    public uint Sequence { get; }

    /// <summary>True for an IPv6 payload, false for IPv4.</summary>
    public bool IsIpv6 { get; }

    /// <summary>The inner packet.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads the header and verifies the checksum; false, and in <paramref name="why"/> the reason, when it is to be dropped.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out GreDatagram datagram, out DropReason why)
    {
        datagram = default;
        why = DropReason.Truncated;
        if (octets.Length < Word)
        {
            return false;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(octets);
        ushort protocol = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        if ((flags & ~(ChecksumPresent | KeyPresent | SequencePresent)) != 0)
        {
            why = DropReason.GreFlags;
            return false;
        }

        if ((flags & KeyPresent) == 0)
        {
            why = DropReason.GreKeyAbsent;
            return false;
        }

        if (protocol is not (EtherTypeIpv4 or EtherTypeIpv6))
        {
            why = DropReason.GreProtocol;
            return false;
        }

        bool hasChecksum = (flags & ChecksumPresent) != 0;
        bool hasSequence = (flags & SequencePresent) != 0;
        int keyAt = hasChecksum ? 2 * Word : Word;
        int length = keyAt + (hasSequence ? 2 * Word : Word);
        if (octets.Length < length)
        {
            return false;
        }

        if (hasChecksum && InternetSum.Of(octets) != 0)
        {
            why = DropReason.GreChecksum;
            return false;
        }

        GreKey key = new(BinaryPrimitives.ReadUInt32BigEndian(octets[keyAt..]));
        uint sequence = hasSequence ? BinaryPrimitives.ReadUInt32BigEndian(octets[(keyAt + Word)..]) : 0;
        datagram = new GreDatagram(key, hasSequence, sequence, protocol == EtherTypeIpv6, octets[length..]);
        return true;
    }

    /// <summary>Writes a header with a key, and a sequence number where there is one; gives its length.</summary>
    public static int Write(Span<byte> room, GreKey key, uint? sequence, bool isIpv6)
    {
        BinaryPrimitives.WriteUInt16BigEndian(room, sequence is null ? KeyPresent : (ushort)(KeyPresent | SequencePresent));
        BinaryPrimitives.WriteUInt16BigEndian(room[2..], isIpv6 ? EtherTypeIpv6 : EtherTypeIpv4);
        BinaryPrimitives.WriteUInt32BigEndian(room[Word..], key.Value);
        if (sequence is uint number)
        {
            BinaryPrimitives.WriteUInt32BigEndian(room[(2 * Word)..], number);
        }

        return sequence is null ? 2 * Word : 3 * Word;
    }

    /// <summary>The key in the beginning of a datagram of ours that a router has sent back; there need not be more than that.</summary>
    public static bool TryReadQuotedKey(ReadOnlySpan<byte> octets, out GreKey key)
    {
        bool isOurs = octets.Length >= 2 * Word
            && (BinaryPrimitives.ReadUInt16BigEndian(octets) & ~SequencePresent) == KeyPresent;
        key = isOurs ? new GreKey(BinaryPrimitives.ReadUInt32BigEndian(octets[Word..])) : default;
        return isOurs;
    }
}
