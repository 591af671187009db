using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Pmip.Appliance.Configuration.Editing;

namespace Pmip.Appliance.Configuration;

/// <summary>Brings the text of a configuration from one version of the schema to the next; it must not look at anything else.</summary>
internal delegate byte[] ConfigurationMigration(byte[] text);

/// <summary>
/// The way from older versions of the schema to the present one, a step for each. A file says its version under the key
/// <c>schema</c>; one that does not is of version 1.
/// </summary>
/// <param name="steps">The step from the first version to the next, and so on; as many as there were versions before the present one.</param>
/// <param name="first">The oldest version that is known.</param>
internal sealed class ConfigurationMigrations(IReadOnlyList<ConfigurationMigration> steps, int first = 1)
{
    /// <summary>Those of this program.</summary>
    public static readonly ConfigurationMigrations Product = new([]);

    /// <summary>The present version.</summary>
    public int Version => first + steps.Count;

    /// <summary>The version that a text says it has; 1 when it says nothing that can be understood.</summary>
    public int VersionOf(byte[] text) => Find(new SourceText(text)) is ConfigurationNode node ? VersionOf(node) : 1;

    /// <summary>
    /// Brings a text up to the present version, whose number then stands in it; it is the text itself when it has that version.
    /// False for a newer one.
    /// </summary>
    public bool TryBringUp(byte[] text, [NotNullWhen(true)] out byte[]? current)
    {
        int version = VersionOf(text);
        current = version > Version ? null : text;
        for (int i = version; i < Version; i++)
        {
            byte[] stepped = steps[i - first](new SourceText(current!).ToArray());
            current = WithVersion(stepped, i + 1);
        }

        return current is not null;
    }

    /// <summary>Tells of a newer version under the root of a file, and what can be done about it; false when it is not newer.</summary>
    public bool TryRefuse(ConfigurationNode root, ConfigurationErrors errors)
    {
        ConfigurationNode? node = root.Children.Find(child => child.Name == "schema");
        if (node is null || VersionOf(node) <= Version)
        {
            return false;
        }

        errors.Add(node, string.Create(CultureInfo.InvariantCulture,
            $"the file is of schema version {VersionOf(node)}, and this program knows versions up to {Version}: a newer program wrote it; "
            + $"run that one, or load an older configuration"));
        return true;
    }

    private int VersionOf(ConfigurationNode node) =>
        node.Kind == ConfigurationNodeKind.Number && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            && version >= first
            ? version
            : 1;

    private static byte[] WithVersion(byte[] text, int version)
    {
        byte[] number = Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture));
        return Find(new SourceText(text)) is ConfigurationNode node ? TextEdit.Replace(text, node, number) : TextEdit.InsertFirst(text, "schema", number);
    }

    private static ConfigurationNode? Find(SourceText source) =>
        ConfigurationDocument.Read(source, new ConfigurationErrors("", source))?.Children.Find(child => child.Name == "schema");
}
