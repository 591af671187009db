using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>
/// Writes mobility options behind the fixed part of a message, each after the padding that its alignment asks for: Pad1 for
/// one octet, PadN for more. Given no room it only counts. Every octet that it passes is written, so that nothing of an
/// earlier message is left in a reused buffer.
/// </summary>
public ref struct MobilityOptionWriter
{
    private readonly Span<byte> _message;

    /// <summary>
    /// Begins at <paramref name="position"/>, where the options of <paramref name="message"/> begin; the message is as long
    /// as there is room, or empty to count.
    /// </summary>
    public MobilityOptionWriter(Span<byte> message, int position)
    {
        _message = message;
        Position = position;
        Status = position > message.Length ? WireStatus.NoRoom : WireStatus.Ok;
    }

    /// <summary>Octets of the message so far, counted whether or not there was room.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// <see cref="WireStatus.NoRoom"/> when the message is too short for what was written, <see cref="WireStatus.BadLength"/>
    /// when a value is too long for its option.
    /// </summary>
    public WireStatus Status { get; private set; }

    /// <summary>Adds an option with its data as it is.</summary>
    public void Write(MobilityOptionType type, ReadOnlySpan<byte> data)
    {
        if (TryOpen(type, data.Length, out Span<byte> room))
        {
            data.CopyTo(room);
        }
    }

    /// <summary>
    /// Adds every option of <paramref name="region"/> in its order, known or not, each with the padding that it needs here.
    /// False when the region is malformed; what stands before the fault has then been added.
    /// </summary>
    public bool WriteAll(ReadOnlySpan<byte> region)
    {
        var reader = new MobilityOptionReader(region);
        while (reader.TryNext(out MobilityOption option))
        {
            Write(option.Type, option.Data);
        }

        return reader.Status == WireStatus.Ok;
    }

    /// <summary>Pads the message to a multiple of eight octets.</summary>
    public void Finish()
    {
        int start = Position;
        int count = -start & 7;
        Position = unchecked(start + count);
        if (Position > _message.Length || Status != WireStatus.Ok)
        {
            RunOut();
        }
        else if (count > 0)
        {
            WritePadding(_message.Slice(start, count));
        }
    }

    /// <summary>
    /// Adds an option of <paramref name="length"/> octets of data and gives them, whatever they hold, to be filled in to the
    /// last one; false when there is nothing to fill in, because this writer counts or has no room.
    /// </summary>
    internal bool TryOpen(MobilityOptionType type, int length, out Span<byte> data)
    {
        if (length > MobilityOption.DataLengthMax)
        {
            Status = WireStatus.BadLength;
            data = default;
            return false;
        }

        // Nothing can wrap: a position is far below the range of an int, and so is a length.
        unchecked
        {
            int start = Position;
            int padding = MobilityOptionAlignment.PaddingAt(type, start);
            int end = start + padding + 2 + length;
            Span<byte> message = _message;
            Position = end;
            if (end > message.Length || Status != WireStatus.Ok)
            {
                RunOut();
                data = default;
                return false;
            }

            if (padding > 0)
            {
                WritePadding(message.Slice(start, padding));
            }

            Span<byte> octets = message[(start + padding)..end];
            octets[1] = (byte)length;
            octets[0] = (byte)type;
            data = octets[2..];
            return true;
        }
    }

    internal void WriteOctet(MobilityOptionType type, byte value)
    {
        // The one-octet values of RFC 5213 and RFC 5844 stand behind a reserved octet.
        if (TryOpen(type, 2, out Span<byte> data))
        {
            data[0] = 0;
            data[1] = value;
        }
    }

    internal void WriteIpv4(MobilityOptionType type, ushort before, uint address)
    {
        if (TryOpen(type, 6, out Span<byte> data))
        {
            BinaryPrimitives.WriteUInt16BigEndian(data, before);
            BinaryPrimitives.WriteUInt32BigEndian(data[2..], address);
        }
    }

    internal void WriteAddress(MobilityOptionType type, IpAddress address)
    {
        if (TryOpen(type, 16, out Span<byte> data))
        {
            address.Write(data);
        }
    }

    internal void WritePrefix(MobilityOptionType type, IpPrefix prefix)
    {
        if (TryOpen(type, 18, out Span<byte> data))
        {
            data[0] = 0;
            data[1] = prefix.Length;
            prefix.Address.Write(data[2..]);
        }
    }

    internal void Refuse() => Status = WireStatus.BadLength;

    private static void WritePadding(Span<byte> octets)
    {
        if (octets.Length == 1)
        {
            octets[0] = (byte)MobilityOptionType.Pad1;
            return;
        }

        octets[0] = (byte)MobilityOptionType.PadN;
        octets[1] = unchecked((byte)(octets.Length - 2));
        for (int i = 2; i < octets.Length; i++)
        {
            octets[i] = 0;
        }
    }

    // Goes on counting; the first reason to fail is kept.
    private void RunOut() => Status = Status == WireStatus.Ok ? WireStatus.NoRoom : Status;
}
