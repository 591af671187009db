using System;

namespace Pmip.Appliance.Configuration;

/// <summary>What this node is in the PMIPv6 domain.</summary>
[Flags]
public enum ApplianceRole : byte
{
    /// <summary>Local mobility anchor.</summary>
    Lma = 1,

    /// <summary>Mobile access gateway.</summary>
    Mag = 2,

    /// <summary>Both in one process.</summary>
    Both = Lma | Mag,
}
