using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Pmip.Appliance.OperatorConsole.Editing;
using Xunit;

namespace Pmip.Unit.OperatorConsole;

/// <summary>What a terminal shows of the octets that it was sent. A dumb one must not be sent an escape sequence.</summary>
internal sealed class ScreenModel(int columns, bool isDumb)
{
    private readonly List<string[]> _rows = [new string[columns]];
    private readonly List<byte> _pending = [];
    private int _column;
    private string _sequence = "";

    public int Bells { get; private set; }

    public int Column => _column;

    /// <summary>What the terminal was asked.</summary>
    public List<string> Questions { get; } = [];

    public string Row => TextOf(_rows[^1]);

    public string Text => string.Join('\n', _rows.Select(TextOf));

    public void Write(ReadOnlySpan<byte> octets)
    {
        _pending.AddRange(octets);
        string text = Encoding.UTF8.GetString([.. _pending]);
        Assert.DoesNotContain('\uFFFD', text);
        _pending.Clear();
        Write(text);
    }

    public void Write(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            Put(rune);
        }
    }

    private static string TextOf(string[] row) => string.Concat(row.Select(cell => cell ?? " ")).TrimEnd();

    private void Put(Rune rune)
    {
        if (_sequence.Length > 0)
        {
            _sequence += rune;
            FinishSequence();
            return;
        }

        switch (rune.Value)
        {
            case 0x1B:
                Assert.False(isDumb, "a dumb terminal was sent an escape sequence");
                _sequence = "\u001b";
                break;
            case '\r':
                _column = 0;
                break;
            case '\n':
                _rows.Add(new string[columns]);
                break;
            case '\b':
                Assert.True(_column > 0, "BS at the left edge");
                _column--;
                break;
            case '\a':
                Bells++;
                break;
            default:
                int width = RuneWidth.Of(rune);
                Assert.True(width > 0, $"U+{rune.Value:X4} reached the terminal");
                if (_column + width > columns)
                {
                    _rows.Add(new string[columns]);
                    _column = 0;
                }

                _rows[^1][_column] = rune.ToString();
                if (width == 2)
                {
                    _rows[^1][_column + 1] = "";
                }

                _column += width;
                break;
        }
    }

    private void FinishSequence()
    {
        if (_sequence is "\u001b7" or "\u001b8")
        {
            _sequence = "";
            return;
        }

        if (_sequence.Length < 3 || !char.IsAsciiLetter(_sequence[^1]))
        {
            Assert.True(_sequence.Length < 16);
            return;
        }

        if (_sequence == "\u001b[K")
        {
            Array.Fill(_rows[^1], null, _column, columns - _column);
        }
        else if (_sequence == "\u001b[6n")
        {
            Questions.Add(_sequence);
        }
        else
        {
            Assert.True(_sequence is "\u001b[?2004l" or "\u001b[999;999H", string.Create(CultureInfo.InvariantCulture, $"{_sequence[1..]} is not expected"));
        }

        _sequence = "";
    }
}
