using System;

namespace Pmip.Wire.Options;

/// <summary>Names of <see cref="ThreeGppSubtype"/> as TS 29.282 gives them.</summary>
public static class ThreeGppSubtypeNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(ThreeGppSubtype subtype) => subtype switch
    {
        ThreeGppSubtype.ProtocolConfigurationOptions => "Protocol Configuration Options"u8,
        ThreeGppSubtype.PmipErrorCode => "3GPP Specific PMIPv6 Error Code"u8,
        ThreeGppSubtype.PdnGatewayAddress => "PDN GW IP Address"u8,
        ThreeGppSubtype.Dhcpv4AllocationIndication => "DHCPv4 Address Allocation Procedure Indication"u8,
        ThreeGppSubtype.FqCsid => "Fully Qualified PDN Connection Set Identifier"u8,
        ThreeGppSubtype.PdnTypeIndication => "PDN Type Indication"u8,
        ThreeGppSubtype.ChargingId => "Charging ID"u8,
        ThreeGppSubtype.SelectionMode => "Selection Mode"u8,
        ThreeGppSubtype.IWlanAccessPointName => "I-WLAN Mobility Access Point Name"u8,
        ThreeGppSubtype.ChargingCharacteristics => "Charging Characteristics"u8,
        ThreeGppSubtype.MobileEquipmentIdentity => "Mobile Equipment Identity"u8,
        ThreeGppSubtype.Msisdn => "MSISDN"u8,
        ThreeGppSubtype.ServingNetwork => "Serving Network"u8,
        ThreeGppSubtype.ApnRestriction => "APN Restriction"u8,
        ThreeGppSubtype.MaximumApnRestriction => "Maximum APN Restriction"u8,
        ThreeGppSubtype.UnauthenticatedImsi => "Unauthenticated IMSI"u8,
        ThreeGppSubtype.PdnConnectionId => "PDN Connection ID"u8,
        ThreeGppSubtype.BackOffTime => "PGW Back-Off Time"u8,
        ThreeGppSubtype.SignallingPriority => "Signalling Priority Indication"u8,
        ThreeGppSubtype.AdditionalProtocolConfigurationOptions => "Additional Protocol Configuration Options"u8,
        ThreeGppSubtype.StaticIpAddressAllocationIndication => "Static IP Address Allocation Indication"u8,
        ThreeGppSubtype.MmeSgsnIdentifier => "MME/SGSN Identifier"u8,
        ThreeGppSubtype.EndMarkerNotification => "End Marker Notification"u8,
        ThreeGppSubtype.TrustedWlanModeIndication => "Trusted WLAN Mode Indication"u8,
        ThreeGppSubtype.UeTimeZone => "UE Time Zone"u8,
        ThreeGppSubtype.AniTimestamp => "Access Network Identifier Timestamp"u8,
        ThreeGppSubtype.LogicalAccessId => "Logical Access ID"u8,
        ThreeGppSubtype.OriginationTimeStamp => "Origination Time Stamp"u8,
        ThreeGppSubtype.MaximumWaitTime => "Maximum Wait Time"u8,
        ThreeGppSubtype.TwanCapabilities => "TWAN Capabilities"u8,
        _ => default,
    };
}
