using System;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Desk;

/// <summary>Turns the answer to one request into frames. Nothing follows a failure.</summary>
/// <param name="output">Takes the frames.</param>
/// <param name="id">Number of the request.</param>
/// <param name="isCancelled">Looks whether the client has cancelled it, or the session is to end.</param>
internal sealed class SessionAnswer(SessionOutput output, long id, Func<bool> isCancelled) : IAnswer, ILoopReader
{
    private bool _isCancelled;

    /// <summary>Code of the failure; empty when there was none.</summary>
    public string Code { get; private set; } = "";

    /// <summary>What was said of the failure.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Rows that are still wanted.</summary>
    public uint RowsLeft { get; set; } = uint.MaxValue;

    /// <inheritdoc cref="IAnswer.IsAbandoned"/>
    public bool IsAbandoned => Code.Length > 0 || RowsLeft == 0 || output.IsGivenUp || (_isCancelled |= isCancelled());

    public void Columns(params ReadOnlySpan<AnswerColumn> columns)
    {
        // The function runs at once, but a span cannot go into it.
        AnswerColumn[] kept = columns.ToArray();
        Frame(json =>
        {
            json.WriteStartArray("columns"u8);
            foreach (AnswerColumn column in kept)
            {
                json.WriteStartObject();
                json.WriteString("key"u8, column.Key);
                json.WriteString("title"u8, column.Title);
                json.WriteString("kind"u8, column.Kind == ColumnKind.Number ? "number"u8 : "text"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public void Row(Action<Utf8JsonWriter> write)
    {
        if (RowsLeft == 0)
        {
            return;
        }

        RowsLeft--;
        Frame(json =>
        {
            json.WriteStartObject("row"u8);
            write(json);
            json.WriteEndObject();
        });
        output.Flush();
    }

    public void Text(string line)
    {
        Frame(json => json.WriteString("text"u8, line));
        output.Flush();
    }

    public void Octets(ReadOnlySpan<byte> octets)
    {
        string text = Convert.ToBase64String(octets);
        Frame(json => json.WriteString("octets"u8, text));
    }

    public void Fail(string code, string message, WordPlace word = default)
    {
        if (Code.Length > 0)
        {
            return;
        }

        Frame(json => ErrorFrame.Write(json, code, message, word));
        Code = code;
        Message = message;
    }

    /// <summary>Ends the answer.</summary>
    public void Finish()
    {
        if (_isCancelled && RowsLeft > 0)
        {
            Fail("cancelled", "the request was cancelled");
        }

        Frame(static json => json.WriteBoolean("done"u8, true));
        output.Flush();
    }

    void ILoopReader.Columns(ReadOnlySpan<byte> json) => Raw("columns", json);

    void ILoopReader.Row(ReadOnlySpan<byte> json) => Raw("row", json);

    void ILoopReader.Text(ReadOnlySpan<byte> line) => Text(Encoding.UTF8.GetString(line));

    void ILoopReader.Fail(string code, string message) => Fail(code, message);

    private void Raw(string key, ReadOnlySpan<byte> value)
    {
        byte[] frame = new byte[value.Length + 64];
        int head = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{{\"id\":{id},\"{key}\":"), frame);
        value.CopyTo(frame.AsSpan(head));
        "}\n"u8.CopyTo(frame.AsSpan(head + value.Length));
        if (Code.Length == 0)
        {
            output.Write(frame.AsSpan(0, head + value.Length + 2));
        }
    }

    private void Frame(Action<Utf8JsonWriter> write)
    {
        if (Code.Length == 0)
        {
            output.Write(json =>
            {
                json.WriteNumber("id"u8, id);
                write(json);
            });
        }
    }
}
