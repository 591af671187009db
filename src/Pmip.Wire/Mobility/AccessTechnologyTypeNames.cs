using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="AccessTechnologyType"/>.</summary>
public static class AccessTechnologyTypeNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(AccessTechnologyType type) => type switch
    {
        AccessTechnologyType.Reserved => "reserved"u8,
        AccessTechnologyType.Virtual => "virtual"u8,
        AccessTechnologyType.Ppp => "PPP"u8,
        AccessTechnologyType.Ethernet => "IEEE 802.3"u8,
        AccessTechnologyType.WirelessLan => "IEEE 802.11a/b/g"u8,
        AccessTechnologyType.Wimax => "IEEE 802.16e"u8,
        AccessTechnologyType.Geran => "3GPP GERAN"u8,
        AccessTechnologyType.Utran => "3GPP UTRAN"u8,
        AccessTechnologyType.Eutran => "3GPP E-UTRAN"u8,
        AccessTechnologyType.Ehrpd => "3GPP2 eHRPD"u8,
        AccessTechnologyType.Hrpd => "3GPP2 HRPD"u8,
        AccessTechnologyType.OneXRtt => "3GPP2 1xRTT"u8,
        AccessTechnologyType.Umb => "3GPP2 UMB"u8,
        AccessTechnologyType.NbIot => "3GPP NB-IoT"u8,
        _ => default,
    };
}
