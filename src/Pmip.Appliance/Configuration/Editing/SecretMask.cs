using System.Collections.Generic;
using System.Linq;

namespace Pmip.Appliance.Configuration.Editing;

/// <summary>Masks what is secret in the text of a configuration, and puts it back where a masked text comes home.</summary>
internal static class SecretMask
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "********";

    /// <summary>The text with every secret masked; a text that is no JSON is nothing but its mask.</summary>
    public static byte[] Hide(byte[] text)
    {
        SourceText source = new(text);
        ConfigurationNode? root = ConfigurationDocument.Read(source, new ConfigurationErrors("", source));
        return root is null ? TextEdit.Quote(Mask) : Replaced(source.ToArray(), Secrets(root, "", []).Select(found => (found.Node, TextEdit.Quote(Mask))));
    }

    /// <summary>The text with every mask replaced by the secret that stands at the same place of <paramref name="known"/>, where there is one.</summary>
    public static byte[] Restore(byte[] text, byte[] known)
    {
        SourceText source = new(text);
        SourceText home = new(known);
        ConfigurationNode? root = ConfigurationDocument.Read(source, new ConfigurationErrors("", source));
        ConfigurationNode? homeRoot = ConfigurationDocument.Read(home, new ConfigurationErrors("", home));
        if (root is null || homeRoot is null)
        {
            return text;
        }

        Dictionary<string, byte[]> secrets = [];
        foreach ((ConfigurationNode node, string place) in Secrets(homeRoot, "", []))
        {
            secrets[place] = home.Octets[node.Offset..node.End].ToArray();
        }

        return Replaced(source.ToArray(), Secrets(root, "", [])
            .Where(found => found.Node.Text == Mask && secrets.ContainsKey(found.Place))
            .Select(found => (found.Node, secrets[found.Place])));
    }

    /// <summary>True when the key at a node's path is secret; indices count as any element.</summary>
    public static bool IsSecret(string path) => ConfigurationSchema.Find(Generic(path)) is { IsSecret: true };

    /// <summary>A path with <c>[]</c> in the place of each element.</summary>
    public static string Generic(string path)
    {
        System.Text.StringBuilder generic = new();
        bool isInside = false;
        foreach (char character in path)
        {
            isInside = character == '[' || (isInside && character != ']');
            if (!isInside || character == '[')
            {
                generic.Append(character);
            }
        }

        return generic.ToString();
    }

    private static List<(ConfigurationNode Node, string Place)> Secrets(
        ConfigurationNode node, string place, List<(ConfigurationNode Node, string Place)> found)
    {
        if (node.Kind is not (ConfigurationNodeKind.Object or ConfigurationNodeKind.Array) && IsSecret(node.Path))
        {
            found.Add((node, place));
        }

        foreach (ConfigurationNode child in node.Children)
        {
            Secrets(child, place + (child.Name.Length > 0 ? "." + child.Name : $"[{ConfigurationPath.IdentityOf(child) ?? child.Path}]"), found);
        }

        return found;
    }

    private static byte[] Replaced(byte[] text, IEnumerable<(ConfigurationNode Node, byte[] Value)> places)
    {
        foreach ((ConfigurationNode node, byte[] value) in places.OrderByDescending(place => place.Node.Offset))
        {
            text = TextEdit.Replace(text, node, value);
        }

        return text;
    }
}
