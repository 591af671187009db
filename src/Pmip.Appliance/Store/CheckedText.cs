using System.Collections.Generic;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Store;

/// <summary>The text of a configuration that was checked whole, the machine's memory included.</summary>
/// <param name="Text">The text, brought up to the schema version of this program.</param>
/// <param name="Configuration">What it says; null when something is wrong.</param>
/// <param name="Errors">Everything that is wrong.</param>
/// <param name="SchemaVersion">Version that the text had.</param>
internal sealed record CheckedText(byte[] Text, ApplianceConfiguration? Configuration, IReadOnlyList<ConfigurationError> Errors, int SchemaVersion)
{
    /// <summary>True when it was of an older schema version and was brought up.</summary>
    public bool IsMigrated => Configuration is not null && SchemaVersion < ConfigurationSchema.Version;

    /// <summary>Checks a text; <paramref name="label"/> is the name that errors begin with.</summary>
    public static CheckedText Of(string label, byte[] text, ConfigurationMigrations migrations)
    {
        List<ConfigurationError> errors = [];
        int version = migrations.VersionOf(text);
        byte[] current = migrations.TryBringUp(text, out byte[]? migrated) ? migrated : text;
        bool isRight = ConfigurationFile.TryParse(label, current, out ApplianceConfiguration? configuration, errors);
        if (isRight && MemoryBudget.Of(configuration!).Refusal(MemoryBudget.MachineOctets()) is string refusal)
        {
            errors.Add(new ConfigurationError(label, 0, 0, "limits", refusal, "", ""));
            configuration = null;
        }

        return new CheckedText(current, configuration, errors, version);
    }
}
