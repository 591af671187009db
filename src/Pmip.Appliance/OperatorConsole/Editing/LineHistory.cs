using System.Collections.Generic;

namespace Pmip.Appliance.OperatorConsole.Editing;

/// <summary>The lines that were entered, the last ones only: none twice in a row, and no empty one.</summary>
internal sealed class LineHistory(int linesMax = 100)
{
    private readonly List<string> _lines = [];

    /// <summary>Number of lines.</summary>
    public int Count => _lines.Count;

    /// <summary>A line; 0 is the oldest.</summary>
    public string this[int index] => _lines[index];

    /// <summary>Keeps a line.</summary>
    public void Add(string line)
    {
        if (line.Trim().Length == 0 || (_lines.Count > 0 && _lines[^1] == line))
        {
            return;
        }

        if (_lines.Count == linesMax)
        {
            _lines.RemoveAt(0);
        }

        _lines.Add(line);
    }

    /// <summary>The newest line before <paramref name="before"/> with the text in it; -1 for none.</summary>
    public int FindBefore(int before, string text)
    {
        for (int i = System.Math.Min(before, _lines.Count) - 1; i >= 0; i--)
        {
            if (_lines[i].Contains(text, System.StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Forgets all: another operator comes.</summary>
    public void Clear() => _lines.Clear();
}
