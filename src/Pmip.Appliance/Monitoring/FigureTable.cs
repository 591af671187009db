using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Monitoring;

/// <summary>A table of two columns: what, and how much or which.</summary>
/// <param name="name">The word behind <c>show</c>.</param>
/// <param name="summary">One line on what it shows.</param>
/// <param name="lines">Gives the lines at the moment.</param>
internal sealed class FigureTable(string name, string summary, Func<IEnumerable<(string What, string Value)>> lines) : DeskTable(name, summary)
{
    private static readonly AnswerColumn[] s_columns = [new("what", "WHAT"), new("value", "VALUE")];

    /// <inheritdoc/>
    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    /// <summary>A number with its unit, for a person and a program alike.</summary>
    public static string Octets(long octets) => string.Create(CultureInfo.InvariantCulture, $"{octets} octets ({octets / 1048576.0:0.0} MiB)");

    /// <inheritdoc/>
    public override void WriteRows(IAnswer answer)
    {
        foreach ((string what, string value) in lines())
        {
            answer.Row(json =>
            {
                json.WriteString("what"u8, what);
                json.WriteString("value"u8, value);
            });
        }
    }
}
