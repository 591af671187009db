using System;
using System.Collections.Generic;

namespace Pmip.Appliance.Configuration;

/// <summary>What stands in the file at a place.</summary>
internal enum ConfigurationNodeKind : byte
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

/// <summary>A value of the file with its path and its place, so that every check can point at it.</summary>
internal sealed class ConfigurationNode(ConfigurationNodeKind kind, string path, string name, int keyOffset, int offset, string text)
{
    public ConfigurationNodeKind Kind { get; } = kind;

    /// <summary>Path as shown, for example <c>lma.peers[0].name</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Key in the object that holds it; empty for an element of an array.</summary>
    public string Name { get; } = name;

    /// <summary>Where its key starts, or the value when it has none.</summary>
    public int KeyOffset { get; } = keyOffset;

    /// <summary>Where the value starts.</summary>
    public int Offset { get; } = offset;

    /// <summary>Behind its last octet; of an object or an array behind the bracket that closes it.</summary>
    public int End { get; set; }

    /// <summary>The text of a string, the digits of a number, true or false.</summary>
    public string Text { get; } = text;

    public List<ConfigurationNode> Children { get; } = [];

    /// <summary>True once the shape check has found the value alone to be right; rules between values ask only for those.</summary>
    public bool IsValid { get; set; }

    /// <summary>The key of this object, when it is there and right in itself.</summary>
    public ConfigurationNode? Find(string key)
    {
        foreach (ConfigurationNode child in Children)
        {
            if (child.IsValid && string.Equals(child.Name, key, StringComparison.Ordinal))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The elements of the list under a key that are right in themselves; none when it is absent.</summary>
    public IEnumerable<ConfigurationNode> Elements(string key)
    {
        foreach (ConfigurationNode element in Find(key)?.Children ?? [])
        {
            if (element.IsValid)
            {
                yield return element;
            }
        }
    }
}
