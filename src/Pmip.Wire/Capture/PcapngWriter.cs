using System;
using System.Buffers;
using System.Buffers.Binary;
using Pmip.Foundation;

namespace Pmip.Wire.Capture;

/// <summary>
/// Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng 4) in little-endian order: a section, its interfaces, packets, and at the
/// end what was counted. Times are nanoseconds since 1970. The caller keeps the order.
/// </summary>
/// <remarks>0..3 block type | 4..7 total length | body | options | last 4: total length again; all of it in words of four octets</remarks>
public static class PcapngWriter
{
    /// <summary>Longest text of an option; a longer one is cut.</summary>
    public const int TextLengthMax = 1024;

    private const uint SectionBlock = 0x0A0D_0D0A;
    private const uint InterfaceBlock = 1;
    private const uint StatisticsBlock = 5;
    private const uint PacketBlock = 6;
    private const int FrameLength = 12;
    private const int OptionHeaderLength = 4;
    private const int NanosecondDigits = 9;

    private static class Option
    {
        public const ushort End = 0;
        public const ushort Comment = 1;
        public const ushort Flags = 2;
        public const ushort Name = 2;
        public const ushort StartTime = 2;
        public const ushort Description = 3;
        public const ushort EndTime = 3;
        public const ushort Application = 4;
        public const ushort Received = 4;
        public const ushort Dropped = 5;
        public const ushort TimestampResolution = 9;
    }

    /// <summary>Begins a section; <paramref name="application"/> is the name and version of who writes it.</summary>
    public static void WriteSection(IBufferWriter<byte> output, ReadOnlySpan<byte> application)
    {
        Block block = Begin(output, SectionBlock, 16 + TextRoom(application) + OptionHeaderLength);
        block.Number(0x1A2B_3C4D);
        block.Number(1); // Version 1.0: major, then minor.
        block.Number(ulong.MaxValue); // The section's length is not said.
        block.Text(Option.Application, application);
        block.End(output);
    }

    /// <summary>Adds an interface to the section; the first one is number 0. No packet of it is cut.</summary>
    public static void WriteInterface(IBufferWriter<byte> output, LinkType linkType, ReadOnlySpan<byte> name, ReadOnlySpan<byte> description)
    {
        Block block = Begin(output, InterfaceBlock, 8 + TextRoom(name) + TextRoom(description) + 8 + OptionHeaderLength);
        block.Number((uint)linkType);
        block.Number(0);
        block.Text(Option.Name, name);
        block.Text(Option.Description, description);
        block.Option(Option.TimestampResolution, [NanosecondDigits]);
        block.End(output);
    }

    /// <summary>Adds a whole packet of an interface; an empty comment is left out.</summary>
    public static void WritePacket(
        IBufferWriter<byte> output,
        uint interfaceNumber,
        long nanoseconds,
        CaptureDirection direction,
        ReadOnlySpan<byte> packet,
        ReadOnlySpan<byte> comment = default)
    {
        Block block = Begin(output, PacketBlock, 20 + Padded(packet.Length) + TextRoom(comment) + 8 + OptionHeaderLength);
        block.Number(interfaceNumber);
        block.Time(nanoseconds);
        block.Number((uint)packet.Length);
        block.Number((uint)packet.Length);
        block.Octets(packet);
        block.Text(Option.Comment, comment);
        Span<byte> flags = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(flags, (uint)direction);
        block.Option(Option.Flags, flags);
        block.End(output);
    }

    /// <summary>Ends an interface: from when to when it was captured, how many packets there were, and how many of them did not fit.</summary>
    public static void WriteStatistics(
        IBufferWriter<byte> output, uint interfaceNumber, long startNanoseconds, long endNanoseconds, ulong received, ulong dropped)
    {
        Block block = Begin(output, StatisticsBlock, 12 + (4 * (OptionHeaderLength + sizeof(ulong))) + OptionHeaderLength);
        block.Number(interfaceNumber);
        block.Time(endNanoseconds);
        block.TimeOption(Option.StartTime, startNanoseconds);
        block.TimeOption(Option.EndTime, endNanoseconds);
        block.NumberOption(Option.Received, received);
        block.NumberOption(Option.Dropped, dropped);
        block.End(output);
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static int TextRoom(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? 0 : OptionHeaderLength + Padded(Math.Min(text.Length, TextLengthMax));

    private static Block Begin(IBufferWriter<byte> output, uint type, int bodyMax)
    {
        Span<byte> room = output.GetSpan(FrameLength + bodyMax)[..(FrameLength + bodyMax)];
        room.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(room, type);
        return new Block(room);
    }

    /// <summary>A block under construction; what a verb does not write is zero, which is what padding has to be.</summary>
    private ref struct Block(Span<byte> room)
    {
        private readonly Span<byte> _room = room;
        private int _length = 8;

        public void Number(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_room[_length..], value);
            _length += sizeof(uint);
        }

        public void Number(ulong value)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_room[_length..], value);
            _length += sizeof(ulong);
        }

        // The upper half comes first, whatever the byte order is.
        public void Time(long nanoseconds)
        {
            ulong ticks = unchecked((ulong)nanoseconds);
            Number((uint)(ticks >> 32));
            Number((uint)(ticks & uint.MaxValue));
        }

        public void Octets(scoped ReadOnlySpan<byte> octets)
        {
            octets.CopyTo(_room[_length..]);
            _length += Padded(octets.Length);
        }

        public void Option(ushort code, scoped ReadOnlySpan<byte> value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_room[_length..], code);
            BinaryPrimitives.WriteUInt16LittleEndian(_room[(_length + 2)..], (ushort)value.Length);
            _length += OptionHeaderLength;
            Octets(value);
        }

        public void Text(ushort code, scoped ReadOnlySpan<byte> text)
        {
            if (!text.IsEmpty)
            {
                Option(code, text[..Math.Min(text.Length, TextLengthMax)]);
            }
        }

        public void NumberOption(ushort code, ulong value)
        {
            Span<byte> octets = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(octets, value);
            Option(code, octets);
        }

        public void TimeOption(ushort code, long nanoseconds)
        {
            ulong ticks = unchecked((ulong)nanoseconds);
            Span<byte> octets = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt32LittleEndian(octets, (uint)(ticks >> 32));
            BinaryPrimitives.WriteUInt32LittleEndian(octets[4..], (uint)(ticks & uint.MaxValue));
            Option(code, octets);
        }

        public void End(IBufferWriter<byte> output)
        {
            Option(PcapngWriter.Option.End, default);
            int total = _length + sizeof(uint);
            Invariant.Require(total <= _room.Length);
            BinaryPrimitives.WriteInt32LittleEndian(_room[4..], total);
            BinaryPrimitives.WriteInt32LittleEndian(_room[_length..], total);
            output.Advance(total);
        }
    }
}
