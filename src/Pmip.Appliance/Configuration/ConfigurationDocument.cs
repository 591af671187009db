using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Pmip.Appliance.Configuration;

/// <summary>Reads the file into nodes that know their place. The values that the product uses are read by path elsewhere.</summary>
internal static class ConfigurationDocument
{
    /// <summary>Deepest nesting; the schema needs six.</summary>
    private const int DepthMax = 16;

    /// <summary>The root of the document; null when it is not JSON, which is then one error.</summary>
    public static ConfigurationNode? Read(SourceText source, ConfigurationErrors errors)
    {
        if (!Utf8.IsValid(source.Octets))
        {
            errors.Add(FirstInvalid(source.Octets), "", "not UTF-8 text from here");
            return null;
        }

        Utf8JsonReader reader = new(
            source.Octets,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DepthMax });
        try
        {
            reader.Read();
            ConfigurationNode root = ReadValue(ref reader, "", "", -1);
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            errors.Add(OffsetOf(source, exception), "", "not JSON: " + Reason(exception));
        }
        catch (InvalidOperationException)
        {
            // The reader takes escapes as they come; text with half a surrogate pair is found only when it is asked for.
            errors.Add((int)reader.TokenStartIndex, "", "not JSON: the text has an escape that is no character");
        }

        return null;
    }

    private static ConfigurationNode ReadValue(ref Utf8JsonReader reader, string path, string name, int keyOffset)
    {
        int offset = (int)reader.TokenStartIndex;
        (ConfigurationNodeKind kind, string text) = reader.TokenType switch
        {
            JsonTokenType.StartObject => (ConfigurationNodeKind.Object, ""),
            JsonTokenType.StartArray => (ConfigurationNodeKind.Array, ""),
            JsonTokenType.String => (ConfigurationNodeKind.String, reader.GetString()!),
            JsonTokenType.Number => (ConfigurationNodeKind.Number, System.Text.Encoding.ASCII.GetString(reader.ValueSpan)),
            JsonTokenType.True => (ConfigurationNodeKind.Boolean, "true"),
            JsonTokenType.False => (ConfigurationNodeKind.Boolean, "false"),
            _ => (ConfigurationNodeKind.Null, "null"),
        };
        ConfigurationNode node = new(kind, path, name, keyOffset < 0 ? offset : keyOffset, offset, text);
        if (kind == ConfigurationNodeKind.Object)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string key = reader.GetString()!;
                int start = (int)reader.TokenStartIndex;
                reader.Read();
                node.Children.Add(ReadValue(ref reader, path.Length == 0 ? key : path + "." + key, key, start));
            }
        }
        else if (kind == ConfigurationNodeKind.Array)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                string element = string.Create(CultureInfo.InvariantCulture, $"{path}[{node.Children.Count}]");
                node.Children.Add(ReadValue(ref reader, element, "", -1));
            }
        }

        node.End = (int)reader.BytesConsumed;
        return node;
    }

    private static int OffsetOf(SourceText source, JsonException exception)
    {
        int offset = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            offset += source.Octets[offset..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(offset + (exception.BytePositionInLine ?? 0), source.Octets.Length);
    }

    // The reader counts lines from zero and columns in octets; ours stand in front of the message.
    private static string Reason(JsonException exception)
    {
        int place = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? exception.Message : exception.Message[..place];
    }

    private static int FirstInvalid(ReadOnlySpan<byte> octets)
    {
        int offset = 0;
        while (System.Text.Rune.DecodeFromUtf8(octets[offset..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            offset += consumed;
        }

        return offset;
    }
}
