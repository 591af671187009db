namespace Pmip.Foundation.Time;

/// <summary>
/// The time of day as the Timestamp option carries it: seconds since 1970-01-01 UTC in the upper 48 bits, 1/65536 s in the
/// lower 16 (RFC 5213 8.8). Used for that option only; timers run on <see cref="Instant"/>.
/// </summary>
/// <param name="Timestamp">48.16 fixed-point seconds since 1970.</param>
/// <param name="IsSynchronised">True when a time source vouches for it.</param>
public readonly record struct WallClock(ulong Timestamp, bool IsSynchronised)
{
    /// <summary>Units of <see cref="Timestamp"/> in one second.</summary>
    public const ulong UnitsPerSecond = 65536;

    /// <summary>The clock that shows <paramref name="microseconds"/> since 1970.</summary>
    public static WallClock FromUnixMicroseconds(long microseconds, bool isSynchronised)
    {
        Invariant.Require(microseconds >= 0);
        ulong seconds = (ulong)microseconds / 1_000_000;
        ulong fraction = (ulong)microseconds % 1_000_000 * UnitsPerSecond / 1_000_000;
        return new WallClock((seconds << 16) | fraction, isSynchronised);
    }
}
