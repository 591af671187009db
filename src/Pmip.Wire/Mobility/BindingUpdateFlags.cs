using System;

namespace Pmip.Wire.Mobility;

/// <summary>The flags word of a Binding Update, offset 8 of the Mobility Header. Reserved bits pass through.</summary>
[Flags]
public enum BindingUpdateFlags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>A: an acknowledgement is requested (RFC 6275).</summary>
    Acknowledge = 0x8000,

    /// <summary>H: home registration (RFC 6275).</summary>
    HomeRegistration = 0x4000,

    /// <summary>L: link-local address compatibility (RFC 6275).</summary>
    LinkLocalCompatibility = 0x2000,

    /// <summary>K: key management mobility capability (RFC 6275).</summary>
    KeyManagementMobility = 0x1000,

    /// <summary>M: MAP registration (RFC 5380).</summary>
    MapRegistration = 0x0800,

    /// <summary>R: mobile router (RFC 3963).</summary>
    MobileRouter = 0x0400,

    /// <summary>P: proxy registration (RFC 5213).</summary>
    Proxy = 0x0200,

    /// <summary>F: forcing UDP encapsulation (RFC 5555, 5844).</summary>
    ForceUdp = 0x0100,

    /// <summary>T: TLV header (RFC 5845).</summary>
    TlvHeader = 0x0080,

    /// <summary>B: bulk binding update (RFC 6602).</summary>
    BulkBinding = 0x0040,

    /// <summary>S: multicast subscription (RFC 7161).</summary>
    MulticastSubscription = 0x0020,

    /// <summary>D: distributed mobility management (RFC 8885).</summary>
    Distributed = 0x0010,
}
