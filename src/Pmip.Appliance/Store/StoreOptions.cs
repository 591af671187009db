namespace Pmip.Appliance.Store;

/// <summary>Where a store finds its files.</summary>
internal sealed record StoreOptions
{
    /// <summary>The file that a person edits.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Folder of the state where no configuration can name it; null for the usual one.</summary>
    public string? StateFolder { get; init; }

    /// <summary>File with the factory configuration; null for none.</summary>
    public string? FactoryPath { get; init; }
}
