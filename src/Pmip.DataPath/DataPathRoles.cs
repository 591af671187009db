using System;

namespace Pmip.DataPath;

/// <summary>Which ends of tunnels this node is.</summary>
[Flags]
public enum DataPathRoles : byte
{
    /// <summary>None: the programs take nothing.</summary>
    None = 0,

    /// <summary>Mobile access gateway.</summary>
    Mag = 1,

    /// <summary>Local mobility anchor.</summary>
    Lma = 2,
}
