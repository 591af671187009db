using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pmip.Client;

/// <summary>Values of a row as text that stays within its line and sends a terminal no command.</summary>
internal static class VisibleCell
{
    /// <summary>What a value of a row looks like; <c>-</c> for what is not known.</summary>
    public static string Of(JsonElement row, string key)
    {
        string text = row.TryGetProperty(key, out JsonElement value) ? Of(value) : "";
        return text.Length == 0 ? "-" : text;
    }

    /// <summary>The text with everything but printable characters as <c>\xNN</c> of its UTF-8 form.</summary>
    public static string Of(string text)
    {
        StringBuilder visible = new(text.Length);
        System.Span<byte> octets = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsVisible(rune))
            {
                visible.Append(rune);
                continue;
            }

            foreach (byte octet in octets[..rune.EncodeToUtf8(octets)])
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
            }
        }

        return visible.ToString();
    }

    private static string Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return Of(value.GetString()!);
            case JsonValueKind.Null:
                return "";
            case JsonValueKind.Array:
                StringBuilder list = new();
                foreach (JsonElement element in value.EnumerateArray())
                {
                    list.Append(list.Length > 0 ? "," : "").Append(Of(element));
                }

                return list.ToString();
            default:
                return Of(value.GetRawText());
        }
    }

    private static bool IsVisible(Rune rune) => rune.Value is >= 0x20 and < 0x7F
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
