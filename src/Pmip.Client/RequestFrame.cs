using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pmip.Client;

/// <summary>Writes requests.</summary>
internal static class RequestFrame
{
    // Escapes no more than JSON wants: a configuration in a body keeps its size.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(long id, string command, string body)
    {
        ArrayBufferWriter<byte> octets = new(256 + body.Length);
        using (Utf8JsonWriter json = new(octets, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, id);
            json.WriteString("command"u8, command);
            if (body.Length > 0)
            {
                json.WriteString("body"u8, body);
            }

            json.WriteEndObject();
        }

        octets.Write("\n"u8);
        return octets.WrittenSpan.ToArray();
    }

    public static byte[] WriteCancel(long id)
    {
        ArrayBufferWriter<byte> octets = new(64);
        using (Utf8JsonWriter json = new(octets, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("cancel"u8, id);
            json.WriteEndObject();
        }

        octets.Write("\n"u8);
        return octets.WrittenSpan.ToArray();
    }
}
