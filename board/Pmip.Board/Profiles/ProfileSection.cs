using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Pmip.Board.Profiles;

/// <summary>One object of a profile's file while it is read: gives values, and notes what is wrong with them under their path.</summary>
internal readonly ref struct ProfileSection
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly List<string> _problems;

    public ProfileSection(JsonElement element, string path, List<string> problems, params ReadOnlySpan<string> keys)
    {
        _element = element;
        _path = path;
        _problems = problems;
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{(path.Length == 0 ? "the file" : path)}: wanted is an object");
            return;
        }

        HashSet<string> seen = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!keys.Contains(property.Name))
            {
                problems.Add($"{PathOf(property.Name)}: unknown; known are {string.Join(", ", keys.ToArray())}");
            }
            else if (!seen.Add(property.Name))
            {
                problems.Add($"{PathOf(property.Name)}: stands there twice");
            }
        }
    }

    public bool Has(string key) => TryGet(key, out _);

    public string Text(string key, bool isRequired = false)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return isRequired ? Complain(key, "is missing") : "";
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 255 } text
            ? text
            : Complain(key, "wanted is a text of 1 to 255 characters");
    }

    public int Number(string key, int minimum, int maximum, int preset)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return preset;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        Complain(key, $"wanted is a whole number from {minimum} to {maximum}");
        return preset;
    }

    public bool Flag(string key, bool preset)
    {
        if (TryGet(key, out JsonElement value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Complain(key, "wanted is true or false");
            return preset;
        }

        return TryGet(key, out value) ? value.GetBoolean() : preset;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        List<string> texts = [];
        foreach (JsonElement element in Elements(key))
        {
            if (element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 and <= 255 } text)
            {
                texts.Add(text);
            }
            else
            {
                Complain(key, "wanted is a list of texts of 1 to 255 characters");
            }
        }

        return texts;
    }

    public IEnumerable<JsonElement> Elements(string key)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Complain(key, "wanted is a list");
            return [];
        }

        return value.EnumerateArray().ToArray();
    }

    public bool TryGet(string key, out JsonElement value)
    {
        value = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out value);
    }

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    public string Complain(string key, string problem)
    {
        _problems.Add($"{PathOf(key)}: {problem}");
        return "";
    }
}
