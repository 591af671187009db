using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>
/// The vendor-specific options of 3GPP that have a known layout (TS 29.282, TS 29.275 clause 12). Spans that are empty mean
/// that the option is absent. The others of 22 to 30 are carried whole in the region of options and read with
/// <see cref="ThreeGppFragments"/>.
/// </summary>
public ref struct ThreeGppOptionSet
{
    /// <summary>Options and fragments of 3GPP that were read, those without a field here among them. Not used for writing.</summary>
    public int OptionCount;

    /// <summary>
    /// Protocol Configuration Options (1). When read, the first fragment; <see cref="ThreeGppFragments"/> joins the rest.
    /// When written, the whole, which is cut as needed.
    /// </summary>
    public ReadOnlySpan<byte> ProtocolConfigurationOptions;

    /// <summary>M of the first fragment: more fragments follow.</summary>
    public bool ProtocolConfigurationOptionsContinue;

    /// <summary>Additional Protocol Configuration Options (20), as subtype 1.</summary>
    public ReadOnlySpan<byte> AdditionalProtocolConfigurationOptions;

    /// <summary>M of the first fragment: more fragments follow.</summary>
    public bool AdditionalProtocolConfigurationOptionsContinue;

    /// <summary>Whether a 3GPP Specific PMIPv6 Error Code (2) is there.</summary>
    public bool HasPmipErrorCode;

    /// <summary>The error code, beside a status that refuses.</summary>
    public PmipErrorCode PmipErrorCode;

    /// <summary>Whether a PDN GW IP Address (3) is there.</summary>
    public bool HasPdnGatewayAddress;

    /// <summary>The PDN gateway's address, of either family.</summary>
    public IpAddress PdnGatewayAddress;

    /// <summary>Whether a DHCPv4 Address Allocation Procedure Indication (4) is there.</summary>
    public bool HasDhcpv4AllocationIndication;

    /// <summary>1: the address is to be obtained by DHCPv4.</summary>
    public byte Dhcpv4AllocationIndication;

    /// <summary>The first FQ-CSID (5), see <see cref="FullyQualifiedCsid"/>.</summary>
    public ReadOnlySpan<byte> FirstFqCsid;

    /// <summary>The second FQ-CSID: a MAG sends its own and the MME's.</summary>
    public ReadOnlySpan<byte> SecondFqCsid;

    /// <summary>Whether a PDN Type Indication (6) is there.</summary>
    public bool HasPdnTypeIndication;

    /// <summary>1 IPv4, 2 IPv6, 3 both.</summary>
    public byte PdnType;

    /// <summary>Why the type was narrowed, a GTPv2 cause.</summary>
    public byte PdnTypeCause;

    /// <summary>Whether a Charging ID (7) is there.</summary>
    public bool HasChargingId;

    /// <summary>The charging identifier.</summary>
    public uint ChargingId;

    /// <summary>Whether a Selection Mode (8) is there.</summary>
    public bool HasSelectionMode;

    /// <summary>The selection mode in the low two bits.</summary>
    public byte SelectionMode;

    /// <summary>I-WLAN mobility Access Point Name (9), as on the wire.</summary>
    public ReadOnlySpan<byte> IWlanAccessPointName;

    /// <summary>Whether Charging Characteristics (10) are there.</summary>
    public bool HasChargingCharacteristics;

    /// <summary>The charging characteristics.</summary>
    public ushort ChargingCharacteristics;

    /// <summary>Mobile Equipment Identity (11), TBCD, see <see cref="TelephonyDigits"/>.</summary>
    public ReadOnlySpan<byte> MobileEquipmentIdentity;

    /// <summary>MSISDN (12), TBCD.</summary>
    public ReadOnlySpan<byte> Msisdn;

    /// <summary>Whether a Serving Network (13) is there.</summary>
    public bool HasServingNetwork;

    /// <summary>The serving network's code.</summary>
    public PublicLandMobileNetwork ServingNetwork;

    /// <summary>Whether an APN Restriction (14) is there.</summary>
    public bool HasApnRestriction;

    /// <summary>The APN restriction.</summary>
    public byte ApnRestriction;

    /// <summary>Whether a Maximum APN Restriction (15) is there.</summary>
    public bool HasMaximumApnRestriction;

    /// <summary>The maximum APN restriction.</summary>
    public byte MaximumApnRestriction;

    /// <summary>Unauthenticated IMSI (16), TBCD.</summary>
    public ReadOnlySpan<byte> UnauthenticatedImsi;

    /// <summary>Whether a PDN Connection ID (17) is there.</summary>
    public bool HasPdnConnectionId;

    /// <summary>Tells apart connections of one node to one APN.</summary>
    public byte PdnConnectionId;

    /// <summary>Whether a PGW Back-Off Time (18) is there.</summary>
    public bool HasBackOffTime;

    /// <summary>How long the MAG is to stay away.</summary>
    public BackOffTime BackOffTime;

    /// <summary>Whether a Signalling Priority Indication (19) is there.</summary>
    public bool HasSignallingPriority;

    /// <summary>LAPI in bit 0.</summary>
    public byte SignallingPriority;

    /// <summary>Whether a Static IP Address Allocation Indication (21) is there.</summary>
    public bool HasStaticAddressAllocation;

    /// <summary>Which addresses the subscription fixes.</summary>
    public byte StaticAddressAllocation;

    /// <summary>Whether a UE Time Zone (25) is there.</summary>
    public bool HasUeTimeZone;

    /// <summary>The time zone in quarters of an hour, swapped digits and sign (TS 24.008 10.5.3.8).</summary>
    public byte UeTimeZone;

    /// <summary>Daylight saving time in the low two bits: hours added.</summary>
    public byte UeDaylightSaving;

    /// <summary>Whether an Access Network Identifier Timestamp (26) is there.</summary>
    public bool HasAniTimestamp;

    /// <summary>When the access network identifier was learned, seconds since 1900.</summary>
    public uint AniTimestamp;

    /// <summary>Whether an Origination Time Stamp (28) is there.</summary>
    public bool HasOriginationTimeStamp;

    /// <summary>When the access began the procedure, milliseconds since 1900.</summary>
    public ulong OriginationTimeStamp;

    /// <summary>Whether a Maximum Wait Time (29) is there.</summary>
    public bool HasMaximumWaitTime;

    /// <summary>How long the answer is of use from the origination on, in milliseconds.</summary>
    public ushort MaximumWaitTime;
}
