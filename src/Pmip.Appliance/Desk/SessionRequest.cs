using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pmip.Appliance.Desk;

/// <summary>A frame of a client: a request, or the wish to end one.</summary>
internal sealed class SessionRequest
{
    /// <summary>Most characters of a command; what is longer belongs into the body.</summary>
    public const int CommandLengthMax = 4096;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>The number that comes back with the answer; that of the request to end for a cancel.</summary>
    public required long Id { get; init; }

    /// <summary>True when a request is to be ended.</summary>
    public bool IsCancel { get; init; }

    /// <summary>The line.</summary>
    public string Command { get; init; } = "";

    /// <summary>What came beside it.</summary>
    public string Body { get; init; } = "";

    /// <summary>Reads a frame; false says in <paramref name="problem"/> what is wrong with it.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> frame, [NotNullWhen(true)] out SessionRequest? request, out long? id, out string problem)
    {
        request = null;
        id = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(frame, Options);
            problem = document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, ref id, ref request)
                : "a request is one JSON object on one line";
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The second one is text that is no UTF-8.
            problem = "a request is one JSON object in UTF-8 on one line";
        }

        return request is not null;
    }

    /// <summary>True when the frame ends the request with this number.</summary>
    public static bool IsCancelOf(ReadOnlyMemory<byte> frame, long id) =>
        frame.Length < 256 && TryRead(frame, out SessionRequest? request, out _, out _) && request.IsCancel && request.Id == id;

    private static string Read(JsonElement root, ref long? id, ref SessionRequest? request)
    {
        if (root.TryGetProperty("cancel"u8, out JsonElement cancelled))
        {
            if (cancelled.ValueKind != JsonValueKind.Number || !cancelled.TryGetInt64(out long number))
            {
                return "\"cancel\" wants the number of a request";
            }

            request = new SessionRequest { Id = number, IsCancel = true };
            return "";
        }

        if (!root.TryGetProperty("id"u8, out JsonElement given) || given.ValueKind != JsonValueKind.Number || !given.TryGetInt64(out long value))
        {
            return "a request wants an \"id\", a whole number";
        }

        id = value;
        if (!root.TryGetProperty("command"u8, out JsonElement command) || command.ValueKind != JsonValueKind.String)
        {
            return "a request wants a \"command\", a text";
        }

        bool hasBody = root.TryGetProperty("body"u8, out JsonElement body);
        if (hasBody && body.ValueKind != JsonValueKind.String)
        {
            return "\"body\" is a text";
        }

        string line = command.GetString()!;
        if (line.Length > CommandLengthMax)
        {
            return $"a command has at most {CommandLengthMax} characters";
        }

        // A control character could end the line on its way to the loop, and begin another one.
        if (line.AsSpan().ContainsAnyInRange('\0', '\u001f') || line.Contains('\u007f', StringComparison.Ordinal))
        {
            return "a command has no control characters";
        }

        request = new SessionRequest { Id = value, Command = line, Body = hasBody ? body.GetString()! : "" };
        return "";
    }
}
