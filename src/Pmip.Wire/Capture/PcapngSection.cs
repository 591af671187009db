using System;
using System.Runtime.CompilerServices;

namespace Pmip.Wire.Capture;

/// <summary>The state of a pcapng section, and the blocks that give packets (draft-ietf-opsawg-pcapng 4).</summary>
/// <remarks>0..3 block type | 4..7 total length | body | last 4: total length again</remarks>
internal struct PcapngSection
{
    public const uint SectionHeader = 0x0A0D_0D0A;

    private const uint InterfaceDescription = 1;
    private const uint ObsoletePacket = 2;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const int BlockLengthMin = 12;
    private const int HeadLength = 8;
    private const ushort OptionTimestampResolution = 9;
    private const ushort OptionTimestampOffset = 14;

    private bool _isBigEndian;
    private int _interfaceCount;
    private Interfaces _interfaces;

    /// <summary>Takes one block from the front of <paramref name="window"/>; not every block holds a packet.</summary>
    public CaptureStatus TryReadBlock(ReadOnlySpan<byte> window, out int taken, out bool hasPacket, out CapturedPacket packet)
    {
        taken = 0;
        hasPacket = false;
        packet = default;
        if (window.Length < BlockLengthMin)
        {
            return CaptureStatus.NeedMore;
        }

        uint type = CaptureOctets.ReadUInt32(window, _isBigEndian);
        if (type == SectionHeader)
        {
            CaptureStatus status = BeginSection(window);
            if (status != CaptureStatus.Packet)
            {
                return status;
            }
        }

        uint length = CaptureOctets.ReadUInt32(window[4..], _isBigEndian);
        if (length < BlockLengthMin || length % 4 != 0 || length > CaptureReader.BlockLengthMax)
        {
            return CaptureStatus.BadLength;
        }

        if (window.Length < (int)length)
        {
            return CaptureStatus.NeedMore;
        }

        if (CaptureOctets.ReadUInt32(window[((int)length - 4)..], _isBigEndian) != length)
        {
            return CaptureStatus.BadLength;
        }

        taken = (int)length;
        ReadOnlySpan<byte> body = window[HeadLength..((int)length - 4)];
        switch (type)
        {
            case InterfaceDescription:
                return AddInterface(body);
            case EnhancedPacket:
                return TryReadEnhanced(body, out hasPacket, out packet);
            case ObsoletePacket:
                return TryReadObsolete(body, out hasPacket, out packet);
            case SimplePacket:
                return TryReadSimple(body, out hasPacket, out packet);
            default:
                return CaptureStatus.Packet;
        }
    }

    private CaptureStatus BeginSection(ReadOnlySpan<byte> window)
    {
        uint order = CaptureOctets.ReadUInt32(window[8..], isBigEndian: true);
        if (order is not (0x1A2B_3C4D or 0x4D3C_2B1A))
        {
            return CaptureStatus.BadVersion;
        }

        if (window.Length < 16)
        {
            return CaptureStatus.NeedMore;
        }

        bool isBigEndian = order == 0x1A2B_3C4D;
        if (CaptureOctets.ReadUInt16(window[12..], isBigEndian) != 1)
        {
            return CaptureStatus.BadVersion;
        }

        _isBigEndian = isBigEndian;
        _interfaceCount = 0;
        return CaptureStatus.Packet;
    }

    private CaptureStatus AddInterface(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8)
        {
            return CaptureStatus.BadLength;
        }

        if (_interfaceCount >= CaptureReader.InterfacesMax)
        {
            return CaptureStatus.Packet;
        }

