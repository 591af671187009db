using System;

namespace Pmip.Appliance.Logging;

/// <summary>What is to become a line: a record of the control loop, or a sentence of another thread.</summary>
internal struct LogEntry
{
    /// <summary>The record; for a sentence its time, its room and the kind <see cref="EventKind.Remark"/>.</summary>
    public EventRecord Record;

    /// <summary>The sentence; null for a record.</summary>
    public string? Sentence;

    /// <summary>Its level.</summary>
    public EventLevel Level;

    /// <summary>The entry of a record.</summary>
    public static LogEntry Of(in EventRecord record) => new() { Record = record, Level = EventSentences.LevelOf(record.Kind) };

    /// <summary>Its words, without control characters.</summary>
    public readonly string Words => Sentence is null ? EventSentences.Render(Record) : VisibleText.Of(Sentence);

    /// <summary>The same number for entries that would be the same line.</summary>
    public readonly int SubjectHash()
    {
        HashCode hash = default;
        hash.Add((byte)Record.Kind);
        hash.Add((byte)Record.Room);
        hash.Add(Record.Code);
        hash.Add(Record.Number);
        hash.Add(Record.Address);
        hash.Add(Record.LinkLayerAddress);
        hash.AddBytes(Record.Text);
        hash.Add(Sentence);
        return hash.ToHashCode();
    }
}
