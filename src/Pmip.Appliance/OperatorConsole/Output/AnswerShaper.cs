using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Logging;
using Pmip.Appliance.OperatorConsole.Editing;

namespace Pmip.Appliance.OperatorConsole.Output;

/// <summary>
/// Makes lines of an answer: tables whose columns are as wide as the first rows need, texts as they are, or JSON. Whatever came from
/// the network is made visible first: no octet of it reaches the terminal as a command.
/// </summary>
internal sealed class AnswerShaper(bool isJson, ILineSink next)
{
    private const int MeasuredRows = 256;
    private readonly List<string[]> _waiting = [];
    private AnswerColumnView[] _columns = [];
    private int[] _widths = [];
    private bool _isMeasured;

    /// <summary>True when no further row is wanted.</summary>
    public bool HasEnough => next.HasEnough;

    /// <summary>A table begins.</summary>
    public void Columns(IEnumerable<AnswerColumnView> columns)
    {
        Settle();
        _columns = [.. columns.Where(column => column.Title.Length > 0)];
        _widths = Array.ConvertAll(_columns, column => RuneWidth.Of(column.Title));
        _isMeasured = false;
    }

    /// <summary>A row came.</summary>
    public void Row(JsonElement row)
    {
        if (isJson)
        {
            next.Take(Escaped(row), LineKind.Line);
            return;
        }

        string[] cells = Array.ConvertAll(_columns, column => CellOf(row, column.Key));
        if (_isMeasured)
        {
            next.Take(Line(cells), LineKind.Line);
            return;
        }

        _waiting.Add(cells);
        if (_waiting.Count == MeasuredRows)
        {
            Settle();
        }
    }

    /// <summary>A line of text came.</summary>
    public void Text(string line)
    {
        Settle();
        next.Take(isJson ? Escaped("text", line) : Visible(line), LineKind.Line);
    }

    /// <summary>Prints what waits for its columns to be measured: the rest is late, or there is none.</summary>
    public void Settle()
    {
        if (_isMeasured || _columns.Length == 0)
        {
            return;
        }

        _isMeasured = true;
        foreach (string[] cells in _waiting)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                _widths[i] = Math.Max(_widths[i], RuneWidth.Of(cells[i]));
            }
        }

        if (!isJson)
        {
            next.Take(Line(Array.ConvertAll(_columns, column => column.Title)), LineKind.Heading);
        }

        foreach (string[] cells in _waiting)
        {
            next.Take(Line(cells), LineKind.Line);
        }

        _waiting.Clear();
    }

    /// <summary>The answer is whole.</summary>
    public void End()
    {
        Settle();
        next.End();
    }

    /// <summary>Text from elsewhere, fit for a terminal.</summary>
    public static string Visible(string text) => VisibleText.Of(Encoding.UTF8.GetBytes(text.Replace("\t", "    ", StringComparison.Ordinal)));

    private static string CellOf(JsonElement row, string key)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(key, out JsonElement value))
        {
            return "-";
        }

        string text = TextOf(value);
        return text.Length == 0 ? "-" : Visible(text);
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(TextOf)),
        _ => value.GetRawText(),
    };

    // Written anew, because the writer escapes everything that a terminal might obey.
    private static string Escaped(JsonElement row) => Json(writer => row.WriteTo(writer));

    private static string Escaped(string key, string text) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(key, text);
        writer.WriteEndObject();
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> octets = new();
        using (Utf8JsonWriter writer = new(octets))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    private string Line(string[] cells)
    {
        StringBuilder line = new();
        for (int i = 0; i < cells.Length; i++)
        {
            int padding = Math.Max(_widths[i] - RuneWidth.Of(cells[i]), 0);
            bool isLast = i == cells.Length - 1;
            line.Append(' ', i == 0 ? 0 : 2).Append(' ', _columns[i].IsNumber ? padding : 0).Append(cells[i]);
            line.Append(' ', _columns[i].IsNumber || isLast ? 0 : padding);
        }

        return line.ToString();
    }
}
