using System.Collections.Generic;
using System.Linq;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// The differences between two configurations, key by key in the order of the schema. Only what differs in meaning is one: a key
/// that says its default, another spelling of an address or another place in the file is none.
/// </summary>
internal sealed class SettingDifferences
{
    private const string Masked = "(secret)";
    private readonly List<SettingDifference> _found = [];
    private string _element = "";

    private SettingDifferences()
    {
    }

    /// <summary>Compares two files that have passed every check; null for one that has nothing in it.</summary>
    public static IReadOnlyList<SettingDifference> Between(ConfigurationNode? before, ConfigurationNode? after)
    {
        SettingDifferences differences = new();
        differences.CompareSections("", "", before, after);
        return differences._found;
    }

    private void CompareSections(string schemaPath, string path, ConfigurationNode? before, ConfigurationNode? after)
    {
        foreach (ConfigurationKey key in ConfigurationSchema.KeysOf(schemaPath))
        {
            string child = path.Length == 0 ? key.Name : path + "." + key.Name;
            ConfigurationNode? old = before?.Find(key.Name);
            ConfigurationNode? next = after?.Find(key.Name);
            if (old is null && next is null)
            {
                continue;
            }

            if (key.Kind == ConfigurationKind.Section)
            {
                CompareSections(key.Path, child, old, next);
            }
            else if (key.Kind == ConfigurationKind.List && ConfigurationSchema.Find(key.Path + "[]") is { Kind: ConfigurationKind.Section } element)
            {
                CompareElements(key, element, child, old, next);
            }
            else
            {
                Note(child, key, SettingNames.ValueOf(old, key), SettingNames.ValueOf(next, key));
            }
        }
    }

    private void CompareElements(ConfigurationKey list, ConfigurationKey element, string path, ConfigurationNode? before, ConfigurationNode? after)
    {
        Dictionary<string, ConfigurationNode> old = SettingNames.ElementsOf(before, element);
        Dictionary<string, ConfigurationNode> next = SettingNames.ElementsOf(after, element);
        bool isOutermost = _element.Length == 0;
        foreach ((string name, ConfigurationNode node) in old)
        {
            _element = isOutermost ? name : _element;
            if (next.TryGetValue(name, out ConfigurationNode? changed))
            {
                CompareSections(element.Path, $"{path}[{name}]", node, changed);
            }
            else
            {
                Note($"{path}[{name}]", element, Summary(node, element), "");
            }
        }

        foreach ((string name, ConfigurationNode node) in next)
        {
            _element = isOutermost ? name : _element;
            if (!old.ContainsKey(name))
            {
                Note($"{path}[{name}]", element, "", Summary(node, element));
            }
        }

        _element = isOutermost ? "" : _element;
        Note(path, list, string.Join(", ", old.Keys.Where(next.ContainsKey)), string.Join(", ", next.Keys.Where(old.ContainsKey)));
    }

    private void Note(string path, ConfigurationKey key, string before, string after)
    {
        if (before != after)
        {
            _found.Add(new SettingDifference(path, key, Shown(before, key), Shown(after, key)) { Element = _element });
        }
    }

    /// <summary>A value as it may be shown.</summary>
    internal static string Shown(string value, ConfigurationKey key) => key.IsSecret && value.Length > 0 ? Masked : value;

    // What a person has to see of an element that came or went; lists inside it by the number of their elements.
    private static string Summary(ConfigurationNode node, ConfigurationKey element)
    {
        List<string> words = [];
        foreach (ConfigurationKey key in ConfigurationSchema.KeysOf(element.Path))
        {
            if (node.Find(key.Name) is ConfigurationNode given)
            {
                bool isDeep = key.Kind == ConfigurationKind.Section
                    || (key.Kind == ConfigurationKind.List && ConfigurationSchema.KeysOf(key.Path + "[]").Count > 0);
                words.Add($"{key.Name} {(isDeep ? $"({given.Children.Count})" : Shown(SettingNames.ValueOf(given, key), key))}");
            }
        }

        return string.Join(", ", words);
    }
}
