using System;

namespace Pmip.Appliance.Desk;

/// <summary><c>show operators</c>: who is connected to the desk.</summary>
internal sealed class SessionTable(Func<DeskServer?> desk) : DeskTable("operators", "who is connected to the control socket, and with which rights")
{
    private static readonly AnswerColumn[] TheColumns =
    [
        new("session", "SESSION"),
        new("operator", "OPERATOR"),
        new("access", "ACCESS"),
        new("ageSeconds", "AGE", ColumnKind.Number),
        new("requests", "REQUESTS", ColumnKind.Number),
    ];

    public override ReadOnlySpan<AnswerColumn> Columns => TheColumns;

    public override void WriteRows(IAnswer answer)
    {
        foreach (DeskSession session in desk()?.Sessions() ?? [])
        {
            answer.Row(json =>
            {
                json.WriteString("session"u8, session.Name);
                json.WriteString("operator"u8, session.Identity.Name);
                json.WriteString("access"u8, AccessNames.Of(session.Identity.Access));
                json.WriteNumber("ageSeconds"u8, session.Age.Seconds);
                json.WriteNumber("requests"u8, session.Requests);
            });
        }
    }
}
