using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pmip.Unit.Configuration;

/// <summary>Judges a value by as much of JSON Schema as ours uses.</summary>
internal static class SmallSchema
{
    public static bool Accepts(JsonObject schema, JsonElement value)
    {
        if (schema["enum"] is JsonArray choices)
        {
            return value.ValueKind == JsonValueKind.String && choices.Any(choice => choice!.GetValue<string>() == value.GetString());
        }

        return schema["type"]!.GetValue<string>() switch
        {
            "object" => AcceptsObject(schema, value),
            "array" => value.ValueKind == JsonValueKind.Array
                && value.GetArrayLength() >= schema["minItems"]!.GetValue<long>()
                && (schema["maxItems"] is null || value.GetArrayLength() <= schema["maxItems"]!.GetValue<long>())
                && value.EnumerateArray().All(element => Accepts(schema["items"]!.AsObject(), element)),
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
                && number >= schema["minimum"]!.GetValue<long>() && number <= schema["maximum"]!.GetValue<long>(),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => AcceptsText(schema, value),
        };
    }

    private static bool AcceptsObject(JsonObject schema, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && schema["required"]!.AsArray().All(name => value.TryGetProperty(name!.GetValue<string>(), out _))
        && value.EnumerateObject().All(member =>
            schema["properties"]!.AsObject().TryGetPropertyValue(member.Name, out JsonNode? known) && Accepts(known!.AsObject(), member.Value));

    private static bool AcceptsText(JsonObject schema, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        string text = value.GetString()!;
        int length = text.EnumerateRunes().Count();
        return (schema["minLength"] is null || length >= schema["minLength"]!.GetValue<long>())
            && (schema["maxLength"] is null || length <= schema["maxLength"]!.GetValue<long>())
            && Regex.IsMatch(text, schema["pattern"]!.GetValue<string>().Replace("$", @"\z", StringComparison.Ordinal), RegexOptions.CultureInvariant);
    }
}
