using System;
using System.Buffers.Binary;

namespace Pmip.DataPath.SlowPath;

/// <summary>Cuts an IPv4 packet that may be fragmented (RFC 791 3.2), one piece after the other into the same room.</summary>
internal ref struct PacketPieces
{
    private const int LengthOffset = 2;
    private const int FragmentOffset = 6;
    private const int ChecksumOffset = 10;
    private const int PlainHeaderLength = 20;
    private const int Unit = 8;
    private const ushort MoreFragments = 0x2000;
    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte CopiedFlag = 0x80;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly int _headerLength;
    private readonly int _octetsMax;
    private int _done;

    /// <summary>Cuts the packet, whose header has this length, into pieces of at most so many octets.</summary>
    public PacketPieces(ReadOnlySpan<byte> packet, int headerLength, int octetsMax)
    {
        _packet = packet;
        _headerLength = headerLength;
        _octetsMax = octetsMax;
        _done = 0;
    }

    /// <summary>Writes the next piece; false when there is none, or no room between the header and the limit.</summary>
    public bool TryNext(Span<byte> room, out int length)
    {
        int left = _packet.Length - _headerLength - _done;
        int most = (_octetsMax - _headerLength) / Unit * Unit;
        length = 0;
        if (left <= 0 || most < Unit)
        {
            return false;
        }

        bool isLast = left <= _octetsMax - _headerLength;
        int taken = isLast ? left : most;
        int header = _headerLength;
        _packet[..header].CopyTo(room);
        if (_done > 0)
        {
            DropUncopiedOptions(room[PlainHeaderLength..header]);
        }

        ushort before = BinaryPrimitives.ReadUInt16BigEndian(_packet[FragmentOffset..]);
        int field = (before & MoreFragments) | ((before & (MoreFragments - 1)) + (_done / Unit)) | (isLast ? 0 : MoreFragments);
        length = header + taken;
        BinaryPrimitives.WriteUInt16BigEndian(room[LengthOffset..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(room[FragmentOffset..], (ushort)field);
        BinaryPrimitives.WriteUInt16BigEndian(room[ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(room[ChecksumOffset..], InternetSum.Of(room[..header]));
        _packet.Slice(header + _done, taken).CopyTo(room[header..]);
        _done += taken;
        return true;
    }

    // Their place stays, as with the kernel: it is not worth moving the payload for.
    private static void DropUncopiedOptions(Span<byte> options)
    {
        while (options.Length > 0 && options[0] != EndOfOptions)
        {
            int length = options[0] == NoOperation ? 1 : options.Length > 1 ? options[1] : 0;
            if (length < 1 || length > options.Length || (length < 2 && options[0] != NoOperation))
            {
                return;
            }

            if ((options[0] & CopiedFlag) == 0)
            {
                options[..length].Fill(NoOperation);
            }

            options = options[length..];
        }
    }
}
