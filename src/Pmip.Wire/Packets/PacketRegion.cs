using System;

namespace Pmip.Wire.Packets;

/// <summary>A part of a packet that knows where in the packet it lies, so a fault is reported at its octet.</summary>
internal readonly ref struct PacketRegion
{
    public PacketRegion(ReadOnlySpan<byte> octets, int offset, bool isWhole)
    {
        Octets = octets;
        Offset = offset;
        IsWhole = isWhole;
    }

    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>Octets of the packet before this part.</summary>
    public int Offset { get; }

    /// <summary>False when a carrier was found truncated or is a fragment: checksums then mean nothing.</summary>
    public bool IsWhole { get; }

    public int Length => Octets.Length;

    /// <summary>The part from <paramref name="start"/> on.</summary>
    public PacketRegion From(int start) => new(Octets[start..], Offset + start, IsWhole);

    /// <summary>The part with the given length.</summary>
    public PacketRegion Slice(int start, int length) => new(Octets.Slice(start, length), Offset + start, IsWhole);

    /// <summary>The same part, no longer whole.</summary>
    public PacketRegion InPart() => new(Octets, Offset, false);
}
