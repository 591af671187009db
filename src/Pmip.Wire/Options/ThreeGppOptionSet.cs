using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>
/// The vendor-specific options of 3GPP that have a known layout (TS 29.282, TS 29.275 clause 12). Spans that are empty mean
/// that the option is absent. Subtypes 21 to 30 are carried whole and read with <see cref="VendorSpecificOption"/>.
/// </summary>
public ref struct ThreeGppOptionSet
{
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

    /// <summary>The error code, a GTPv2 cause or 220, 221, see <see cref="PmipErrorCodeNames"/>.</summary>
    public byte PmipErrorCode;

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
}
