using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Pmip.Appliance.Configuration.Editing;

/// <summary>Sets and deletes single keys of a configuration's text. What was not touched stays octet by octet.</summary>
internal static class ConfigurationEdit
{
    /// <summary>
    /// Sets the value at a path; sections and elements on the way that are not there are made. Throws <see cref="EditRefusal"/> for
    /// a path that the schema does not know and for a value that is not right in itself.
    /// </summary>
    public static byte[] Set(byte[] text, string path, string value)
    {
        ConfigurationNode root = Root(ref text);
        IReadOnlyList<PathStep> steps = ConfigurationPath.Parse(path);
        List<ConfigurationKey> rows = RowsOf(steps);
        ConfigurationNode node = root;
        int done = 0;
        while (done < steps.Count && ConfigurationPath.Find(node, steps[done]) is ConfigurationNode child)
        {
            node = child;
            done++;
        }

        byte[] written = Written(rows[^1], value);
        byte[] edited;
        if (done == steps.Count)
        {
            edited = TextEdit.Replace(text, node, written);
        }
        else
        {
            Require(node, steps[done], rows[done]);
            for (int i = steps.Count - 1; i > done; i--)
            {
                written = Wrapped(steps[i], rows[i], written, isAlone: true);
            }

            bool isKey = steps[done].Kind == PathStepKind.Key;
            written = isKey ? written : Wrapped(steps[done], rows[done], written, isAlone: false);
            edited = TextEdit.InsertLast(text, node, isKey ? steps[done].Text : "", written);
        }

        RequireRight(edited, done == steps.Count ? node.Path : PathOfNew(node, steps[done]));
        return edited;
    }

    /// <summary>Takes what is at a path out of the text. Throws <see cref="EditRefusal"/> when there is nothing.</summary>
    public static byte[] Delete(byte[] text, string path)
    {
        ConfigurationNode node = Root(ref text);
        ConfigurationNode parent = node;
        IReadOnlyList<PathStep> steps = ConfigurationPath.Parse(path);
        List<ConfigurationKey> rows = RowsOf(steps);
        for (int i = 0; i < steps.Count; i++)
        {
            parent = node;
            node = ConfigurationPath.Find(parent, steps[i])
                ?? throw new EditRefusal($"the draft has no {path[..(steps[i].Start + steps[i].Length)]}", steps[i].Start, steps[i].Length);
        }

        if (rows[^1].IsRequired)
        {
            throw new EditRefusal($"{path} must be there; set it to something else, or delete what it is in", steps[^1].Start, steps[^1].Length);
        }

        return TextEdit.Remove(text, parent, node);
    }

    /// <summary>The root of a text that is JSON with an object around it.</summary>
    public static ConfigurationNode Root(ref byte[] text)
    {
        SourceText source = new(text);
        text = source.ToArray();
        ConfigurationErrors errors = new("draft", source);
        ConfigurationNode? root = ConfigurationDocument.Read(source, errors);
        if (root is { Kind: ConfigurationNodeKind.Object })
        {
            return root;
        }

        List<ConfigurationError> found = [];
        errors.CopyTo(found);
        throw new EditRefusal(found.Count > 0 ? $"line {found[0].Line}, column {found[0].Column}: {found[0].Message}" : "not a JSON object");
    }

    private static List<ConfigurationKey> RowsOf(IReadOnlyList<PathStep> steps)
    {
        List<ConfigurationKey> rows = [];
        ConfigurationKey row = ConfigurationSchema.Find("")!;
        foreach (PathStep step in steps)
        {
            row = ConfigurationPath.RowOf(row, step);
            rows.Add(row);
        }

        return rows;
    }

    private static void Require(ConfigurationNode node, PathStep step, ConfigurationKey row)
    {
        if (node.Kind != (step.Kind == PathStepKind.Key ? ConfigurationNodeKind.Object : ConfigurationNodeKind.Array))
        {
            throw new EditRefusal($"{node.Path} is not what it should be; set the whole of it", step.Start, step.Length);
        }

        bool isNumber = step.Kind == PathStepKind.Element && int.TryParse(step.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        bool isUnnamed = step.Kind == PathStepKind.Element && ConfigurationPath.IdentityOf(row).Length == 0;
        if (isNumber || isUnnamed)
        {
            throw new EditRefusal(
                string.Create(CultureInfo.InvariantCulture, $"{node.Path} has {node.Children.Count} elements and no [{step.Text}]; [+] adds one"),
                step.Start, step.Length);
        }
    }

    // A step that is not there yet, with what was built so far inside it.
    private static byte[] Wrapped(PathStep step, ConfigurationKey row, byte[] value, bool isAlone)
    {
        if (step.Kind == PathStepKind.Key)
        {
            return [.. "{ "u8, .. TextEdit.Member(step.Text, value), .. " }"u8];
        }

        string identity = step.Kind == PathStepKind.Element ? ConfigurationPath.IdentityOf(row) : "";
        if (identity.Length > 0)
        {
            ConfigurationNode element = Root(ref value);
            value = element.Children.Exists(child => child.Name == identity)
                ? value
                : TextEdit.InsertFirst(value, identity, TextEdit.Quote(step.Text));
        }

        return isAlone ? [.. "[ "u8, .. value, .. " ]"u8] : value;
    }

    private static byte[] Written(ConfigurationKey row, string value)
    {
        byte[] octets = Encoding.UTF8.GetBytes(value);
        SourceText source = new(octets);
        ConfigurationNode? node = ConfigurationDocument.Read(source, new ConfigurationErrors("", source));
        bool isJson = row.Kind switch
        {
            ConfigurationKind.Section => node is { Kind: ConfigurationNodeKind.Object },
            ConfigurationKind.List => node is { Kind: ConfigurationNodeKind.Array },
            ConfigurationKind.Integer => node is { Kind: ConfigurationNodeKind.Number },
            ConfigurationKind.Boolean => node is { Kind: ConfigurationNodeKind.Boolean },
            _ => node is { Kind: ConfigurationNodeKind.String },
        };
        if (isJson && !value.Contains("//", StringComparison.Ordinal))
        {
            return octets;
        }

        return row.Kind is ConfigurationKind.Section or ConfigurationKind.List or ConfigurationKind.Integer or ConfigurationKind.Boolean
            ? throw new EditRefusal($"\"{value}\" is not {ConfigurationSchema.Wanted(row)}")
            : TextEdit.Quote(isJson ? node!.Text : value);
    }

    // Rules between keys wait for the check: a draft may pass through states that are not whole.
    private static void RequireRight(byte[] edited, string path)
    {
        SourceText source = new(edited);
        ConfigurationErrors errors = new("draft", source);
        ConfigurationNode root = ConfigurationDocument.Read(source, errors)
            ?? throw new EditRefusal("the value cannot stand there");
        ConfigurationShape.Check(root, ConfigurationSchema.Find("")!, errors);
        List<ConfigurationError> found = [];
        errors.CopyTo(found);
        if (found.FirstOrDefault(error => IsWithin(error.Path, path)) is ConfigurationError wrong)
        {
            throw new EditRefusal($"{wrong.Path}: {wrong.Message}");
        }
    }

    private static string PathOfNew(ConfigurationNode parent, PathStep step) => step.Kind != PathStepKind.Key
        ? string.Create(CultureInfo.InvariantCulture, $"{parent.Path}[{parent.Children.Count}]")
        : parent.Path.Length == 0 ? step.Text : parent.Path + "." + step.Text;

    private static bool IsWithin(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}
