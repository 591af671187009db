using System.Collections.Generic;

namespace Pmip.Appliance.Configuration;

/// <summary>Gathers what is wrong with one file and puts it into the order of the file.</summary>
internal sealed class ConfigurationErrors(string file, SourceText source)
{
    private readonly List<(int Offset, string Path, string Message)> _found = [];

    public int Count => _found.Count;

    public void Add(int offset, string path, string message) => _found.Add((offset, path, message));

    public void Add(ConfigurationNode node, string message) => Add(node.Offset, node.Path, message);

    /// <summary>The line that a node is on, to point from one to another.</summary>
    public int LineOf(ConfigurationNode node) => source.PositionOf(node.Offset).Line;

    public void CopyTo(List<ConfigurationError> errors)
    {
        // Stable, so that errors of one place keep the order of the checks.
        List<(int Offset, string Path, string Message)> sorted = [.. _found];
        int[] order = new int[sorted.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        System.Array.Sort(order, (left, right) =>
            sorted[left].Offset != sorted[right].Offset ? sorted[left].Offset.CompareTo(sorted[right].Offset) : left.CompareTo(right));
        foreach (int i in order)
        {
            (int line, int column) = source.PositionOf(sorted[i].Offset);
            (string text, string caret) = source.ExcerptAt(sorted[i].Offset);
            errors.Add(new ConfigurationError(file, line, column, sorted[i].Path, sorted[i].Message, text, caret));
        }
    }
}
