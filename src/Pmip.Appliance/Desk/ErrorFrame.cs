using System.Text.Json;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Desk;

/// <summary>The error that ends an answer, or a session.</summary>
internal static class ErrorFrame
{
    /// <summary>Writes it into a frame; <paramref name="word"/> is the word of the command that is wrong.</summary>
    public static void Write(Utf8JsonWriter json, string code, string message, WordPlace word = default)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteNumber("start"u8, word.Start);
        json.WriteNumber("length"u8, word.Length);
        json.WriteEndObject();
    }
}
