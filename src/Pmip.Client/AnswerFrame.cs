using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pmip.Client;

/// <summary>Reads what the process sends. A key that is not known is passed over: later versions may add some.</summary>
internal static class AnswerFrame
{
    /// <summary>Hands a frame of the answer to request <paramref name="id"/> on; true with the last one.</summary>
    public static bool TryTake(JsonElement frame, long id, IAnswerReader reader, out ControlError? error)
    {
        error = null;
        if (frame.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        bool isOurs = frame.TryGetProperty("id"u8, out JsonElement number) && number.TryGetInt64(out long of) && of == id;
        if (!isOurs)
        {
            // An error without an id concerns the connection: what is asked will not be answered.
            return number.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined && TryReadError(frame, out error);
        }

        if (frame.TryGetProperty("row"u8, out JsonElement row))
        {
            reader.Row(row);
        }
        else if (frame.TryGetProperty("columns"u8, out JsonElement columns))
        {
            reader.Columns(ReadColumns(columns));
        }
        else if (frame.TryGetProperty("text"u8, out JsonElement text))
        {
            reader.Text(text.GetString() ?? "");
        }
        else if (frame.TryGetProperty("octets"u8, out JsonElement octets) && octets.TryGetBytesFromBase64(out byte[]? content))
        {
            reader.Octets(content);
        }

        return frame.TryGetProperty("done"u8, out _) || TryReadError(frame, out error);
    }

    /// <summary>Reads the error of a frame that has one.</summary>
    public static bool TryReadError(JsonElement frame, [NotNullWhen(true)] out ControlError? error)
    {
        error = frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("error"u8, out JsonElement what)
            ? new ControlError(TextOf(what, "code"), TextOf(what, "message"), NumberOf(what, "start"), NumberOf(what, "length"))
            : null;
        return error is not null;
    }

    /// <summary>Reads the first line; what is not there is empty.</summary>
    public static ControlGreeting ReadGreeting(JsonElement frame) => new(
        TextOf(frame, "pmipd"), NumberOf(frame, "api"), TextOf(frame, "node"), TextOf(frame, "role"), TextOf(frame, "access"),
        TextOf(frame, "operator"), TextOf(frame, "state"), TextOf(frame, "notice"),
        NumberOf(frame, "pendingSeconds"), frame.TryGetProperty("draft"u8, out JsonElement draft) && draft.ValueKind == JsonValueKind.True);

    private static List<AnswerColumn> ReadColumns(JsonElement columns)
    {
        List<AnswerColumn> read = [];
        foreach (JsonElement column in columns.EnumerateArray())
        {
            read.Add(new AnswerColumn(TextOf(column, "key"), TextOf(column, "title"), TextOf(column, "kind") == "number"));
        }

        return read;
    }

    private static string TextOf(JsonElement parent, string key) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static int NumberOf(JsonElement parent, string key) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number)
            ? number
            : 0;
}
