namespace Pmip.Wire.Mobility;

/// <summary>Access Technology Type (RFC 5213 8.5 and the IANA registry). Undefined numbers pass through.</summary>
public enum AccessTechnologyType : byte
{
    /// <summary>Reserved.</summary>
    Reserved = 0,

    /// <summary>Virtual, a logical network interface.</summary>
    Virtual = 1,

    /// <summary>Point-to-point protocol.</summary>
    Ppp = 2,

    /// <summary>IEEE 802.3, Ethernet.</summary>
    Ethernet = 3,

    /// <summary>IEEE 802.11, wireless LAN.</summary>
    WirelessLan = 4,

    /// <summary>IEEE 802.16e.</summary>
    Wimax = 5,

    /// <summary>3GPP GERAN.</summary>
    Geran = 6,

    /// <summary>3GPP UTRAN.</summary>
    Utran = 7,

    /// <summary>3GPP E-UTRAN.</summary>
    Eutran = 8,

    /// <summary>3GPP2 eHRPD.</summary>
    Ehrpd = 9,

    /// <summary>3GPP2 HRPD.</summary>
    Hrpd = 10,

    /// <summary>3GPP2 1xRTT.</summary>
    OneXRtt = 11,

    /// <summary>3GPP2 UMB.</summary>
    Umb = 12,

    /// <summary>3GPP NB-IoT.</summary>
    NbIot = 13,
}
