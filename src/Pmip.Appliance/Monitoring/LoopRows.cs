using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Monitoring;

/// <summary>Gathers the rows of one answer of the control loop. Bounded: what is beyond <see cref="RowsMax"/> is not wanted.</summary>
/// <param name="isAbandoned">True when nobody wants the rest; null for never.</param>
internal sealed class LoopRows(Func<bool>? isAbandoned = null) : ILoopReader
{
    /// <summary>Most rows that are gathered.</summary>
    public const int RowsMax = 65_536;

    /// <summary>The rows.</summary>
    public List<JsonElement> Rows { get; } = [];

    /// <summary>True when there were more.</summary>
    public bool AreCut { get; private set; }

    /// <summary>Code of the refusal; empty for none.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Why it was refused.</summary>
    public string Message { get; private set; } = "";

    /// <inheritdoc/>
    public bool IsAbandoned => AreCut || (isAbandoned?.Invoke() ?? false);

    /// <summary>Asks for a table of the loop.</summary>
    public static LoopRows Of(ILoopPort loop, string table, Func<bool>? isAbandoned = null)
    {
        LoopRows rows = new(isAbandoned);
        loop.Ask(Encoding.UTF8.GetBytes("show " + table), rows);
        return rows;
    }

    /// <inheritdoc/>
    public void Columns(ReadOnlySpan<byte> json)
    {
        // The readers of these rows know their keys.
    }

    /// <inheritdoc/>
    public void Row(ReadOnlySpan<byte> json)
    {
        AreCut = Rows.Count == RowsMax;
        if (!AreCut)
        {
            Utf8JsonReader reader = new(json);
            Rows.Add(JsonElement.ParseValue(ref reader));
        }
    }

    /// <inheritdoc/>
    public void Text(ReadOnlySpan<byte> line)
    {
        // Tables of the loop have none that these readers need.
    }

    /// <inheritdoc/>
    public void Fail(string code, string message) => (Code, Message) = (code, message);
}
