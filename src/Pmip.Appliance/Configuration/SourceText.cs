using System;
using System.Text;

namespace Pmip.Appliance.Configuration;

/// <summary>The octets of a file, and where in its lines an offset is. Lines and columns count from 1, columns in characters.</summary>
public sealed class SourceText
{
    private const int ExcerptLengthMax = 100;

    private readonly byte[] _octets;
    private int _knownOffset;
    private int _knownLine = 1;
    private int _knownLineStart;

    /// <summary>Text of <paramref name="octets"/>, without its byte order mark.</summary>
    public SourceText(byte[] octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        _octets = octets.AsSpan().StartsWith("\uFEFF"u8) ? octets[3..] : octets;
    }

    /// <summary>The octets.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>The octets as an array that nobody changes.</summary>
    public byte[] ToArray() => _octets;

    /// <summary>Line and column of <paramref name="offset"/>.</summary>
    public (int Line, int Column) PositionOf(int offset)
    {
        int start = LineStart(offset);
        return (_knownLine, CountCharacters(_octets.AsSpan(start, offset - start)) + 1);
    }

    /// <summary>The line with <paramref name="offset"/> in it, cut around it when long, and a caret below the offset.</summary>
    public (string Line, string Caret) ExcerptAt(int offset)
    {
        int start = LineStart(offset);
        int length = _octets.AsSpan(start).IndexOf((byte)'\n');

        // A return within a line is no end of it: the offset may lie behind.
        string line = Encoding.UTF8.GetString(_octets, start, length < 0 ? _octets.Length - start : length).TrimEnd('\r');
        int column = Encoding.UTF8.GetCharCount(_octets, start, offset - start);
        int first = Math.Min(column > ExcerptLengthMax ? column - (ExcerptLengthMax / 2) : 0, line.Length);
        string shown = line.Substring(first, Math.Min(line.Length - first, ExcerptLengthMax + 20));
        StringBuilder caret = new();
        foreach (Rune rune in line[first..Math.Clamp(column, first, line.Length)].EnumerateRunes())
        {
            // A tab in the line must move the caret as far.
            caret.Append(rune.Value == '\t' ? '\t' : ' ');
        }

        return (Visible(shown), caret.Append('^').ToString());
    }

    private static string Visible(string line)
    {
        StringBuilder visible = new(line.Length);
        foreach (char character in line)
        {
            visible.Append(char.IsControl(character) && character != '\t' ? '?' : character);
        }

        return visible.ToString();
    }

    // Offsets mostly come in ascending order, so the last line found is where the search begins.
    private int LineStart(int offset)
    {
        if (offset < _knownLineStart)
        {
            (_knownOffset, _knownLine, _knownLineStart) = (0, 1, 0);
        }

        for (; _knownOffset < offset; _knownOffset++)
        {
            if (_octets[_knownOffset] == (byte)'\n')
            {
                _knownLine++;
                _knownLineStart = _knownOffset + 1;
            }
        }

        return _knownLineStart;
    }

    private static int CountCharacters(ReadOnlySpan<byte> octets)
    {
        int count = 0;
        foreach (byte octet in octets)
        {
            count += (octet & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
