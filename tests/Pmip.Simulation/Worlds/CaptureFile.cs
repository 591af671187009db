using System;
using System.Buffers.Binary;
using System.IO;

namespace Pmip.Simulation.Worlds;

/// <summary>A pcap file of raw IP packets with microseconds, for pmipd decode and Wireshark.</summary>
internal sealed class CaptureFile
{
    private const uint Magic = 0xA1B2_C3D4;
    private const uint LinkTypeRaw = 101;
    private const int PacketLengthMax = 65_535;
    private readonly Stream _stream;

    public CaptureFile(Stream stream)
    {
        _stream = stream;
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], PacketLengthMax);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], LinkTypeRaw);
        stream.Write(header);
    }

    public void Write(long now, ReadOnlySpan<byte> packet)
    {
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(now / World.Second));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(now % World.Second));
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)packet.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)packet.Length);
        _stream.Write(header);
        _stream.Write(packet);
        _stream.Flush();
    }
}
