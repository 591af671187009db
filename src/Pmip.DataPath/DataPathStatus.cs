namespace Pmip.DataPath;

/// <summary>Answer of the data path to a request.</summary>
public enum DataPathStatus : byte
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>A newer state of the session is installed already; nothing was changed.</summary>
    StaleGeneration,

    /// <summary>The index is not in the table.</summary>
    IndexOutOfRange,

    /// <summary>No session has this index.</summary>
    NotInstalled,

    /// <summary>A key is missing, or the two ends are not addresses of one family or not of the encapsulation's.</summary>
    SessionIncomplete,

    /// <summary>The home network prefix is not 64 bits long.</summary>
    PrefixUnsupported,

    /// <summary>A prefix or an address belongs to another installed session.</summary>
    AddressTaken,

    /// <summary>The key does not say its place and is in use from the same remote end.</summary>
    KeyTaken,

    /// <summary>More remote ends than the table of next hops can hold.</summary>
    NextHopsFull,

    /// <summary>A table of the kernel is full.</summary>
    TableFull,

    /// <summary>A configured interface is not there; what concerns it waits until it comes.</summary>
    InterfaceMissing,

    /// <summary>A configured interface has no Ethernet frames.</summary>
    InterfaceUnsuitable,

    /// <summary>The kernel refused for another reason.</summary>
    KernelRefused,
}
