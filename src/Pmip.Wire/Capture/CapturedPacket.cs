using System;

namespace Pmip.Wire.Capture;

/// <summary>One packet of a capture; its octets lie in the span that the reader was given.</summary>
public readonly ref struct CapturedPacket
{
    internal CapturedPacket(LinkType linkType, long nanoseconds, uint originalLength, ReadOnlySpan<byte> octets)
    {
        LinkType = linkType;
        Nanoseconds = nanoseconds;
        OriginalLength = originalLength;
        Octets = octets;
    }

    /// <summary>What the octets start with.</summary>
    public LinkType LinkType { get; }

    /// <summary>When: nanoseconds since 1970, zero when the capture does not say.</summary>
    public long Nanoseconds { get; }

    /// <summary>Octets that the packet had on the link.</summary>
    public uint OriginalLength { get; }

    /// <summary>Octets that were kept.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>True when the capture kept less than there was.</summary>
    public bool IsCutShort => Octets.Length < OriginalLength;
}
