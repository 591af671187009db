using System;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Desk;

/// <summary>How a column is laid out.</summary>
internal enum ColumnKind : byte
{
    /// <summary>Text, to the left.</summary>
    Text,

    /// <summary>A number, to the right.</summary>
    Number,
}

/// <summary>A column of an answer.</summary>
/// <param name="Key">The key of its values in each row.</param>
/// <param name="Title">Its heading; empty for one that only the JSON has.</param>
/// <param name="Kind">How it is laid out.</param>
internal readonly record struct AnswerColumn(string Key, string Title, ColumnKind Kind = ColumnKind.Text);

/// <summary>
/// Takes the answer to one request, in order: lines of text, or columns and then rows, or both; then nothing, or one failure.
/// Writing blocks no longer than the client's patience; after that <see cref="IsAbandoned"/> is true and all is thrown away.
/// </summary>
internal interface IAnswer
{
    /// <summary>True when nobody wants the rest: the client has gone, cancelled, or does not read.</summary>
    bool IsAbandoned { get; }

    /// <summary>Begins a table.</summary>
    void Columns(params ReadOnlySpan<AnswerColumn> columns);

    /// <summary>A row: <paramref name="write"/> writes the properties of one object, keyed as the columns are.</summary>
    void Row(Action<Utf8JsonWriter> write);

    /// <summary>A line for a person, without its end.</summary>
    void Text(string line);

    /// <summary>
    /// The next octets of a file, for a client that keeps or pipes them: <c>{"id":1,"octets":"BASE64"}</c> on the wire. A terminal is not
    /// shown them. An answer with octets has no columns; its lines of text are remarks beside the file, for standard error.
    /// </summary>
    void Octets(ReadOnlySpan<byte> octets);

    /// <summary>It failed: <paramref name="code"/> for programs (camelCase), the message for people, and the word of the request that is wrong.</summary>
    void Fail(string code, string message, WordPlace word = default);
}
