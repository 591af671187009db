using System;

namespace Pmip.Foundation.Time;

/// <summary>
/// A point on the monotonic clock, in microseconds since an origin that only the host knows. It is handed in by whoever
/// drives the engine and never converts to or from <see cref="WallClock"/>: a step of the wall clock moves no timer.
/// </summary>
public readonly record struct Instant(long Microseconds) : IComparable<Instant>
{
    /// <summary>Later than every instant that can be reached.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <summary>The instant <paramref name="duration"/> after this one; <see cref="Never"/> when that cannot be represented.</summary>
    public Instant Plus(Duration duration) =>
        duration.Microseconds > long.MaxValue - Math.Max(Microseconds, 0) ? Never : new(Microseconds + duration.Microseconds);

    /// <summary>How long after <paramref name="earlier"/> this instant is; zero when it is not after it.</summary>
    public Duration Since(Instant earlier) => Microseconds <= earlier.Microseconds ? Duration.Zero : new(Microseconds - earlier.Microseconds);

    /// <summary>The earliest of three.</summary>
    public static Instant Earliest(Instant first, Instant second, Instant third) => Earliest(first, Earliest(second, third));

    /// <summary>The earlier of two instants.</summary>
    public static Instant Earliest(Instant first, Instant second) => new(Math.Min(first.Microseconds, second.Microseconds));

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Microseconds.CompareTo(other.Microseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.Microseconds < right.Microseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.Microseconds > right.Microseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Microseconds <= right.Microseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Microseconds >= right.Microseconds;
}