        var found = new CaptureInterface
        {
            LinkType = (LinkType)CaptureOctets.ReadUInt16(body, _isBigEndian),
            SnapLength = CaptureOctets.ReadUInt32(body[4..], _isBigEndian),
            Resolution = 6,
        };
        ReadOnlySpan<byte> options = body[8..];
        while (options.Length >= 4)
        {
            ushort code = CaptureOctets.ReadUInt16(options, _isBigEndian);
            int length = CaptureOctets.ReadUInt16(options[2..], _isBigEndian);
            int padded = (length + 3) & ~3;
            if (code == 0 || 4 + padded > options.Length)
            {
                break;
            }

            if (code == OptionTimestampResolution && length == 1)
            {
                found.Resolution = options[4];
            }
            else if (code == OptionTimestampOffset && length == 8)
            {
                uint low = CaptureOctets.ReadUInt32(options[(_isBigEndian ? 8 : 4)..], _isBigEndian);
                uint high = CaptureOctets.ReadUInt32(options[(_isBigEndian ? 4 : 8)..], _isBigEndian);
                found.OffsetSeconds = unchecked((long)((ulong)high << 32 | low));
            }

            options = options[(4 + padded)..];
        }

        _interfaces[_interfaceCount++] = found;
        return CaptureStatus.Packet;
    }

    private readonly CaptureStatus TryReadEnhanced(ReadOnlySpan<byte> body, out bool hasPacket, out CapturedPacket packet)
    {
        hasPacket = false;
        packet = default;
        return body.Length < 20
            ? CaptureStatus.BadLength
            : TryMakePacket(CaptureOctets.ReadUInt32(body, _isBigEndian), body, out hasPacket, out packet);
    }

    /// <summary>The obsolete packet block differs from the enhanced one in a shorter interface number only.</summary>
    private readonly CaptureStatus TryReadObsolete(ReadOnlySpan<byte> body, out bool hasPacket, out CapturedPacket packet)
    {
        hasPacket = false;
        packet = default;
        return body.Length < 20
            ? CaptureStatus.BadLength
            : TryMakePacket(CaptureOctets.ReadUInt16(body, _isBigEndian), body, out hasPacket, out packet);
    }

    private readonly CaptureStatus TryMakePacket(uint number, ReadOnlySpan<byte> body, out bool hasPacket, out CapturedPacket packet)
    {
        hasPacket = false;
        packet = default;
        uint length = CaptureOctets.ReadUInt32(body[12..], _isBigEndian);
        if (length > body.Length - 20)
        {
            return CaptureStatus.BadLength;
        }

        if (number >= _interfaceCount)
        {
            return CaptureStatus.Packet;
        }

        ulong ticks = (ulong)CaptureOctets.ReadUInt32(body[4..], _isBigEndian) << 32 | CaptureOctets.ReadUInt32(body[8..], _isBigEndian);
        CaptureInterface from = _interfaces[(int)number];
        hasPacket = true;
        packet = new CapturedPacket(
            from.LinkType, from.Nanoseconds(ticks), CaptureOctets.ReadUInt32(body[16..], _isBigEndian), body.Slice(20, (int)length));
        return CaptureStatus.Packet;
    }

    private readonly CaptureStatus TryReadSimple(ReadOnlySpan<byte> body, out bool hasPacket, out CapturedPacket packet)
    {
        hasPacket = false;
        packet = default;
        if (body.Length < 4)
        {
            return CaptureStatus.BadLength;
        }

        if (_interfaceCount == 0)
        {
            return CaptureStatus.Packet;
        }

        uint originalLength = CaptureOctets.ReadUInt32(body, _isBigEndian);
        uint snapLength = _interfaces[0].SnapLength == 0 ? uint.MaxValue : _interfaces[0].SnapLength;
        uint length = Math.Min(originalLength, snapLength);
        if (length > body.Length - 4)
        {
            return CaptureStatus.BadLength;
        }

        hasPacket = true;
        packet = new CapturedPacket(_interfaces[0].LinkType, 0, originalLength, body.Slice(4, (int)length));
        return CaptureStatus.Packet;
    }

    [InlineArray(CaptureReader.InterfacesMax)]
    private struct Interfaces
    {
        private CaptureInterface _first;
    }
}
