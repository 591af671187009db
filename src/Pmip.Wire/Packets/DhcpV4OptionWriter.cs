using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>Writes DHCPv4 options one after another; an option that does not fit is left out, the end option always fits.</summary>
internal ref struct DhcpV4OptionWriter
{
    private readonly Span<byte> _room;
    private int _length;

    public DhcpV4OptionWriter(Span<byte> room)
    {
        _room = room;
    }

    public void Octet(DhcpV4OptionCode code, byte value)
    {
        Span<byte> place = Take(code, 1);
        if (!place.IsEmpty)
        {
            place[0] = value;
        }
    }

    public void Short(DhcpV4OptionCode code, ushort value)
    {
        Span<byte> place = Take(code, 2);
        if (!place.IsEmpty)
        {
            BinaryPrimitives.WriteUInt16BigEndian(place, value);
        }
    }

    public void Number(DhcpV4OptionCode code, uint value)
    {
        Span<byte> place = Take(code, 4);
        if (!place.IsEmpty)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        }
    }

    public void Address(DhcpV4OptionCode code, IpAddress address) => Number(code, address.IPv4);

    public void Addresses(DhcpV4OptionCode code, ReadOnlySpan<IpAddress> addresses, int countMax)
    {
        int count = 0;
        foreach (IpAddress address in addresses)
        {
            count += address.IsIPv4 ? 1 : 0;
        }

        Span<byte> place = Take(code, 4 * Math.Min(count, countMax));
        foreach (IpAddress address in addresses)
        {
            if (address.IsIPv4 && place.Length >= 4)
            {
                address.WriteIPv4(place);
                place = place[4..];
            }
        }
    }

    public void Octets(DhcpV4OptionCode code, ReadOnlySpan<byte> value)
    {
        Span<byte> place = Take(code, value.Length);
        if (!place.IsEmpty)
        {
            value.CopyTo(place);
        }
    }

    /// <summary>Writes the end option; returns the octets written in all.</summary>
    public int Finish()
    {
        _room[_length++] = (byte)DhcpV4OptionCode.End;
        return _length;
    }

    private Span<byte> Take(DhcpV4OptionCode code, int length)
    {
        if (length == 0 || length > byte.MaxValue || _length + 2 + length >= _room.Length)
        {
            return default;
        }

        _room[_length] = (byte)code;
        _room[_length + 1] = (byte)length;
        Span<byte> place = _room.Slice(_length + 2, length);
        _length += 2 + length;
        return place;
    }
}
