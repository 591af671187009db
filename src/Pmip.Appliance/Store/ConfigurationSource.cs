namespace Pmip.Appliance.Store;

/// <summary>Where the configuration that runs came from, in the order in which a start looks for one.</summary>
internal enum ConfigurationSource : byte
{
    /// <summary>There is none: safe mode.</summary>
    None,

    /// <summary>The file that a person edits, changed since it was last taken in.</summary>
    File,

    /// <summary>The newest good slot of the store: what was committed last.</summary>
    Committed,

    /// <summary>The other slot: the newest one is damaged or does not run.</summary>
    OtherSlot,

    /// <summary>What was committed last under the schema version that this program knows.</summary>
    OlderSchema,

    /// <summary>What an operator kept by <c>rescue save</c>.</summary>
    Rescue,

    /// <summary>What the factory put there.</summary>
    Factory,
}
