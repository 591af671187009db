using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Pmip.Appliance.Configuration.Editing;

/// <summary>One value that differs between two texts of a configuration.</summary>
/// <param name="Path">Where, with elements by name: <c>lma.peers[mag1].ipv6</c>.</param>
/// <param name="Before">The value before; empty for none. Secrets are masked.</param>
/// <param name="After">The value after; empty for none. Secrets are masked.</param>
internal readonly record struct ConfigurationDifference(string Path, string Before, string After)
{
    private const int ShownLengthMax = 200;

    /// <summary>All differences in what two texts say, in the order of the first; layout, comments and order do not count.</summary>
    public static IReadOnlyList<ConfigurationDifference> Between(byte[] before, byte[] after)
    {
        List<ConfigurationDifference> found = [];
        Source old = new(before);
        Source next = new(after);
        if (old.Root is not null && next.Root is not null)
        {
            Compare(old, old.Root, next, next.Root, "", found);
        }

        return found;
    }

    private static void Compare(
        Source old, ConfigurationNode before, Source next, ConfigurationNode after, string path, List<ConfigurationDifference> found)
    {
        bool isHolder = before.Kind is ConfigurationNodeKind.Object or ConfigurationNodeKind.Array;
        if (!isHolder || before.Kind != after.Kind)
        {
            if (isHolder || before.Kind != after.Kind || before.Text != after.Text)
            {
                found.Add(new ConfigurationDifference(path, old.Shown(before), next.Shown(after)));
            }

            return;
        }

        Dictionary<string, ConfigurationNode> left = Named(before);
        Dictionary<string, ConfigurationNode> right = Named(after);
        foreach ((string name, ConfigurationNode child) in left)
        {
            string place = Join(path, name);
            if (right.TryGetValue(name, out ConfigurationNode? other))
            {
                Compare(old, child, next, other, place, found);
            }
            else
            {
                found.Add(new ConfigurationDifference(place, old.Shown(child), ""));
            }
        }

        foreach ((string name, ConfigurationNode child) in right.Where(child => !left.ContainsKey(child.Key)))
        {
            found.Add(new ConfigurationDifference(Join(path, name), "", next.Shown(child)));
        }
    }

    // An element that nothing tells apart from the others goes by its number.
    private static Dictionary<string, ConfigurationNode> Named(ConfigurationNode node)
    {
        Dictionary<string, ConfigurationNode> named = new(StringComparer.Ordinal);
        for (int i = 0; i < node.Children.Count; i++)
        {
            ConfigurationNode child = node.Children[i];
            string name = node.Kind == ConfigurationNodeKind.Object ? child.Name : $"[{ConfigurationPath.IdentityOf(child) ?? Number(i)}]";
            if (!named.TryAdd(name, child))
            {
                named[$"{name}[{Number(i)}]"] = child;
            }
        }

        return named;
    }

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string Join(string path, string name) => path.Length == 0 || name.StartsWith('[') ? path + name : path + "." + name;

    private sealed class Source
    {
        private readonly byte[] _text;

        public Source(byte[] text)
        {
            SourceText source = new(SecretMask.Hide(text));
            _text = source.ToArray();
            Plain = new SourceText(text);
            Root = ConfigurationDocument.Read(Plain, new ConfigurationErrors("", Plain));
            Masked = ConfigurationDocument.Read(source, new ConfigurationErrors("", source));
        }

        public ConfigurationNode? Root { get; }

        private SourceText Plain { get; }

        private ConfigurationNode? Masked { get; }

        // The masked text has the same nodes in the same order, so that a node is found again by its path.
        public string Shown(ConfigurationNode node)
        {
            ConfigurationNode masked = Find(Masked!, node.Path) ?? node;
            string shown = Encoding.UTF8.GetString(_text.AsSpan(masked.Offset, masked.End - masked.Offset)).ReplaceLineEndings(" ");
            shown = string.Join(' ', shown.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            return shown.Length <= ShownLengthMax ? shown : shown[..ShownLengthMax] + "...";
        }

        private static ConfigurationNode? Find(ConfigurationNode node, string path)
        {
            while (node.Path != path)
            {
                ConfigurationNode? next = node.Children.Find(child =>
                    path.StartsWith(child.Path, StringComparison.Ordinal)
                    && (path.Length == child.Path.Length || path[child.Path.Length] is '.' or '['));
                if (next is null)
                {
                    return null;
                }

                node = next;
            }

            return node;
        }
    }
}
