namespace Pmip.DataPath;

/// <summary>Whether the kernel still has of a session what was installed.</summary>
public enum SessionAudit : byte
{
    /// <summary>All of it.</summary>
    Sound,

    /// <summary>No session was installed in this place.</summary>
    NotInstalled,

    /// <summary>The entry in the table of sessions is not what was installed.</summary>
    EntryDiffers,

    /// <summary>A home network prefix does not lead to the session.</summary>
    PrefixLost,

    /// <summary>The IPv4 home address does not lead to the session.</summary>
    AddressLost,

    /// <summary>The key of what is received does not lead to the session.</summary>
    KeyLost,

    /// <summary>There is no route to the remote end.</summary>
    NoRoute,
}
