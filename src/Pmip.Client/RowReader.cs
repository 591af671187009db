using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Pmip.Client;

/// <summary>Hands the rows of an answer to a function and keeps its lines of text; for programs that want one table.</summary>
/// <param name="takeRow">Takes each row; the element is good until the call ends.</param>
public sealed class RowReader(Action<JsonElement> takeRow) : IAnswerReader
{
    private readonly List<string> _lines = [];

    /// <summary>The lines of text that came.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <inheritdoc/>
    public void Columns(IReadOnlyList<AnswerColumn> columns)
    {
    }

    /// <inheritdoc/>
    public void Row(JsonElement row) => takeRow(row);

    /// <inheritdoc/>
    public void Text(string line) => _lines.Add(line);

    /// <inheritdoc/>
    public void Octets(ReadOnlySpan<byte> octets)
    {
    }
}
