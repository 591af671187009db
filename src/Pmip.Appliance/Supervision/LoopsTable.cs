using System;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Supervision;

/// <summary><c>show loops</c>.</summary>
internal sealed class LoopsTable(SupervisedLoops loops) : DeskTable("loops", ShowTables.SummaryOf("loops"))
{
    private static readonly AnswerColumn[] s_columns =
    [
        new("name", "LOOP"),
        new("state", "STATE"),
        new("required", "REQUIRED"),
        new("silentMs", "SILENT MS", ColumnKind.Number),
        new("longestMs", "LONGEST MS", ColumnKind.Number),
        new("deadlineMs", "DEADLINE MS", ColumnKind.Number),
        new("progress", "PROGRESS", ColumnKind.Number),
        new("thread", "THREAD", ColumnKind.Number),
        new("doing", "DOING"),
    ];

    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    public override void WriteRows(IAnswer answer)
    {
        Instant now = MonotonicClock.Now;
        foreach (SupervisedLoop loop in loops.All)
        {
            Duration silence = loop.SilenceAt(now);
            byte[] glimpse = new byte[100];
            string doing = Encoding.ASCII.GetString(glimpse.AsSpan(0, loop.Thread?.Write(glimpse) ?? 0));
            answer.Row(row =>
            {
                row.WriteString("name", loop.Progress.Name);
                row.WriteString("state", silence > loop.Progress.Deadline ? "silent" : loop.IsLate ? "late" : "ok");
                row.WriteString("required", loop.IsRequired ? "yes" : "no");
                row.WriteNumber("silentMs", silence.Milliseconds);
                row.WriteNumber("longestMs", loop.LongestSilence.Milliseconds);
                row.WriteNumber("deadlineMs", loop.Progress.Deadline.Milliseconds);
                row.WriteNumber("progress", loop.Progress.Count);
                if (loop.Thread is not null)
                {
                    row.WriteNumber("thread", loop.Thread.ThreadId);
                }

                row.WriteString("doing", doing);
            });
        }
    }
}
