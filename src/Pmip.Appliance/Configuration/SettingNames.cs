using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>What elements of lists are called in paths, and how a value is written so that equal values read the same.</summary>
internal static class SettingNames
{
    // What an element is known by, in this order of preference.
    private static readonly string[] s_naming = ["name", "interface", "mac", "identifier", "accessPoint"];

    /// <summary>
    /// The elements of a list of sections by name, in their order: <c>mag1</c> of <c>lma.peers[mag1]</c>. A subscriber is known by
    /// identifier and access point; of elements with one name the second is <c>name#2</c>.
    /// </summary>
    public static Dictionary<string, ConfigurationNode> ElementsOf(ConfigurationNode? list, ConfigurationKey element)
    {
        Dictionary<string, ConfigurationNode> named = new(StringComparer.Ordinal);
        foreach (ConfigurationNode node in list?.Children ?? [])
        {
            string name = NameOf(node, element);
            string unique = name;
            for (int number = 2; !named.TryAdd(unique, node); number++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}#{number}");
            }
        }

        return named;
    }

    /// <summary>The value of a key that is no section and no list of sections; what holds by default when <paramref name="node"/> is null.</summary>
    public static string ValueOf(ConfigurationNode? node, ConfigurationKey key)
    {
        if (key.Kind == ConfigurationKind.List)
        {
            ConfigurationKey element = ConfigurationSchema.Find(key.Path + "[]")!;
            return string.Join(", ", (node?.Children ?? []).Select(child => Canonical(child.Text, element.Kind)));
        }

        string? text = node?.Text ?? key.Default;
        return text is null ? "" : Canonical(text, key.Kind);
    }

    private static string NameOf(ConfigurationNode node, ConfigurationKey element)
    {
        foreach (string naming in s_naming)
        {
            if (ConfigurationSchema.Find($"{element.Path}.{naming}") is ConfigurationKey key && node.Find(naming) is ConfigurationNode named)
            {
                string name = ValueOf(named, key);
                return naming == "identifier" && node.Find("accessPoint") is ConfigurationNode accessPoint
                    ? $"{name}/{accessPoint.Text.ToLowerInvariant()}"
                    : name;
            }
        }

        return "";
    }

    private static string Canonical(string text, ConfigurationKind kind)
    {
        switch (kind)
        {
            case ConfigurationKind.Ipv6Address or ConfigurationKind.Ipv4Address or ConfigurationKind.Address:
                return IpAddress.TryParse(text, out IpAddress address) ? address.ToString() : text;
            case ConfigurationKind.Ipv6Prefix or ConfigurationKind.Ipv4Prefix or ConfigurationKind.Prefix:
                return IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix.ToString() : text;
            case ConfigurationKind.MacAddress:
                return MacAddress.TryParse(text, out MacAddress mac) ? mac.ToString() : text;
            case ConfigurationKind.GreKey:
                return GreKey.TryParse(text, out GreKey key) ? key.ToString() : text;
            case ConfigurationKind.Integer:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                    ? number.ToString(CultureInfo.InvariantCulture)
                    : text;
            case ConfigurationKind.AccessPointName:
                return text.ToLowerInvariant();
            default:
                return text;
        }
    }
}
