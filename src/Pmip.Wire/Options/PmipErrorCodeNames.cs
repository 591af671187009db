using System;

namespace Pmip.Wire.Options;

/// <summary>Names of <see cref="PmipErrorCode"/>.</summary>
public static class PmipErrorCodeNames
{
    /// <summary>UTF-8 name; empty for a number that is not known.</summary>
    public static ReadOnlySpan<byte> Of(PmipErrorCode code) => code switch
    {
        PmipErrorCode.MandatoryElementIncorrect => "MANDATORY_IE_INCORRECT"u8,
        PmipErrorCode.MandatoryElementMissing => "MANDATORY_IE_MISSING"u8,
        PmipErrorCode.OptionalElementIncorrect => "OPTIONAL_IE_INCORRECT"u8,
        PmipErrorCode.SystemFailure => "SYSTEM_FAILURE"u8,
        PmipErrorCode.NoResourcesAvailable => "NO_RESOURCES_AVAILABLE"u8,
        PmipErrorCode.MissingOrUnknownApn => "MISSING_OR_UNKNOWN_APN"u8,
        PmipErrorCode.GreKeyNotFound => "GRE_KEY_NOT_FOUND"u8,
        PmipErrorCode.NoMemoryAvailable => "NO_MEMORY_AVAILABLE"u8,
        PmipErrorCode.UserAuthenticationFailed => "USER_AUTHENTICATION_FAILED"u8,
        PmipErrorCode.ApnAccessDenied => "APN_ACCESS_DENIED_NO_SUBSCRIPTION"u8,
        PmipErrorCode.ApnCongestion => "APN_CONGESTION"u8,
        PmipErrorCode.MultiplePdnConnectionsNotAllowed => "MULTIPLE_PDN_CONNECTIONS_FOR_AN_APN_NOT_ALLOWED"u8,
        PmipErrorCode.MissingTimestampOption => "MISSING_TIMESTAMP_OPTION"u8,
        PmipErrorCode.MultipleHomeNetworkPrefixesNotAllowed => "MULTIPLE_HNP_NOT_ALLOWED"u8,
        _ => default,
    };
}
