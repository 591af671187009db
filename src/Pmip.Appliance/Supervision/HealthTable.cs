using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Board.Health;

namespace Pmip.Appliance.Supervision;

/// <summary><c>show health</c>: each reason that is raised, in words; one row that says so when all is well.</summary>
/// <param name="health">The health.</param>
/// <param name="detailsOf">What is known of a reason beyond its sentence; for a reason that stands for several things, a line each.</param>
internal sealed class HealthTable(HealthState health, Func<HealthReasons, IReadOnlyList<string>> detailsOf)
    : DeskTable("health", ShowTables.SummaryOf("health"))
{
    private static readonly AnswerColumn[] s_columns = [new("health", "HEALTH"), new("reason", "REASON"), new("detail", "DETAIL")];

    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    public override void WriteRows(IAnswer answer)
    {
        HealthReasons raised = health.Reasons;
        if (raised == HealthReasons.None)
        {
            Write(HealthText.WordOf(ApplianceHealth.Serving), "nothing is wrong", "", answer);
            return;
        }

        foreach (HealthReasons reason in Enum.GetValues<HealthReasons>().Where(reason => reason != HealthReasons.None && raised.HasFlag(reason)))
        {
            string word = HealthText.WordOf(HealthState.Of(reason));
            IReadOnlyList<string> details = detailsOf(reason);
            foreach (string detail in details.Count == 0 ? [""] : details)
            {
                Write(word, HealthText.Of(reason), detail.Split('\n')[0], answer); // What follows points into the text of a file.
            }
        }
    }

    private static void Write(string word, string reason, string detail, IAnswer answer) => answer.Row(row =>
    {
        row.WriteString("health", word);
        row.WriteString("reason", reason);
        row.WriteString("detail", detail);
    });
}
