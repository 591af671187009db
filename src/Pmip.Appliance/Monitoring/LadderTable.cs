using System;
using System.Linq;
using System.Text.Json;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Monitoring;

/// <summary>
/// <c>show ladder</c>: for each pair of ports, the ways in which packets can be carried, fastest first, which one is taken, and why
/// each of the others is not.
/// </summary>
internal sealed class LadderTable(ILoopPort loop)
    : DeskTable("ladder", "for each pair of ports which way packets are carried, and why none of the faster ones")
{
    private static readonly AnswerColumn[] s_columns =
    [
        new("port", "PORT"),
        new("transport", "TRANSPORT"),
        new("step", "STEP"),
        new("isTaken", "TAKEN"),
        new("reason", "REASON"),
    ];

    /// <inheritdoc/>
    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    /// <inheritdoc/>
    public override void WriteRows(IAnswer answer)
    {
        LoopRows rows = LoopRows.Of(loop, "datapath", () => answer.IsAbandoned);
        if (rows.Code.Length > 0)
        {
            answer.Fail(rows.Code, rows.Message);
            return;
        }

        foreach (JsonElement row in rows.Rows.Where(row => row.GetProperty("item").GetString() == "rung"))
        {
            string[] ports = (row.GetProperty("interface").GetString() ?? "").Split(' ');
            string state = row.GetProperty("state").GetString() ?? "";
            int colon = state.IndexOf(": ", StringComparison.Ordinal);
            answer.Row(json =>
            {
                json.WriteString("port"u8, ports[0]);
                json.WriteString("transport"u8, ports[^1]);
                json.WriteString("step"u8, row.GetProperty("name").GetString());
                json.WriteBoolean("isTaken"u8, state.StartsWith("taken", StringComparison.Ordinal));
                json.WriteString("reason"u8, colon < 0 ? "" : state[(colon + 2)..]);
            });
        }
    }
}
