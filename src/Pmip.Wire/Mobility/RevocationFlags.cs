using System;

namespace Pmip.Wire.Mobility;

/// <summary>The flags word of both Binding Revocation messages (RFC 5846 5.1). Reserved bits pass through.</summary>
[Flags]
public enum RevocationFlags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>P: a proxy binding.</summary>
    Proxy = 0x8000,

    /// <summary>V: only the IPv4 home address.</summary>
    Ipv4HomeAddressOnly = 0x4000,

    /// <summary>G: every binding that the message describes.</summary>
    Global = 0x2000,
}
