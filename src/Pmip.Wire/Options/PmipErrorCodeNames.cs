using System;

namespace Pmip.Wire.Options;

/// <summary>Names of the 3GPP Specific PMIPv6 Error Codes (sub-option 2), mostly causes of GTPv2 (TS 29.274).</summary>
public static class PmipErrorCodeNames
{
    /// <summary>UTF-8 name; empty for a number that is not known.</summary>
    public static ReadOnlySpan<byte> Of(byte code) => code switch
    {
        69 => "MANDATORY_IE_INCORRECT"u8,
        70 => "MANDATORY_IE_MISSING"u8,
        71 => "OPTIONAL_IE_INCORRECT"u8,
        72 => "SYSTEM_FAILURE"u8,
        73 => "NO_RESOURCES_AVAILABLE"u8,
        78 => "MISSING_OR_UNKNOWN_APN"u8,
        80 => "GRE_KEY_NOT_FOUND"u8,
        91 => "NO_MEMORY_AVAILABLE"u8,
        92 => "USER_AUTHENTICATION_FAILED"u8,
        93 => "APN_ACCESS_DENIED_NO_SUBSCRIPTION"u8,
        113 => "APN_CONGESTION"u8,
        116 => "MULTIPLE_PDN_CONNECTIONS_FOR_AN_APN_NOT_ALLOWED"u8,
        220 => "MISSING_TIMESTAMP_OPTION"u8,
        221 => "MULTIPLE_HNP_NOT_ALLOWED"u8,
        _ => default,
    };
}
