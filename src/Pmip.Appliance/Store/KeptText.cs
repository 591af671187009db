using System;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.State;
using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>A configuration in a file of its own beside the slots: the draft, the rescue configuration, an entry of the history.</summary>
/// <param name="folder">The folder of the state.</param>
/// <param name="name">Name of the file.</param>
internal sealed class KeptText(IStateFolder folder, string name)
{
    /// <summary>Name of the rescue configuration.</summary>
    public const string Rescue = "config.rescue";

    /// <summary>Name of the draft.</summary>
    public const string Draft = "config.draft";

    /// <summary>Name of what was committed last under an older version of the schema.</summary>
    public static string OfSchema(int version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"config.schema-{version}");

    /// <summary>Reads it; null when it is not there or not whole.</summary>
    public StoredConfiguration? TryLoad(out StateLoad load)
    {
        StateFile file = new(folder, name, SlotImage.LengthOf(StoredConfiguration.DescriptionLengthMax, ConfigurationFile.LengthMax));
        load = file.TryLoad(out ReadOnlySpan<byte> content);
        StoredConfiguration? stored = load == StateLoad.Whole ? SlotImage.TryRead(content, out _) : null;
        load = load == StateLoad.Whole && stored is null ? StateLoad.Damaged : load;
        return stored;
    }

    /// <summary>Writes it, the old one or the new one whenever the power fails.</summary>
    public LinuxStatus Store(StoredConfiguration stored)
    {
        byte[] image = SlotImage.Of(stored, out _);
        return new StateFile(folder, name, image.Length).Store(image);
    }
}
