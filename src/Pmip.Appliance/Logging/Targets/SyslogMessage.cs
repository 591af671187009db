using System;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>
/// A line as a syslog message: RFC 5424 for a server, the older form of RFC 3164 that <c>/dev/log</c> takes. Cut where the room
/// ends, never in the middle of a character.
/// </summary>
internal static class SyslogMessage
{
    /// <summary>Octets that every server should take (RFC 5424 6.1).</summary>
    public const int LengthMax = 2048;

    /// <summary>Name of the program.</summary>
    public const string Program = "pmipd";

    /// <summary>
    /// The element that holds node and room. 32473 is the enterprise number that is set aside for examples (RFC 5612): the product
    /// has none of its own.
    /// </summary>
    public const string StructuredDataId = "pmip@32473";

    /// <summary>Writes the message for a server and gives its length.</summary>
    public static int WriteNetwork(SyslogOrigin origin, LoggedEvent line, Span<byte> room)
    {
        string time = LogTime.Of(line.UnixMicroseconds).ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        string head = string.Create(CultureInfo.InvariantCulture,
            $"<{Priority(origin, line)}>1 {time} {origin.Host} {Program} {origin.Process} {line.Kind} "
            + $"[{StructuredDataId} node=\"{Escape(origin.Node)}\" room=\"{line.LoggerName}\"] ");

        // Text that is not ASCII begins with a byte order mark (RFC 5424 6.4).
        string mark = Ascii.IsValid(line.Message) ? "" : "\uFEFF";
        return Write(head + mark + line.Message, room);
    }

    /// <summary>Writes the message for the syslog of this machine and gives its length.</summary>
    public static int WriteLocal(SyslogOrigin origin, LoggedEvent line, TimeZoneInfo zone, Span<byte> room)
    {
        DateTime time = TimeZoneInfo.ConvertTimeFromUtc(LogTime.Of(line.UnixMicroseconds), zone);
        string day = time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        return Write(
            string.Create(CultureInfo.InvariantCulture,
                $"<{Priority(origin, line)}>{time:MMM} {day} {time:HH:mm:ss} {Program}[{origin.Process}]: {line.LoggerName}: {line.Message}"),
            room);
    }

    private static int Priority(SyslogOrigin origin, LoggedEvent line) => (origin.Facility * 8) + LineLayout.PriorityOf(line.Level);

    // RFC 5424 6.3.3: these three are escaped, and what is no character of ours was made visible before.
    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);

    private static int Write(string text, Span<byte> room)
    {
        Utf8.FromUtf16(text, room, out _, out int length, replaceInvalidSequences: true);
        return length;
    }
}
