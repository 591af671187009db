using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;

namespace Pmip.Client;

/// <summary>
/// Writes an answer for people: lines as they come, rows in columns with two blanks between them. The columns are as wide as the
/// first rows need, so that a long table is written while it comes; a cell that is wider later pushes the rest of its line.
/// </summary>
/// <param name="output">Takes the text; lines end with a single line feed.</param>
/// <param name="name">What the rows are, for "no ..." when there are none; empty to say nothing then.</param>
public sealed class TableWriter(TextWriter output, string name) : IAnswerReader
{
    private const int MeasuredRowsMax = 256;

    private readonly List<string[]> _measured = [];
    private AnswerColumn[] _columns = [];
    private int[] _widths = [];
    private bool _isTable;
    private bool _isFlowing;

    /// <summary>
    /// True for an answer that goes on while things happen: every row is written, and flushed, when it comes, and a column grows from
    /// there on when a cell is wider.
    /// </summary>
    public bool IsLive { get; init; }

    /// <inheritdoc/>
    public void Columns(IReadOnlyList<AnswerColumn> columns)
    {
        Finish();
        _columns = [.. columns];
        _columns = Array.FindAll(_columns, column => column.Title.Length > 0);
        _widths = Array.ConvertAll(_columns, column => WidthOf(column.Title));
        _isTable = true;
        _isFlowing = false;
    }

    /// <inheritdoc/>
    public void Row(JsonElement row)
    {
        string[] cells = Array.ConvertAll(_columns, column => VisibleCell.Of(row, column.Key));
        if (_isFlowing && !IsLive)
        {
            Write(cells);
            return;
        }

        for (int i = 0; i < cells.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], WidthOf(cells[i]));
        }

        if (_isFlowing)
        {
            Write(cells);
            output.Flush();
            return;
        }

        _measured.Add(cells);
        if (IsLive || _measured.Count == MeasuredRowsMax)
        {
            Flow();
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Text(string line)
    {
        Finish();
        output.Write(VisibleCell.Of(line));
        output.Write('\n');
    }

    /// <inheritdoc/>
    public void Octets(ReadOnlySpan<byte> octets)
    {
    }

    /// <summary>Writes what is still to be written; call it when the answer was whole or failed.</summary>
    public void Finish()
    {
        if (_isTable && !_isFlowing)
        {
            Flow();
        }

        _isTable = false;
        output.Flush();
    }

    private static int WidthOf(string text) => new StringInfo(text).LengthInTextElements;

    private void Flow()
    {
        _isFlowing = true;
        if (_measured.Count > 0)
        {
            Write(Array.ConvertAll(_columns, column => column.Title));
        }
        else if (name.Length > 0)
        {
            output.Write($"no {name}\n");
        }

        _measured.ForEach(Write);
        _measured.Clear();
    }

    private void Write(string[] cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            int padding = Math.Max(_widths[i] - WidthOf(cells[i]), 0);
            output.Write(i > 0 ? "  " : "");
            output.Write(_columns[i].IsNumber ? new string(' ', padding) : "");
            output.Write(cells[i]);
            output.Write(!_columns[i].IsNumber && i < cells.Length - 1 ? new string(' ', padding) : "");
        }

        output.Write('\n');
    }
}
