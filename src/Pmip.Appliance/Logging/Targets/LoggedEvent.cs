using NLog;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>A line on its way through NLog, with what our own targets want to know beside its text.</summary>
internal sealed class LoggedEvent : LogEventInfo
{
    /// <summary>Makes it of an entry and its finished sentence.</summary>
    public LoggedEvent(in LogEntry entry, string sentence)
        : base(LevelOf(entry.Level), EventRooms.NameOf(entry.Record.Room), sentence)
    {
        TimeStamp = LogTime.Of(entry.Record.UnixMicroseconds);
        UnixMicroseconds = entry.Record.UnixMicroseconds;
        EventLevel = entry.Level;
        Room = entry.Record.Room;
        Kind = entry.Record.Kind;
    }

    /// <summary>When it happened.</summary>
    public long UnixMicroseconds { get; }

    /// <summary>Its level.</summary>
    public EventLevel EventLevel { get; }

    /// <summary>Who says it.</summary>
    public EventRoom Room { get; }

    /// <summary>What it is.</summary>
    public EventKind Kind { get; }

    private static LogLevel LevelOf(EventLevel level) => level switch
    {
        EventLevel.Debug => LogLevel.Debug,
        EventLevel.Info => LogLevel.Info,
        EventLevel.Warn => LogLevel.Warn,
        _ => LogLevel.Error,
    };
}
