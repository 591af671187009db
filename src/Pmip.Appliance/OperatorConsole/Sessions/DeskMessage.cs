using System.Collections.Generic;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Output;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>What a message of the desk is.</summary>
internal enum DeskMessageKind : byte
{
    /// <summary>A table begins.</summary>
    Columns,

    /// <summary>A row of it.</summary>
    Row,

    /// <summary>A line of text.</summary>
    Text,

    /// <summary>Octets of a file.</summary>
    Octets,

    /// <summary>The answer is whole.</summary>
    Done,

    /// <summary>The request failed.</summary>
    Failed,

    /// <summary>Something happened that nobody asked for.</summary>
    News,
}

/// <summary>A message of the desk.</summary>
internal sealed record DeskMessage(DeskMessageKind Kind, long Id)
{
    /// <summary>The columns.</summary>
    public IReadOnlyList<AnswerColumnView> Columns { get; init; } = [];

    /// <summary>The row, or all of the news.</summary>
    public JsonElement Json { get; init; }

    /// <summary>The line, or the message of a failure.</summary>
    public string Text { get; init; } = "";

    /// <summary>The octets.</summary>
    public byte[] Octets { get; init; } = [];

    /// <summary>The word of the request that is wrong, in octets.</summary>
    public WordPlace Word { get; init; }
}
