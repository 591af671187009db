namespace Pmip.Wire.Mobility;

/// <summary>What an Update Notification asks for (RFC 7077 4.1, registry complete). Undefined numbers pass through.</summary>
public enum UpdateNotificationReason : ushort
{
    /// <summary>Reserved.</summary>
    Reserved = 0,

    /// <summary>The MAG sends a Proxy Binding Update.</summary>
    ForceReregistration = 1,

    /// <summary>The MAG applies the options that the notification carries.</summary>
    UpdateSessionParameters = 2,

    /// <summary>A vendor-specific option says what.</summary>
    VendorSpecific = 3,

    /// <summary>The MAG sends a Proxy Binding Update with the Access Network Identifier.</summary>
    AccessNetworkParametersRequested = 4,

    /// <summary>Quality of service request (RFC 7222).</summary>
    QosServiceRequest = 5,

    /// <summary>P-CSCF restoration by protocol configuration options (TS 29.275).</summary>
    PcscfRestorationByPco = 6,

    /// <summary>P-CSCF restoration by DHCP (TS 29.275).</summary>
    PcscfRestorationByDhcp = 7,

    /// <summary>Flow mobility (RFC 7864).</summary>
    FlowMobility = 8,

    /// <summary>Reserved.</summary>
    ReservedLast = 255,
}
