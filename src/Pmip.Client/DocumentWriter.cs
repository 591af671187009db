using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pmip.Client;

/// <summary>
/// Writes an answer as one JSON document: <c>{"node": NAME, "role": ROLE, "description": LINES, TABLE: [ROWS]}</c>, one row on a
/// line. Lines behind the rows, or without any, are in <c>text</c>.
/// </summary>
/// <param name="output">Takes the document.</param>
/// <param name="greeting">Who answers.</param>
/// <param name="name">Key of the array.</param>
public sealed class DocumentWriter(TextWriter output, ControlGreeting greeting, string name) : IAnswerReader
{
    private readonly List<string> _lines = [];
    private bool _isTable;
    private bool _hasRow;

    /// <inheritdoc/>
    public void Columns(IReadOnlyList<AnswerColumn> columns)
    {
        if (_isTable)
        {
            return;
        }

        WriteHead();
        if (_lines.Count > 0)
        {
            output.Write($",\"description\":{Quoted(string.Join('\n', _lines))}");
            _lines.Clear();
        }

        output.Write($",{Quoted(name)}:[");
        _isTable = true;
    }

    /// <inheritdoc/>
    public void Row(JsonElement row)
    {
        output.Write(_hasRow ? ",\n" : "\n");
        output.Write(row.GetRawText());
        _hasRow = true;
    }

    /// <inheritdoc/>
    public void Text(string line) => _lines.Add(line);

    /// <inheritdoc/>
    public void Octets(ReadOnlySpan<byte> octets)
    {
    }

    /// <summary>Writes the end of the document; call it when the answer was whole.</summary>
    public void Finish()
    {
        if (!_isTable)
        {
            WriteHead();
        }
        else
        {
            output.Write(_hasRow ? "\n]" : "]");
        }

        if (!_isTable || _lines.Count > 0)
        {
            output.Write($",\"text\":[{string.Join(',', _lines.ConvertAll(Quoted))}]");
        }

        output.Write("}\n");
        output.Flush();
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private void WriteHead() => output.Write($"{{\"node\":{Quoted(greeting.Node)},\"role\":{Quoted(greeting.Role)}");
}
