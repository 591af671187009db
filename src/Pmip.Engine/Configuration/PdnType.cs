using System;

namespace Pmip.Engine.Configuration;

/// <summary>Address families of a PDN connection (R21).</summary>
[Flags]
public enum PdnType : byte
{
    /// <summary>IPv4 home address.</summary>
    Ipv4 = 1,

    /// <summary>Home network prefix.</summary>
    Ipv6 = 2,

    /// <summary>Both at the same time.</summary>
    Ipv4v6 = 3,
}
