using System;

namespace Pmip.Foundation.Time;

/// <summary>A length of monotonic time in microseconds, never negative.</summary>
public readonly record struct Duration : IComparable<Duration>
{
    /// <summary>No time at all.</summary>
    public static readonly Duration Zero;

    /// <summary>Makes a duration of <paramref name="microseconds"/>, which must not be negative.</summary>
    public Duration(long microseconds)
    {
        Invariant.Require(microseconds >= 0);
        Microseconds = microseconds;
    }

    /// <summary>Length in microseconds.</summary>
    public long Microseconds { get; }

    /// <summary>Length in whole milliseconds, rounded down.</summary>
    public long Milliseconds => Microseconds / 1000;

    /// <summary>Length in whole seconds, rounded down.</summary>
    public long Seconds => Microseconds / 1_000_000;

    /// <summary>A duration of <paramref name="milliseconds"/>.</summary>
    public static Duration FromMilliseconds(long milliseconds) => new(milliseconds * 1000);

    /// <summary>A duration of <paramref name="seconds"/>.</summary>
    public static Duration FromSeconds(long seconds) => new(seconds * 1_000_000);

    /// <summary>Twice this duration, but at most <paramref name="limit"/>: one step of an exponential back-off.</summary>
    public Duration DoubledUpTo(Duration limit) => Microseconds >= limit.Microseconds / 2 ? limit : new(Microseconds * 2);

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Microseconds.CompareTo(other.Microseconds);

    /// <summary>Shorter than.</summary>
    public static bool operator <(Duration left, Duration right) => left.Microseconds < right.Microseconds;

    /// <summary>Longer than.</summary>
    public static bool operator >(Duration left, Duration right) => left.Microseconds > right.Microseconds;

    /// <summary>Not longer than.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Microseconds <= right.Microseconds;

    /// <summary>Not shorter than.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Microseconds >= right.Microseconds;
}
