using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Monitoring;

/// <summary><c>show log</c>: the lines that are kept in memory.</summary>
internal sealed class LogDesk(LogThread log)
{
    private const int LastDefault = 100;

    /// <summary>The columns of a line.</summary>
    public static readonly AnswerColumn[] Columns =
    [
        new("number", "", ColumnKind.Number),
        new("time", "TIME"),
        new("level", "LEVEL"),
        new("room", "ROOM"),
        new("sentence", "SENTENCE"),
    ];

    /// <summary>Adds the verb.</summary>
    public void AddTo(DeskVerbs verbs) => verbs.Add(VerbId.ShowLog, Show);

    /// <summary>Gives a line.</summary>
    public static void Write(LogLine line, IAnswer answer) => answer.Row(json =>
    {
        json.WriteNumber("number"u8, line.Number);
        json.WriteString("time"u8, line.Time);
        json.WriteString("level"u8, NameOf(line.Level));
        json.WriteString("room"u8, EventRooms.NameOf(line.Room));
        json.WriteString("sentence"u8, line.Sentence);
    });

    /// <summary>A level as the configuration has it.</summary>
    public static string NameOf(EventLevel level) => level switch
    {
        EventLevel.Debug => "debug",
        EventLevel.Info => "info",
        EventLevel.Warn => "warn",
        _ => "error",
    };

    private void Show(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        LogFilter filter = new(arguments.Has(0) ? (EventLevel)arguments.Choice(0) : EventLevel.Debug, Encoding.UTF8.GetString(arguments.Text(2)));
        int last = arguments.Has(1) ? (int)arguments.Number(1) : LastDefault;

        // Backwards, so that the last ones are found without reading all of a long log.
        Stack<LogLine> lines = new();
        for (long number = log.Memory.Next - 1; lines.Count < last && log.Memory.TryRead(number, out LogLine line); number--)
        {
            if (filter.Wants(line))
            {
                lines.Push(line);
            }
        }

        answer.Columns(Columns);
        while (!answer.IsAbandoned && lines.TryPop(out LogLine line))
        {
            Write(line, answer);
        }

        long before = log.Memory.First - 1;
        if (before > 0)
        {
            answer.Text(string.Create(
                CultureInfo.InvariantCulture, $"{before} older lines are not in memory any more; log.memoryLines is {log.Memory.Capacity}"));
        }
    }
}
