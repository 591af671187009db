using System;
using System.Buffers;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Diagnosis.Bundle;

/// <summary>Takes an answer of the desk or of the loop as lines of a file, up to a number of octets.</summary>
internal sealed class BundleAnswer(int octetsMax) : IAnswer, ILoopReader
{
    private readonly StringBuilder _text = new();
    private readonly ArrayBufferWriter<byte> _row = new();

    /// <inheritdoc cref="IAnswer.IsAbandoned"/>
    public bool IsAbandoned => _text.Length >= octetsMax;

    /// <summary>What came; says so when there was more.</summary>
    public string Content => IsAbandoned ? $"{_text}... the rest did not fit\n" : _text.ToString();

    /// <inheritdoc/>
    public void Columns(params ReadOnlySpan<AnswerColumn> columns)
    {
        // Each row has the keys of its columns.
    }

    /// <inheritdoc/>
    public void Columns(ReadOnlySpan<byte> json)
    {
        // Each row has the keys of its columns.
    }

    /// <inheritdoc/>
    public void Row(Action<Utf8JsonWriter> write)
    {
        _row.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(_row))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        Row(_row.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Row(ReadOnlySpan<byte> json) => Add(Encoding.UTF8.GetString(json));

    /// <inheritdoc/>
    public void Text(string line) => Add(line);

    /// <inheritdoc/>
    public void Text(ReadOnlySpan<byte> line) => Add(Encoding.UTF8.GetString(line));

    /// <inheritdoc/>
    public void Octets(ReadOnlySpan<byte> octets)
    {
        if (!IsAbandoned)
        {
            _text.Append(Encoding.UTF8.GetString(octets));
        }
    }

    /// <inheritdoc/>
    public void Fail(string code, string message, WordPlace word) => Add($"failed: {message} ({code})");

    /// <inheritdoc/>
    public void Fail(string code, string message) => Fail(code, message, default);

    private void Add(string line)
    {
        if (!IsAbandoned)
        {
            _text.Append(line).Append('\n');
        }
    }
}
