namespace Pmip.Wire.Options;

/// <summary>Subtype of a vendor-specific option of 3GPP (TS 29.282). Undefined numbers pass through.</summary>
public enum ThreeGppSubtype : byte
{
    /// <summary>Protocol Configuration Options.</summary>
    ProtocolConfigurationOptions = 1,

    /// <summary>3GPP Specific PMIPv6 Error Code.</summary>
    PmipErrorCode = 2,

    /// <summary>PDN GW IP Address.</summary>
    PdnGatewayAddress = 3,

    /// <summary>DHCPv4 Address Allocation Procedure Indication.</summary>
    Dhcpv4AllocationIndication = 4,

    /// <summary>Fully Qualified PDN Connection Set Identifier.</summary>
    FqCsid = 5,

    /// <summary>PDN Type Indication.</summary>
    PdnTypeIndication = 6,

    /// <summary>Charging ID.</summary>
    ChargingId = 7,

    /// <summary>Selection Mode.</summary>
    SelectionMode = 8,

    /// <summary>I-WLAN Mobility Access Point Name.</summary>
    IWlanAccessPointName = 9,

    /// <summary>Charging Characteristics.</summary>
    ChargingCharacteristics = 10,

    /// <summary>Mobile Equipment Identity.</summary>
    MobileEquipmentIdentity = 11,

    /// <summary>MSISDN.</summary>
    Msisdn = 12,

    /// <summary>Serving Network.</summary>
    ServingNetwork = 13,

    /// <summary>APN Restriction.</summary>
    ApnRestriction = 14,

    /// <summary>Maximum APN Restriction.</summary>
    MaximumApnRestriction = 15,

    /// <summary>Unauthenticated IMSI.</summary>
    UnauthenticatedImsi = 16,

    /// <summary>PDN Connection ID.</summary>
    PdnConnectionId = 17,

    /// <summary>PGW Back-Off Time.</summary>
    BackOffTime = 18,

    /// <summary>Signalling Priority Indication.</summary>
    SignallingPriority = 19,

    /// <summary>Additional Protocol Configuration Options.</summary>
    AdditionalProtocolConfigurationOptions = 20,

    /// <summary>Static IP Address Allocation Indication.</summary>
    StaticIpAddressAllocationIndication = 21,

    /// <summary>MME/SGSN Identifier.</summary>
    MmeSgsnIdentifier = 22,

    /// <summary>End Marker Notification.</summary>
    EndMarkerNotification = 23,

    /// <summary>Trusted WLAN Mode Indication.</summary>
    TrustedWlanModeIndication = 24,

    /// <summary>UE Time Zone.</summary>
    UeTimeZone = 25,

    /// <summary>Access Network Identifier Timestamp.</summary>
    AniTimestamp = 26,

    /// <summary>Logical Access ID.</summary>
    LogicalAccessId = 27,

    /// <summary>Origination Time Stamp.</summary>
    OriginationTimeStamp = 28,

    /// <summary>Maximum Wait Time.</summary>
    MaximumWaitTime = 29,

    /// <summary>TWAN Capabilities.</summary>
    TwanCapabilities = 30,
}
