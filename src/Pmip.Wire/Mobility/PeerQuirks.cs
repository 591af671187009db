using System;

namespace Pmip.Wire.Mobility;

/// <summary>
/// Departures from the RFCs that deployed and research implementations are known for, each to be tolerated by name. None is
/// the strict reading.
/// </summary>
[Flags]
public enum PeerQuirks : byte
{
    /// <summary>Strict.</summary>
    None = 0,

    /// <summary>Options lie behind the octets that the header length announces: they are read too.</summary>
    OctetsAfterHeaderLength = 0x01,

    /// <summary>The last option runs over the end: it is left out and what stands before it is read.</summary>
    TruncatedLastOption = 0x02,

    /// <summary>The mobile node identifier is nothing but NULs: the link-layer identifier stands for it.</summary>
    NullIdentity = 0x04,

    /// <summary>P is not set in an acknowledgement.</summary>
    ProxyFlagMissing = 0x08,

    /// <summary>Handoff indicator or access technology type are not echoed in an acknowledgement.</summary>
    EchoMissing = 0x10,

    /// <summary>Home network prefixes of 64 bits come with a length of 128.</summary>
    HostPrefixLength = 0x20,

    /// <summary>
    /// The IPv4 home address comes in options 29 and 30 (RFC 5555), as before RFC 5844 was final, instead of 36 and 37.
    /// </summary>
    LegacyIpv4Options = 0x40,
}
