using NLog;
using NLog.Layouts;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>How a line looks as text.</summary>
internal static class LineLayout
{
    /// <summary>With the time, for a terminal and a file.</summary>
    public static Layout Timed() =>
        new SimpleLayout("${date:universalTime=true:format=yyyy-MM-ddTHH\\:mm\\:ss.fffZ} ${uppercase:${level:padding=-5}} ${logger:padding=-8} ${message}");

    /// <summary>For the journal, which has the time and reads the level from a prefix.</summary>
    public static Layout Journal() => Layout.FromMethod(record => $"<{PriorityOf(record.Level)}>{record.LoggerName}: {record.Message}");

    /// <summary>The severity of syslog(3).</summary>
    public static int PriorityOf(LogLevel level) =>
        level >= LogLevel.Error ? 3 : level == LogLevel.Warn ? 4 : level == LogLevel.Info ? 6 : 7;
}
