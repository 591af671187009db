using System;
using System.Buffers.Binary;

namespace Pmip.Linux.Netlink;

/// <summary>Walks the messages in a buffer that the kernel has filled. A length that does not fit ends the walk.</summary>
public ref struct NetlinkReader
{
    private const int HeaderLength = 16;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first message.</summary>
    public NetlinkReader(ReadOnlySpan<byte> octets)
    {
        _rest = octets;
        Type = 0;
        Flags = 0;
        Sequence = 0;
        Body = default;
    }

    /// <summary>Type of the message at hand.</summary>
    public ushort Type { get; private set; }

    /// <summary>Flags of the message at hand.</summary>
    public ushort Flags { get; private set; }

    /// <summary>Sequence number of the message at hand.</summary>
    public uint Sequence { get; private set; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Moves to the next message.</summary>
    public bool TryNext()
    {
        if (_rest.Length < HeaderLength)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        if (length < HeaderLength || length > _rest.Length)
        {
            return false;
        }

        Type = BinaryPrimitives.ReadUInt16LittleEndian(_rest[4..]);
        Flags = BinaryPrimitives.ReadUInt16LittleEndian(_rest[6..]);
        Sequence = BinaryPrimitives.ReadUInt32LittleEndian(_rest[8..]);
        Body = _rest[HeaderLength..(int)length];
        _rest = _rest[Math.Min(_rest.Length, ((int)length + 3) & ~3)..];
        return true;
    }
}

/// <summary>Walks attributes; nested ones by a reader over the value.</summary>
public ref struct NetlinkAttributeReader
{
    private const int HeaderLength = 4;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first attribute.</summary>
    public NetlinkAttributeReader(ReadOnlySpan<byte> octets)
    {
        _rest = octets;
        Type = 0;
        Value = default;
    }

    /// <summary>Type of the attribute at hand, without the flags.</summary>
    public ushort Type { get; private set; }

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value as a number of 32 bits; zero when it is shorter.</summary>
    public readonly uint Number => Value.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Value) : 0;

    /// <summary>Moves to the next attribute.</summary>
    public bool TryNext()
    {
        if (_rest.Length < HeaderLength)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        if (length < HeaderLength || length > _rest.Length)
        {
            return false;
        }

        Type = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(_rest[2..]) & NetlinkAbi.NLA_TYPE_MASK);
        Value = _rest[HeaderLength..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }
}
