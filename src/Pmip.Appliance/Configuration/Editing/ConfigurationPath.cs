using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Pmip.Appliance.Configuration.Editing;

/// <summary>
/// A path as the messages write it, <c>lma.peers[mag1].ipv6</c>. Elements are told by their name, interface, link-layer address,
/// identifier or access point, scalars by themselves, all of them by their number from 0.
/// </summary>
internal static class ConfigurationPath
{
    private static readonly string[] Identities = ["name", "interface", "mac", "identifier", "accessPoint"];

    /// <summary>Takes a path apart.</summary>
    public static IReadOnlyList<PathStep> Parse(string path)
    {
        List<PathStep> steps = [];
        for (int at = 0; at < path.Length;)
        {
            if (path[at] == '[')
            {
                int end = path.IndexOf(']', at);
                if (end < 0 || steps.Count == 0)
                {
                    throw new EditRefusal(end < 0 ? $"the bracket in \"{path}\" is not closed" : $"\"{path}\" begins with a bracket", at, path.Length - at);
                }

                string inside = path[(at + 1)..end].Trim('"');
                steps.Add(new PathStep(inside == "+" ? PathStepKind.NewElement : PathStepKind.Element, inside, at, end + 1 - at));
                at = end + 1;
            }
            else
            {
                at += path[at] == '.' && steps.Count > 0 ? 1 : 0;
                int length = path.AsSpan(at).IndexOfAny('.', '[');
                length = length < 0 ? path.Length - at : length;
                if (length == 0)
                {
                    throw new EditRefusal($"a key is missing in \"{path}\"", Math.Min(at, path.Length - 1), 1);
                }

                steps.Add(new PathStep(PathStepKind.Key, path.Substring(at, length), at, length));
                at += length;
            }
        }

        return steps.Count > 0 ? steps : throw new EditRefusal("the path is empty");
    }

    /// <summary>The row behind one more step from <paramref name="row"/>; a refusal names what is allowed instead.</summary>
    public static ConfigurationKey RowOf(ConfigurationKey row, PathStep step)
    {
        if (step.Kind != PathStepKind.Key)
        {
            return ConfigurationSchema.Find(row.Path + "[]")
                ?? throw new EditRefusal($"{Shown(row)} is no list, so that \"[{step.Text}]\" means nothing there", step.Start, step.Length);
        }

        if (row.Kind == ConfigurationKind.List)
        {
            throw new EditRefusal($"{Shown(row)} is a list: its elements are {row.Name}[NAME], {row.Name}[0] or {row.Name}[+] for a new one",
                step.Start, step.Length);
        }

        if (row.Kind != ConfigurationKind.Section)
        {
            throw new EditRefusal($"{Shown(row)} has no keys in it", step.Start, step.Length);
        }

        IReadOnlyList<ConfigurationKey> known = ConfigurationSchema.KeysOf(row.Path);
        if (known.FirstOrDefault(key => key.Name == step.Text) is ConfigurationKey found)
        {
            return found;
        }

        string? nearest = NearestName.Find(step.Text, known.Select(key => key.Name));
        throw new EditRefusal(
            $"there is no key \"{step.Text}\" in {Shown(row)}; " + (nearest is null
                ? $"known there are {string.Join(", ", known.Select(key => key.Name))}"
                : $"did you mean \"{nearest}\"?"),
            step.Start, step.Length);
    }

    /// <summary>The child that a step leads to; null when there is none.</summary>
    public static ConfigurationNode? Find(ConfigurationNode node, PathStep step)
    {
        if (step.Kind == PathStepKind.Key)
        {
            return node.Children.Find(child => child.Name == step.Text);
        }

        List<ConfigurationNode> named = step.Kind == PathStepKind.NewElement ? [] : node.Children.FindAll(child => IsIdentifiedBy(child, step.Text));
        if (named.Count > 1)
        {
            throw new EditRefusal($"{named.Count} elements of {node.Path} are called \"{step.Text}\"; say which by its number from 0", step.Start, step.Length);
        }

        return named.Count == 1 ? named[0]
            : step.Kind == PathStepKind.Element && int.TryParse(step.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number < node.Children.Count
                ? node.Children[number]
                : null;
    }

    /// <summary>The key that identifies the elements of a list; empty when they are no sections.</summary>
    public static string IdentityOf(ConfigurationKey element) =>
        Array.Find(Identities, name => ConfigurationSchema.Find(element.Path + "." + name) is { IsRequired: true }) ?? "";

    /// <summary>What identifies an element of a list for a person; null when nothing does.</summary>
    public static string? IdentityOf(ConfigurationNode element)
    {
        if (element.Kind != ConfigurationNodeKind.Object)
        {
            return element.Kind == ConfigurationNodeKind.String ? element.Text : null;
        }

        foreach (string identity in Identities)
        {
            if (element.Children.Find(child => child.Name == identity) is { Kind: ConfigurationNodeKind.String } found)
            {
                return found.Text;
            }
        }

        return null;
    }

    /// <summary>The row's path for a sentence.</summary>
    public static string Shown(ConfigurationKey row) => row.Path.Length == 0 ? "the configuration" : row.Path;

    private static bool IsIdentifiedBy(ConfigurationNode element, string text) => element.Kind == ConfigurationNodeKind.Object
        ? element.Children.Exists(child => child.Kind == ConfigurationNodeKind.String && child.Text == text && Array.IndexOf(Identities, child.Name) >= 0)
        : element.Kind == ConfigurationNodeKind.String && element.Text == text;
}
