using System;
using System.Collections.Generic;
using System.Text;

namespace Pmip.Appliance.OperatorConsole.Editing;

/// <summary>
/// Shows the line that is edited in one row of the terminal and sends only what differs from what stands there. It needs no more of
/// a terminal than CR, BS and overwriting; one that knows VT100 sequences gets its rest of the row cleared by one. The last
/// column stays empty, so that no terminal wraps; a line that is wider scrolls sideways, with &lt; and &gt; where more is.
/// </summary>
internal sealed class LineView
{
    private const int ColumnsMin = 10;
    private readonly List<Rune> _shown = [];
    private readonly List<Rune> _wanted = [];
    private int _column;
    private int _offset;

    /// <summary>True for a terminal that knows no escape sequences.</summary>
    public bool IsDumb { get; set; }

    /// <summary>The row is empty and the cursor at its start.</summary>
    public void Forget()
    {
        _shown.Clear();
        _column = 0;
    }

    /// <summary>Draws the line behind its prompt.</summary>
    public void Draw(StringBuilder output, string prompt, LineEditor editor, int columns)
    {
        _wanted.Clear();
        int width = Math.Max(columns, ColumnsMin) - 1;
        int used = AddPrompt(editor.SearchText is string text ? $"(search \"{text}\") " : prompt, width / 2);
        int cursor = editor.IsSecret ? used : used + AddLine(editor.Line, width - used);
        Send(output, cursor);
    }

    /// <summary>Empties the row, for something else to be written there.</summary>
    public void Clear(StringBuilder output)
    {
        _wanted.Clear();
        Send(output, 0);
    }

    private static int WidthOf(List<Rune> runes, int count)
    {
        int width = 0;
        for (int i = 0; i < count; i++)
        {
            width += RuneWidth.Of(runes[i]);
        }

        return width;
    }

    // A prompt that is too long loses its beginning.
    private int AddPrompt(string prompt, int widthMax)
    {
        int width = RuneWidth.Of(prompt);
        foreach (Rune rune in prompt.EnumerateRunes())
        {
            if (width > widthMax)
            {
                width -= RuneWidth.Of(rune);
            }
            else if (RuneWidth.Of(rune) > 0)
            {
                _wanted.Add(rune);
            }
        }

        return width;
    }

    /// <summary>Adds the part of the line that is seen, and gives the column of the cursor in it.</summary>
    private int AddLine(LineBuffer line, int room)
    {
        if (End(line, 0, room) == line.Length)
        {
            _offset = 0;
        }
        else if (line.Cursor < _offset + (_offset > 0 ? 1 : 0) || line.Cursor > line.Length || !Sees(line, room))
        {
            Scroll(line, room);
        }

        int cursor = 0;
        int used = 0;
        if (_offset > 0)
        {
            _wanted.Add(new Rune('<'));
            used = 1;
        }

        int end = End(line, _offset, room);
        for (int i = _offset; i < end; i++)
        {
            cursor = i == line.Cursor ? used : cursor;
            _wanted.Add(line[i]);
            used += RuneWidth.Of(line[i]);
        }

        if (end < line.Length)
        {
            _wanted.Add(new Rune('>'));
        }

        return line.Cursor >= end ? used : cursor;
    }

    private bool Sees(LineBuffer line, int room)
    {
        int end = End(line, Math.Min(_offset, line.Length), room);
        return line.Cursor < end || (line.Cursor == line.Length && end == line.Length);
    }

    // The cursor comes to stand at two thirds, so that a slow line is not redrawn with every key.
    private void Scroll(LineBuffer line, int room)
    {
        _offset = line.Cursor;
        int width = 0;
        while (_offset > 0 && width + RuneWidth.Of(line[_offset - 1]) <= room * 2 / 3)
        {
            width += RuneWidth.Of(line[--_offset]);
        }
    }

    // The first character that is not seen any more when those from the offset on are shown.
    private static int End(LineBuffer line, int offset, int room)
    {
        int used = offset > 0 ? 1 : 0;
        int end = offset;
        while (end < line.Length)
        {
            int width = RuneWidth.Of(line[end]);
            if (used + width > room - 1 && !FitsWhole(line, end, room - used))
            {
                return end;
            }

            used += width;
            end++;
        }

        return end;
    }

    private static bool FitsWhole(LineBuffer line, int first, int room)
    {
        int used = 0;
        for (int i = first; i < line.Length && used <= room; i++)
        {
            used += RuneWidth.Of(line[i]);
        }

        return used <= room;
    }

    private void Send(StringBuilder output, int cursor)
    {
        int same = 0;
        while (same < _shown.Count && same < _wanted.Count && _shown[same] == _wanted[same])
        {
            same++;
        }

        int before = WidthOf(_shown, _shown.Count);
        if (same < _shown.Count || same < _wanted.Count)
        {
            MoveTo(output, WidthOf(_shown, same));
            Append(output, _wanted, same, _wanted.Count);
            _column = WidthOf(_wanted, _wanted.Count);
            if (before > _column)
            {
                output.Append(IsDumb ? new string(' ', before - _column) : "\u001b[K");
                _column = IsDumb ? before : _column;
            }

            _shown.Clear();
            _shown.AddRange(_wanted);
        }

        MoveTo(output, cursor);
    }

    // Backwards by BS, or from the start of the row, whichever is shorter; forwards by writing once more what stands there.
    private void MoveTo(StringBuilder output, int column)
    {
        if (column < _column && _column - column > column + 1)
        {
            output.Append('\r');
            _column = 0;
        }

        if (column < _column)
        {
            output.Append('\b', _column - column);
        }
        else if (column > _column)
        {
            int first = IndexAt(_column);
            Append(output, _shown, first, IndexAt(column));
        }

        _column = column;
    }

    private int IndexAt(int column)
    {
        int index = 0;
        for (int width = 0; width < column && index < _shown.Count; index++)
        {
            width += RuneWidth.Of(_shown[index]);
        }

        return index;
    }

    private static void Append(StringBuilder output, List<Rune> runes, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            output.Append(runes[i].ToString());
        }
    }
}
