using System;
using System.Globalization;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// The table of <see cref="ConfigurationSchema"/> as a JSON Schema (2020-12), for editors and for other programs. It never refuses what
/// this program takes. What only this program knows, such as whether an address is that of one node, it leaves to <c>pmipd check</c>.
/// </summary>
internal static class JsonSchemaText
{
    /// <summary>The schema, with an end of line.</summary>
    public static byte[] Write()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema"u8, "https://json-schema.org/draft/2020-12/schema"u8);
            json.WriteString("title"u8, "Configuration of pmipd"u8);
            WriteKey(json, ConfigurationSchema.Find("")!);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteKey(Utf8JsonWriter json, ConfigurationKey key)
    {
        json.WriteString("description"u8, key.Help);
        switch (key.Kind)
        {
            case ConfigurationKind.Section:
                WriteSection(json, key);
                break;
            case ConfigurationKind.List:
                WriteList(json, key);
                break;
            case ConfigurationKind.Integer:
                json.WriteString("type"u8, "integer"u8);
                json.WriteNumber("minimum"u8, key.Minimum);
                json.WriteNumber("maximum"u8, key.Maximum);
                break;
            case ConfigurationKind.Boolean:
                json.WriteString("type"u8, "boolean"u8);
                break;
            case ConfigurationKind.Choice:
                json.WriteStartArray("enum"u8);
                foreach (string choice in key.Choices)
                {
                    json.WriteStringValue(choice);
                }

                json.WriteEndArray();
                break;
            default:
                WriteText(json, key);
                break;
        }

        WriteDefault(json, key);
    }

    private static void WriteSection(Utf8JsonWriter json, ConfigurationKey key)
    {
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        foreach (ConfigurationKey child in ConfigurationSchema.KeysOf(key.Path))
        {
            json.WriteStartObject(child.Name);
            WriteKey(json, child);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("required"u8);
        foreach (ConfigurationKey child in ConfigurationSchema.KeysOf(key.Path))
        {
            if (child.IsRequired)
            {
                json.WriteStringValue(child.Name);
            }
        }

        json.WriteEndArray();
        json.WriteBoolean("additionalProperties"u8, false);
    }

    private static void WriteList(Utf8JsonWriter json, ConfigurationKey key)
    {
        json.WriteString("type"u8, "array"u8);
        json.WriteStartObject("items"u8);
        WriteKey(json, ConfigurationSchema.Find(key.Path + "[]")!);
        json.WriteEndObject();
        json.WriteNumber("minItems"u8, key.Minimum);
        if (key.Maximum < long.MaxValue)
        {
            json.WriteNumber("maxItems"u8, key.Maximum);
        }
    }

    // Lengths here are in characters and ours in octets, of which a character has up to four.
    private static void WriteText(Utf8JsonWriter json, ConfigurationKey key)
    {
        json.WriteString("type"u8, "string"u8);
        if (key.Kind is ConfigurationKind.Text or ConfigurationKind.Identifier or ConfigurationKind.AbsolutePath)
        {
            json.WriteNumber("minLength"u8, (key.Minimum + 3) / 4);
            if (key.Maximum < long.MaxValue)
            {
                json.WriteNumber("maxLength"u8, key.Maximum);
            }
        }

        json.WriteString("pattern"u8, key.Kind switch
        {
            ConfigurationKind.Text => @"^[^\u0000-\u001f\u007f]*$",
            ConfigurationKind.Identifier => @"^[^\u0000-\u0020\u007f]+$",
            ConfigurationKind.AccessPointName =>
                "^(?=.{1,99}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$",
            ConfigurationKind.InterfaceName => @"^(?![.]{1,2}$)[^/:\u0000-\u0020\u007f]{1,15}$",
            ConfigurationKind.AbsolutePath => @"^/[^\u0000-\u001f\u007f]*$",
            ConfigurationKind.Ipv6Address => "^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$",
            ConfigurationKind.Ipv4Address => "^[0-9]{1,3}([.][0-9]{1,3}){3}$",
            ConfigurationKind.Address => "^[0-9A-Fa-f:.]+$",
            ConfigurationKind.Ipv6Prefix => "^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/[0-9]{1,3}$",
            ConfigurationKind.Ipv4Prefix => "^[0-9]{1,3}([.][0-9]{1,3}){3}/[0-9]{1,2}$",
            ConfigurationKind.Prefix => "^[0-9A-Fa-f:.]+/[0-9]{1,3}$",
            ConfigurationKind.GreKey => "^(0[xX][0-9A-Fa-f]{1,8}|[0-9]{1,10})$",
            ConfigurationKind.MacAddress => "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$",
            _ => "^.+:[0-9]{1,5}$",
        });
    }

    private static void WriteDefault(Utf8JsonWriter json, ConfigurationKey key)
    {
        if (key.Default is not string preset)
        {
            return;
        }

        if (key.Kind == ConfigurationKind.Integer && long.TryParse(preset, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            json.WriteNumber("default"u8, number);
        }
        else if (key.Kind == ConfigurationKind.Boolean)
        {
            json.WriteBoolean("default"u8, string.Equals(preset, "true", StringComparison.Ordinal));
        }
        else
        {
            json.WriteString("default"u8, preset);
        }
    }
}
