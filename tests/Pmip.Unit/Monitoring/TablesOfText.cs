using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Desk;

namespace Pmip.Unit.Monitoring;

/// <summary>A control loop that answers what it is told to, one answer after the other; the last one again and again.</summary>
internal sealed class TablesOfText : ILoopPort
{
    private readonly Dictionary<string, Queue<string[]>> _answers = [];

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Called before each answer.</summary>
    public Action<string>? BeforeAnswer { get; set; }

    /// <summary>The rows of the next answer to <c>show TABLE</c>.</summary>
    public void Will(string table, params string[] rows)
    {
        _answers.TryAdd("show " + table, new Queue<string[]>());
        _answers["show " + table].Enqueue(rows);
    }

    /// <inheritdoc/>
    public void Ask(ReadOnlySpan<byte> line, ILoopReader reader)
    {
        Asked++;
        string request = Encoding.UTF8.GetString(line);
        BeforeAnswer?.Invoke(request);
        if (!_answers.TryGetValue(request, out Queue<string[]>? answers))
        {
            reader.Fail(ILoopPort.NoNode, "no node runs");
            return;
        }

        reader.Columns("[]"u8);
        foreach (string row in answers.Count > 1 ? answers.Dequeue() : answers.Peek())
        {
            reader.Row(Encoding.UTF8.GetBytes(row.Replace('\'', '"')));
        }
    }
}
