using System;
using System.Buffers.Binary;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Builds one request after the other in the same buffer. What we ask always fits; an invariant says so.</summary>
public sealed class NetlinkMessage
{
    private const int HeaderLength = 16;
    private const int AttributeHeaderLength = 4;
    private readonly byte[] _octets = new byte[2048];
    private int _length;

    /// <summary>The finished message.</summary>
    internal Span<byte> Octets => _octets.AsSpan(0, _length);

    /// <summary>Starts a message and gives its fixed part, cleared, to be filled in.</summary>
    internal Span<byte> Begin(ushort type, ushort flags, int fixedLength)
    {
        Array.Clear(_octets);
        _length = HeaderLength;
        BinaryPrimitives.WriteUInt16LittleEndian(_octets.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(_octets.AsSpan(6), (ushort)(flags | NetlinkAbi.NLM_F_REQUEST));
        return Take(fixedLength);
    }

    /// <summary>Adds an attribute.</summary>
    internal void Add(ushort type, ReadOnlySpan<byte> value)
    {
        Span<byte> room = Take(AttributeHeaderLength + value.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(room, (ushort)(AttributeHeaderLength + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(room[2..], type);
        value.CopyTo(room[AttributeHeaderLength..]);
    }

    /// <summary>Adds an attribute and gives the room for its value, cleared, to be filled in.</summary>
    internal Span<byte> AddRoom(ushort type, int length)
    {
        Span<byte> room = Take(AttributeHeaderLength + length);
        BinaryPrimitives.WriteUInt16LittleEndian(room, (ushort)(AttributeHeaderLength + length));
        BinaryPrimitives.WriteUInt16LittleEndian(room[2..], type);
        return room[AttributeHeaderLength..];
    }

    /// <summary>Adds a number of 32 bits.</summary>
    internal void Add(ushort type, uint value)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        Add(type, octets);
    }

    /// <summary>Adds text with the zero octet that the kernel wants at its end.</summary>
    internal void AddText(ushort type, ReadOnlySpan<byte> text)
    {
        Span<byte> octets = stackalloc byte[64];
        Invariant.Require(text.Length < octets.Length);
        octets.Clear();
        text.CopyTo(octets);
        Add(type, octets[..(text.Length + 1)]);
    }

    /// <summary>Adds an address in the length of its family.</summary>
    internal void Add(ushort type, IpAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (address.IsIPv4)
        {
            address.WriteIPv4(octets);
            Add(type, octets[..4]);
        }
        else
        {
            address.Write(octets);
            Add(type, octets);
        }
    }

    /// <summary>Adds a number of 32 bits in network order.</summary>
    internal void AddNetworkOrder(ushort type, uint value)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        Add(type, octets);
    }

    /// <summary>Adds a link-layer address.</summary>
    internal void Add(ushort type, MacAddress address)
    {
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        address.Write(octets);
        Add(type, octets);
    }

    /// <summary>Starts an attribute that holds attributes; the result goes to <see cref="EndNested"/>.</summary>
    internal int BeginNested(ushort type)
    {
        int start = _length;
        Span<byte> room = Take(AttributeHeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(room[2..], type);
        return start;
    }

    /// <summary>Ends the attribute that began at <paramref name="start"/>.</summary>
    internal void EndNested(int start) =>
        BinaryPrimitives.WriteUInt16LittleEndian(_octets.AsSpan(start), (ushort)(_length - start));

    /// <summary>Completes the header.</summary>
    internal void End(uint sequence, bool wantsAcknowledgement)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_octets, _length);
        if (wantsAcknowledgement)
        {
            _octets[6] |= (byte)NetlinkAbi.NLM_F_ACK;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_octets.AsSpan(8), sequence);
    }

    private Span<byte> Take(int length)
    {
        int start = _length;
        int padded = (length + 3) & ~3;
        Invariant.Require(start + padded <= _octets.Length);
        _length += padded;
        return _octets.AsSpan(start, length);
    }
}
