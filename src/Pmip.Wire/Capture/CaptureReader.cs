using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Capture;

/// <summary>
/// Reads pcap and pcapng (draft-ietf-opsawg-pcap, -pcapng), either byte order, from a window of octets that the caller moves:
/// each call takes what it can from the front and says how much. Holds no buffer, never throws.
/// </summary>
/// <remarks>
/// Packets of interfaces beyond <see cref="InterfacesMax"/> in one pcapng section are skipped and counted in
/// <see cref="SkippedBlocks"/>.
/// </remarks>
public struct CaptureReader
{
    /// <summary>Longest block or packet that is believed: sixteen mebioctets.</summary>
    public const int BlockLengthMax = 16 << 20;

    /// <summary>Interfaces that one pcapng section may have.</summary>
    public const int InterfacesMax = 64;

    private const int FileHeaderLength = 24;
    private const int RecordHeaderLength = 16;

    private Format _format;
    private bool _isBigEndian;
    private bool _isNano;
    private LinkType _linkType;
    private PcapngSection _section;

    private enum Format : byte
    {
        Unknown,
        Pcap,
        Pcapng,
    }

    /// <summary>Blocks of pcapng that gave no packet: sections, interfaces, statistics, packets of unknown interfaces.</summary>
    public long SkippedBlocks { get; private set; }

    /// <summary>True when these octets start as a capture does.</summary>
    public static bool IsCapture(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(start) is
            0xA1B2_C3D4 or 0xD4C3_B2A1 or 0xA1B2_3C4D or 0x4D3C_B2A1 or PcapngSection.SectionHeader;

    /// <summary>
    /// Takes octets from the front of <paramref name="window"/> up to the end of one packet. <paramref name="consumed"/> is
    /// what the caller may drop, also when more is needed.
    /// </summary>
    public CaptureStatus TryRead(ReadOnlySpan<byte> window, out int consumed, out CapturedPacket packet)
    {
        consumed = 0;
        packet = default;
        if (_format == Format.Unknown)
        {
            CaptureStatus status = TryBegin(window, out consumed);
            if (status != CaptureStatus.Packet)
            {
                return status;
            }
        }

        return _format == Format.Pcap ? TryReadRecord(window, ref consumed, out packet) : TryReadBlocks(window, ref consumed, out packet);
    }

    private CaptureStatus TryBegin(ReadOnlySpan<byte> window, out int consumed)
    {
        consumed = 0;
        if (window.Length < 4)
        {
            return CaptureStatus.NeedMore;
        }

        uint magic = BinaryPrimitives.ReadUInt32BigEndian(window);
        if (magic == PcapngSection.SectionHeader)
        {
            _format = Format.Pcapng;
            return CaptureStatus.Packet;
        }

        if (!IsCapture(window))
        {
            return CaptureStatus.NotACapture;
        }

        if (window.Length < FileHeaderLength)
        {
            return CaptureStatus.NeedMore;
        }

        _isBigEndian = magic is 0xA1B2_C3D4 or 0xA1B2_3C4D;
        _isNano = magic is 0xA1B2_3C4D or 0x4D3C_B2A1;
        if (CaptureOctets.ReadUInt16(window[4..], _isBigEndian) != 2)
        {
            return CaptureStatus.BadVersion;
        }

        _linkType = (LinkType)(CaptureOctets.ReadUInt32(window[20..], _isBigEndian) & 0xFFFF);
        _format = Format.Pcap;
        consumed = FileHeaderLength;
        return CaptureStatus.Packet;
    }

    private readonly CaptureStatus TryReadRecord(ReadOnlySpan<byte> window, scoped ref int consumed, out CapturedPacket packet)
    {
        packet = default;
        ReadOnlySpan<byte> rest = window[consumed..];
        if (rest.Length < RecordHeaderLength)
        {
            return CaptureStatus.NeedMore;
        }

        uint seconds = CaptureOctets.ReadUInt32(rest, _isBigEndian);
        uint fraction = CaptureOctets.ReadUInt32(rest[4..], _isBigEndian);
        uint length = CaptureOctets.ReadUInt32(rest[8..], _isBigEndian);
        uint originalLength = CaptureOctets.ReadUInt32(rest[12..], _isBigEndian);
        if (length > BlockLengthMax)
        {
            return CaptureStatus.BadLength;
        }

        if (rest.Length < RecordHeaderLength + (int)length)
        {
            return CaptureStatus.NeedMore;
        }

        long nanoseconds = (seconds * 1_000_000_000L) + (_isNano ? fraction : fraction * 1000L);
        packet = new CapturedPacket(_linkType, nanoseconds, originalLength, rest.Slice(RecordHeaderLength, (int)length));
        consumed += RecordHeaderLength + (int)length;
        return CaptureStatus.Packet;
    }

    private CaptureStatus TryReadBlocks(ReadOnlySpan<byte> window, scoped ref int consumed, out CapturedPacket packet)
    {
        while (true)
        {
            CaptureStatus status = _section.TryReadBlock(window[consumed..], out int taken, out bool hasPacket, out packet);
            consumed += taken;
            if (status != CaptureStatus.Packet || hasPacket)
            {
                return status;
            }

            SkippedBlocks++;
        }
    }
}
