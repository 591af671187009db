using System;
using System.Buffers.Text;
using Pmip.Appliance.Logging;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Control;

/// <summary>Gathers the cells of one row, then pads them to the widths of the columns. Reused for every row.</summary>
internal sealed class TableRowWriter : RowWriter
{
    /// <summary>Most columns of a table.</summary>
    public const int ColumnsMax = 16;

    private readonly byte[] _cells = new byte[8192];
    private readonly int[] _ends = new int[ColumnsMax];
    private readonly bool[] _isRight = new bool[ColumnsMax];
    private int _count;
    private bool _takesHeadings;

    /// <summary>Begins a row; with <paramref name="takesHeadings"/> the headings are taken instead of the values.</summary>
    public void Begin(bool takesHeadings)
    {
        _count = 0;
        _takesHeadings = takesHeadings;
    }

    public override void Text(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, ReadOnlySpan<byte> utf8) => Add(heading, utf8, isRight: false);

    public override void Number(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int written);
        Add(heading, digits[..written], isRight: true);
    }

    public override void Unknown(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, bool isNumber = false) =>
        Add(heading, default, isRight: isNumber);

    public override void Prefixes(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> key, in IpPrefixList prefixes)
    {
        Span<byte> text = stackalloc byte[IpPrefixList.Capacity * (IpPrefix.TextLengthMax + 1)];
        int length = 0;
        for (int i = 0; i < prefixes.Count; i++)
        {
            if (i > 0)
            {
                text[length++] = (byte)',';
            }

            prefixes[i].TryFormat(text[length..], out int written);
            length += written;
        }

        Add(heading, text[..length], isRight: false);
    }

    /// <summary>Widens the columns to this row's cells.</summary>
    public void Measure(Span<int> widths)
    {
        for (int i = 0; i < _count; i++)
        {
            widths[i] = Math.Max(widths[i], CharactersOf(Cell(i)));
        }
    }

    /// <summary>Writes the row with two blanks between columns; a cell that is wider than its column pushes the rest.</summary>
    public int Write(ReadOnlySpan<int> widths, Span<byte> room)
    {
        int written = 0;
        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<byte> cell = Cell(i);
            int padding = Math.Max(widths[i] - CharactersOf(cell), 0);
            if (i > 0)
            {
                written += Blanks(room[written..], 2);
            }

            if (_isRight[i])
            {
                written += Blanks(room[written..], padding);
            }

            cell.CopyTo(room[written..]);
            written += cell.Length;
            if (!_isRight[i] && i < _count - 1)
            {
                written += Blanks(room[written..], padding);
            }
        }

        room[written++] = (byte)'\n';
        return written;
    }

    private void Add(ReadOnlySpan<byte> heading, ReadOnlySpan<byte> value, bool isRight)
    {
        if (heading.IsEmpty)
        {
            return;
        }

        Invariant.Require(_count < ColumnsMax);
        int start = _count == 0 ? 0 : _ends[_count - 1];
        ReadOnlySpan<byte> text = _takesHeadings ? heading : value.IsEmpty ? "-"u8 : value;

        _isRight[_count] = isRight;
        _ends[_count++] = start + VisibleText.Write(text, _cells.AsSpan(start));
    }

    private ReadOnlySpan<byte> Cell(int column) => _cells.AsSpan((column == 0 ? 0 : _ends[column - 1])..(_ends[column]));

    private static int CharactersOf(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte octet in utf8)
        {
            count += (octet & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    private static int Blanks(Span<byte> room, int count)
    {
        room[..count].Fill((byte)' ');
        return count;
    }
}
