namespace Pmip.Wire.Options;

/// <summary>
/// 3GPP Specific PMIPv6 Error Code (sub-option 2), beside the status of an acknowledgement that refuses: causes of GTPv2
/// (TS 29.274) and numbers of its own from 220 on (TS 29.275 12.1.1). Undefined numbers pass through.
/// </summary>
public enum PmipErrorCode : byte
{
    /// <summary>No code.</summary>
    None = 0,

    /// <summary>A mandatory element is incorrect.</summary>
    MandatoryElementIncorrect = 69,

    /// <summary>A mandatory element is missing.</summary>
    MandatoryElementMissing = 70,

    /// <summary>An optional element is incorrect.</summary>
    OptionalElementIncorrect = 71,

    /// <summary>System failure.</summary>
    SystemFailure = 72,

    /// <summary>No resources available.</summary>
    NoResourcesAvailable = 73,

    /// <summary>The APN is missing or unknown.</summary>
    MissingOrUnknownApn = 78,

    /// <summary>The GRE key was not found.</summary>
    GreKeyNotFound = 80,

    /// <summary>No memory available.</summary>
    NoMemoryAvailable = 91,

    /// <summary>The user's authentication failed.</summary>
    UserAuthenticationFailed = 92,

    /// <summary>Access to the APN is denied for want of a subscription.</summary>
    ApnAccessDenied = 93,

    /// <summary>The APN is congested; a PGW Back-Off Time may say for how long to stay away.</summary>
    ApnCongestion = 113,

    /// <summary>Several PDN connections to one APN are not allowed.</summary>
    MultiplePdnConnectionsNotAllowed = 116,

    /// <summary>The Timestamp option is missing.</summary>
    MissingTimestampOption = 220,

    /// <summary>More than one home network prefix.</summary>
    MultipleHomeNetworkPrefixesNotAllowed = 221,
}
