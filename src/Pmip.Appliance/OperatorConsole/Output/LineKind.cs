namespace Pmip.Appliance.OperatorConsole.Output;

/// <summary>What a printed line is.</summary>
internal enum LineKind : byte
{
    /// <summary>The headings of a table: they stay whatever is looked for, and count for nothing.</summary>
    Heading,

    /// <summary>A row of a table, or a line of text.</summary>
    Line,
}

/// <summary>Takes lines one after the other.</summary>
internal interface ILineSink
{
    /// <summary>True when no further line is wanted.</summary>
    bool HasEnough { get; }

    /// <summary>Takes a line without its end.</summary>
    void Take(string line, LineKind kind);

    /// <summary>No further line comes.</summary>
    void End();
}
