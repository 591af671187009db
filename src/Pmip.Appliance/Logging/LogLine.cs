using System;
using System.Globalization;

namespace Pmip.Appliance.Logging;

/// <summary>A line of the log that is kept in memory.</summary>
/// <param name="Number">Its number, counted from 1 at the start of the process.</param>
/// <param name="UnixMicroseconds">When it happened.</param>
/// <param name="Level">Its level.</param>
/// <param name="Room">Who says it.</param>
/// <param name="Sentence">What happened, without control characters.</param>
internal readonly record struct LogLine(long Number, long UnixMicroseconds, EventLevel Level, EventRoom Room, string Sentence)
{
    /// <summary>The time as a line has it, <c>2026-08-01T12:34:56.789Z</c>.</summary>
    public string Time => LogTime.Text(UnixMicroseconds);
}

/// <summary>Times of events as text.</summary>
internal static class LogTime
{
    /// <summary>The present time in microseconds since 1970.</summary>
    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time in UTC.</summary>
    public static DateTime Of(long unixMicroseconds) => DateTime.UnixEpoch.AddTicks(unixMicroseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>With milliseconds, <c>2026-08-01T12:34:56.789Z</c>.</summary>
    public static string Text(long unixMicroseconds) => Of(unixMicroseconds).ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
