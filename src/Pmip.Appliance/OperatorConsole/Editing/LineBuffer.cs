using System;
using System.Collections.Generic;
using System.Text;

namespace Pmip.Appliance.OperatorConsole.Editing;

/// <summary>The characters of one line, and the cursor between them. Never longer than <see cref="LengthMax"/>.</summary>
internal sealed class LineBuffer
{
    /// <summary>Most characters of a line.</summary>
    public const int LengthMax = 1024;

    private readonly List<Rune> _runes = [];

    /// <summary>Number of characters.</summary>
    public int Length => _runes.Count;

    /// <summary>Characters before the cursor.</summary>
    public int Cursor { get; private set; }

    /// <summary>A character.</summary>
    public Rune this[int index] => _runes[index];

    /// <summary>The line.</summary>
    public string Text => TextOf(0, Length);

    /// <summary>What stands before the cursor.</summary>
    public string TextBeforeCursor => TextOf(0, Cursor);

    /// <summary>Another line takes its place, the cursor behind it. What is too long is cut.</summary>
    public void Set(string text)
    {
        _runes.Clear();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (_runes.Count < LengthMax && RuneWidth.Of(rune) > 0)
            {
                _runes.Add(rune);
            }
        }

        Cursor = Length;
    }

    /// <summary>Puts a character in at the cursor; false when the line is full.</summary>
    public bool Insert(Rune rune)
    {
        if (Length == LengthMax)
        {
            return false;
        }

        _runes.Insert(Cursor++, rune);
        return true;
    }

    /// <summary>Puts a text in; false, with nothing put in, when it does not fit.</summary>
    public bool Insert(string text)
    {
        List<Rune> runes = [.. text.EnumerateRunes()];
        if (Length + runes.Count > LengthMax)
        {
            return false;
        }

        _runes.InsertRange(Cursor, runes);
        Cursor += runes.Count;
        return true;
    }

    /// <summary>Moves the cursor; false when it is there already.</summary>
    public bool MoveTo(int cursor)
    {
        int before = Cursor;
        Cursor = Math.Clamp(cursor, 0, Length);
        return Cursor != before;
    }

    /// <summary>Takes out the characters between the cursor and a place, and gives them.</summary>
    public string Cut(int other)
    {
        int first = Math.Min(Cursor, Math.Clamp(other, 0, Length));
        int end = Math.Max(Cursor, Math.Clamp(other, 0, Length));
        string text = TextOf(first, end);
        _runes.RemoveRange(first, end - first);
        Cursor = first;
        return text;
    }

    /// <summary>Where the word before the cursor starts.</summary>
    public int WordStart()
    {
        int place = Cursor;
        while (place > 0 && _runes[place - 1].Value == ' ')
        {
            place--;
        }

        while (place > 0 && _runes[place - 1].Value != ' ')
        {
            place--;
        }

        return place;
    }

    /// <summary>Where the word behind the cursor ends.</summary>
    public int WordEnd()
    {
        int place = Cursor;
        while (place < Length && _runes[place].Value == ' ')
        {
            place++;
        }

        while (place < Length && _runes[place].Value != ' ')
        {
            place++;
        }

        return place;
    }

    private string TextOf(int first, int end)
    {
        StringBuilder text = new(end - first);
        for (int i = first; i < end; i++)
        {
            text.Append(_runes[i].ToString());
        }

        return text.ToString();
    }
}
