using System;
using System.Collections.Generic;
using System.Globalization;

namespace Pmip.Appliance.Configuration;

/// <summary>Checks each value by itself against its row of <see cref="ConfigurationSchema"/>: keys, kinds, ranges, forms.</summary>
internal static class ConfigurationShape
{
    public static void Check(ConfigurationNode node, ConfigurationKey key, ConfigurationErrors errors)
    {
        if (node.Kind != Expected(key.Kind))
        {
            errors.Add(node, $"{Described(node)}; wanted is {ConfigurationSchema.Wanted(key)}");
            return;
        }

        node.IsValid = true;
        switch (key.Kind)
        {
            case ConfigurationKind.Section:
                CheckSection(node, key, errors);
                break;
            case ConfigurationKind.List:
                CheckList(node, key, errors);
                break;
            case ConfigurationKind.Integer:
                node.IsValid = CheckInteger(node, key, errors);
                break;
            case ConfigurationKind.Choice:
                node.IsValid = CheckChoice(node, key, errors);
                break;
            case ConfigurationKind.Boolean:
                break;
            default:
                node.IsValid = ConfigurationValue.IsRight(key, node.Text);
                if (!node.IsValid)
                {
                    errors.Add(node, $"{Quoted(node.Text)} is not {ConfigurationSchema.Wanted(key)}");
                }

                break;
        }
    }

    private static void CheckSection(ConfigurationNode node, ConfigurationKey key, ConfigurationErrors errors)
    {
        IReadOnlyList<ConfigurationKey> known = ConfigurationSchema.KeysOf(key.Path);
        Dictionary<string, ConfigurationNode> given = new(StringComparer.Ordinal);
        foreach (ConfigurationNode child in node.Children)
        {
            if (!given.TryAdd(child.Name, child))
            {
                errors.Add(child.KeyOffset, child.Path, string.Create(CultureInfo.InvariantCulture,
                    $"given twice; the first is in line {errors.LineOf(given[child.Name])}"));
                continue;
            }

            ConfigurationKey? row = ConfigurationSchema.Find(key.Path.Length == 0 ? child.Name : key.Path + "." + child.Name);
            if (row is null || row.Name != child.Name)
            {
                errors.Add(child.KeyOffset, child.Path, Unknown(child.Name, known));
                continue;
            }

            Check(child, row, errors);
        }

        foreach (ConfigurationKey row in known)
        {
            if (row.IsRequired && !given.ContainsKey(row.Name))
            {
                errors.Add(node, $"the key \"{row.Name}\" is missing; wanted is {ConfigurationSchema.Wanted(row)}");
            }
        }
    }

    private static void CheckList(ConfigurationNode node, ConfigurationKey key, ConfigurationErrors errors)
    {
        if (node.Children.Count < key.Minimum || node.Children.Count > key.Maximum)
        {
            errors.Add(node, string.Create(CultureInfo.InvariantCulture,
                $"the list has {node.Children.Count} elements; wanted is {ConfigurationSchema.Wanted(key)}"));
        }

        ConfigurationKey element = ConfigurationSchema.Find(key.Path + "[]")!;
        foreach (ConfigurationNode child in node.Children)
        {
            Check(child, element, errors);
        }
    }

    private static bool CheckInteger(ConfigurationNode node, ConfigurationKey key, ConfigurationErrors errors)
    {
        // A number with a fraction or an exponent is none that the key means, even when its value is whole.
        bool isWhole = long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
        if (isWhole && value >= key.Minimum && value <= key.Maximum)
        {
            return true;
        }

        errors.Add(node, $"{Shortened(node.Text)} is {(isWhole ? "out of range" : "not a whole number")}; wanted is {ConfigurationSchema.Wanted(key)}");
        return false;
    }

    private static bool CheckChoice(ConfigurationNode node, ConfigurationKey key, ConfigurationErrors errors)
    {
        foreach (string choice in key.Choices)
        {
            if (string.Equals(choice, node.Text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        string? nearest = NearestName.Find(node.Text, key.Choices);
        errors.Add(node, $"{Quoted(node.Text)} is not {ConfigurationSchema.Wanted(key)}" + (nearest is null ? "" : $"; did you mean \"{nearest}\"?"));
        return false;
    }

    private static string Unknown(string name, IReadOnlyList<ConfigurationKey> known)
    {
        string[] names = new string[known.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = known[i].Name;
        }

        string? nearest = NearestName.Find(name, names);
        return nearest is null
            ? $"unknown key {Quoted(name)}; known here are {string.Join(", ", names)}"
            : $"unknown key {Quoted(name)}; did you mean \"{nearest}\"?";
    }

    private static ConfigurationNodeKind Expected(ConfigurationKind kind) => kind switch
    {
        ConfigurationKind.Section => ConfigurationNodeKind.Object,
        ConfigurationKind.List => ConfigurationNodeKind.Array,
        ConfigurationKind.Integer => ConfigurationNodeKind.Number,
        ConfigurationKind.Boolean => ConfigurationNodeKind.Boolean,
        _ => ConfigurationNodeKind.String,
    };

    private static string Described(ConfigurationNode node) => node.Kind switch
    {
        ConfigurationNodeKind.Object => "this is an object",
        ConfigurationNodeKind.Array => "this is a list",
        ConfigurationNodeKind.String => $"{Quoted(node.Text)} is text",
        ConfigurationNodeKind.Number => $"{Shortened(node.Text)} is a number",
        _ => $"this is {node.Text}",
    };

    private static string Quoted(string text) => $"\"{Shortened(text)}\"";

    private static string Shortened(string text)
    {
        string visible = Logging.VisibleText.Of(System.Text.Encoding.UTF8.GetBytes(text.Length <= 64 ? text : text[..60]));
        return text.Length <= 64 ? visible : visible + "...";
    }
}
