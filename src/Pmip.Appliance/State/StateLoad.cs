namespace Pmip.Appliance.State;

/// <summary>What became of reading a file of state.</summary>
internal enum StateLoad : byte
{
    /// <summary>Its content is whole.</summary>
    Whole,

    /// <summary>There is no such file: nothing was ever kept.</summary>
    Missing,

    /// <summary>The file is there and is not what we wrote.</summary>
    Damaged,

    /// <summary>The file could not be read.</summary>
    Unreadable,
}
