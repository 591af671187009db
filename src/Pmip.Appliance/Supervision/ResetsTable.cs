using System;
using System.Globalization;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Board.Resets;

namespace Pmip.Appliance.Supervision;

/// <summary><c>show resets</c>: the newest first.</summary>
internal sealed class ResetsTable(RunLedger ledger) : DeskTable("resets", ShowTables.SummaryOf("resets"))
{
    private static readonly AnswerColumn[] s_columns =
    [
        new("run", "RUN", ColumnKind.Number),
        new("ended", "ENDED"),
        new("cause", "CAUSE"),
        new("ran", "AFTER"),
        new("build", "BUILD"),
        new("configuration", "CONFIGURATION"),
        new("reason", "REASON"),
        new("began", ""),
        new("ranSeconds", "", ColumnKind.Number),
        new("machineRestarted", ""),
        new("bootStatus", "", ColumnKind.Number),
        new("safeMode", ""),
        new("loop", ""),
        new("unclean", ""),
    ];

    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    public override void WriteRows(IAnswer answer)
    {
        for (int i = 0; i < ledger.History.Length; i++)
        {
            RunRecord run = ledger.History[i];
            answer.Row(row =>
            {
                row.WriteNumber("run", run.Run);
                row.WriteString("ended", ResetText.TimeOfDay(run.AliveUnixMicroseconds));
                row.WriteString("cause", ResetText.WordOf(run.Cause));
                row.WriteString("ran", ResetText.Text(run.Length));
                row.WriteString("build", run.Build.ToString());
                row.WriteString("configuration", run.Generation == 0
                    ? "-"
                    : string.Create(CultureInfo.InvariantCulture, $"{run.Generation} ({run.GenerationCheck:x8})"));
                row.WriteString("reason", ResetText.SentenceOf(run));
                row.WriteString("began", ResetText.TimeOfDay(run.BeganUnixMicroseconds));
                row.WriteNumber("ranSeconds", run.Length.Seconds);
                row.WriteBoolean("machineRestarted", run.MachineRestarted);
                row.WriteNumber("bootStatus", (int)run.BootStatus);
                row.WriteBoolean("safeMode", run.WasSafeMode);
                row.WriteString("loop", run.Loop.ToString());
                row.WriteBoolean("unclean", run.IsUnclean);
            });
        }
    }
}
