namespace Pmip.Appliance.Store;

/// <summary>What a slot holds.</summary>
internal enum SlotState : byte
{
    /// <summary>Nothing was ever written to it: all of it is zero.</summary>
    Blank,

    /// <summary>A configuration, octet by octet as it was written.</summary>
    Whole,

    /// <summary>Something else than we wrote; a file that is empty or short as well.</summary>
    Damaged,

    /// <summary>The disk does not say.</summary>
    Unreadable,

    /// <summary>There is no such file.</summary>
    Missing,
}
