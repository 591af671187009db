using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>
/// Writes Protocol Configuration Options for PPP with IP into a caller's room (TS 24.008 10.5.6.3). What does not fit is left
/// out and the rest stays as it was.
/// </summary>
public ref struct ProtocolConfigurationWriter
{
    /// <summary>Most octets of a value: an information element has one octet of length, of which this is the value.</summary>
    public const int LengthMax = 251;

    private const byte PppWithIp = 0x80;
    private const int ItemHeaderLength = 3;
    private readonly Span<byte> _room;

    /// <summary>Begins in <paramref name="room"/>, of which at most <see cref="LengthMax"/> octets are used.</summary>
    public ProtocolConfigurationWriter(Span<byte> room)
    {
        _room = room[..Math.Min(room.Length, LengthMax)];
        if (!_room.IsEmpty)
        {
            _room[0] = PppWithIp;
            Written = 1;
        }
    }

    /// <summary>Octets written.</summary>
    public int Written { get; private set; }

    /// <summary>Adds an item; false when it does not fit.</summary>
    public bool TryAdd(ProtocolConfigurationIdentifier identifier, scoped ReadOnlySpan<byte> contents)
    {
        if (Written == 0 || contents.Length > byte.MaxValue || _room.Length - Written < ItemHeaderLength + contents.Length)
        {
            return false;
        }

        Span<byte> item = _room[Written..];
        BinaryPrimitives.WriteUInt16BigEndian(item, (ushort)identifier);
        item[2] = (byte)contents.Length;
        contents.CopyTo(item[ItemHeaderLength..]);
        Written += ItemHeaderLength + contents.Length;
        return true;
    }

    /// <summary>Adds an item that holds an address of either family; false when it does not fit.</summary>
    public bool TryAdd(ProtocolConfigurationIdentifier identifier, IpAddress address)
    {
        Span<byte> contents = stackalloc byte[16];
        if (address.IsIPv4)
        {
            address.WriteIPv4(contents);
            return TryAdd(identifier, contents[..4]);
        }

        address.Write(contents);
        return TryAdd(identifier, contents);
    }

    /// <summary>Adds an item that holds a number of two octets; false when it does not fit.</summary>
    public bool TryAdd(ProtocolConfigurationIdentifier identifier, ushort number)
    {
        Span<byte> contents = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(contents, number);
        return TryAdd(identifier, contents);
    }
}
