using System;

namespace Pmip.DataPath;

/// <summary>
/// The outer DSCP for each inner one, by a number that follows from what it says: the same map has the same number in every configuration
/// and every process, so that sessions that go on over a change never get another one's.
/// </summary>
public sealed class DscpMap
{
    /// <summary>Largest DSCP (RFC 2474 3).</summary>
    public const int ValueMax = 63;

    /// <summary>Number that stands for the outer DSCP as the node has it for all: what a session has unless somebody says otherwise.</summary>
    public const byte OfNode = 0;

    /// <summary>Number that stands for the inner DSCP outside.</summary>
    public const byte Copy = 255;

    /// <summary>Numbers that there are, <c>DSCP_MAPS_MAX</c>.</summary>
    public const int Count = 256;

    private const int FirstOfMaps = 1 + ValueMax + 1;

    private readonly byte[] _outer;

    /// <summary>Makes the map of 64 values. Maps of one configuration must not share a number: <paramref name="isTaken"/> tells.</summary>
    public DscpMap(ReadOnlySpan<byte> outer, Predicate<byte> isTaken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outer.Length, ValueMax + 1);
        ArgumentNullException.ThrowIfNull(isTaken);
        _outer = outer.ToArray();
        uint hash = 2_166_136_261;
        foreach (byte value in outer)
        {
            hash = unchecked((hash ^ value) * 16_777_619);
        }

        const int Room = Copy - FirstOfMaps;
        Number = (byte)(FirstOfMaps + (hash % Room));
        for (int tried = 0; tried < Room && isTaken(Number); tried++)
        {
            Number = Number + 1 == Copy ? (byte)FirstOfMaps : (byte)(Number + 1);
        }
    }

    /// <summary>Different maps that one configuration may have; fewer than there are numbers, so that they seldom meet.</summary>
    public static int MapsMax => 64;

    /// <summary>Number of this map.</summary>
    public byte Number { get; }

    /// <summary>The outer DSCP by inner one.</summary>
    public ReadOnlySpan<byte> Outer => _outer;

    /// <summary>Number of the map with one outer DSCP for all.</summary>
    public static byte NumberOf(int value) => (byte)(1 + value);

    internal void CopyTo(Span<byte> entry) => _outer.CopyTo(entry);
}
