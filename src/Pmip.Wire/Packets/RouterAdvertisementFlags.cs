using System;

namespace Pmip.Wire.Packets;

/// <summary>Flags of a router advertisement (RFC 4861 4.2, RFC 4191 2.2).</summary>
[Flags]
public enum RouterAdvertisementFlags : byte
{
    /// <summary>Addresses by DHCPv6.</summary>
    Managed = 0x80,

    /// <summary>Other configuration by DHCPv6.</summary>
    Other = 0x40,

    /// <summary>The router is a home agent.</summary>
    HomeAgent = 0x20,

    /// <summary>Preferred to other default routers.</summary>
    PreferenceHigh = 0x08,

    /// <summary>Less preferred than other default routers.</summary>
    PreferenceLow = 0x18,
}
