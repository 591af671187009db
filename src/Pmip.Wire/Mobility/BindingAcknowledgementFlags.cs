using System;

namespace Pmip.Wire.Mobility;

/// <summary>The flags of a Binding Acknowledgement, offset 7 of the Mobility Header. The reserved bit passes through.</summary>
[Flags]
public enum BindingAcknowledgementFlags : byte
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>K: key management mobility capability (RFC 6275).</summary>
    KeyManagementMobility = 0x80,

    /// <summary>R: mobile router (RFC 3963).</summary>
    MobileRouter = 0x40,

    /// <summary>P: proxy registration (RFC 5213).</summary>
    Proxy = 0x20,

    /// <summary>T: TLV header (RFC 5845).</summary>
    TlvHeader = 0x10,

    /// <summary>B: bulk binding update (RFC 6602).</summary>
    BulkBinding = 0x08,

    /// <summary>S: multicast subscription (RFC 7161).</summary>
    MulticastSubscription = 0x04,

    /// <summary>D: distributed mobility management (RFC 8885).</summary>
    Distributed = 0x02,
}
