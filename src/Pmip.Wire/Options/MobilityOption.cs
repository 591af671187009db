using System;

namespace Pmip.Wire.Options;

/// <summary>View of one mobility option (RFC 6275 6.2.1): <c>| Type | Length | Data ... |</c>.</summary>
public readonly ref struct MobilityOption
{
    /// <summary>Most octets of data.</summary>
    public const int DataLengthMax = 255;

    internal MobilityOption(MobilityOptionType type, ReadOnlySpan<byte> data, int offset)
    {
        Type = type;
        Data = data;
        Offset = offset;
    }

    /// <summary>The kind of option. May be a number that is not defined.</summary>
    public MobilityOptionType Type { get; }

    /// <summary>What follows the length octet.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Where the type octet lies, counted from the first octet of the region that was walked.</summary>
    public int Offset { get; }
}
