using System;
using System.Globalization;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Logging.Targets;

namespace Pmip.Appliance.Monitoring;

/// <summary><c>show logging</c>: where the log goes, and what was lost on the way.</summary>
internal sealed class LoggingTable(LogThread log, Func<ApplianceConfiguration> configuration)
    : DeskTable("logging", "where the log goes, and what was lost on the way")
{
    private static readonly AnswerColumn[] s_columns =
    [
        new("target", "TARGET"),
        new("place", "PLACE"),
        new("written", "WRITTEN", ColumnKind.Number),
        new("lost", "LOST", ColumnKind.Number),
    ];

    /// <inheritdoc/>
    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    /// <inheritdoc/>
    public override void WriteRows(IAnswer answer)
    {
        LogConfiguration settings = configuration().Log;
        Write(answer, "queue", $"from {LogDesk.NameOf(log.Level)} on", log.Lines, log.Ring.Dropped + log.SentencesDropped);
        Write(answer, "memory", string.Create(CultureInfo.InvariantCulture, $"{log.Memory.Capacity} lines"), log.Memory.Next - 1, log.Memory.First - 1);
        foreach ((string target, LogLosses losses) in log.Losses)
        {
            string place = target switch
            {
                "stderr" => "standard error",
                "syslog" when settings.Syslog is { IsLocal: true } => "/dev/log",
                "syslog" => settings.Syslog is SyslogConfiguration syslog ? $"{syslog.Server} port {syslog.Port}" : "off",
                _ => settings.File?.Folder ?? "off",
            };
            Write(answer, target, place, losses.Written, losses.Lost);
        }
    }

    private static void Write(IAnswer answer, string target, string place, long written, long lost) => answer.Row(json =>
    {
        json.WriteString("target"u8, target);
        json.WriteString("place"u8, place);
        json.WriteNumber("written"u8, written);
        json.WriteNumber("lost"u8, lost);
    });
}
