namespace Pmip.Wire.Mobility;

/// <summary>What became of an Update Notification (RFC 7077 4.2, registry complete). Undefined numbers pass through.</summary>
public enum UpdateNotificationStatus : byte
{
    /// <summary>Success.</summary>
    Success = 0,

    /// <summary>Failed to update session parameters.</summary>
    FailedToUpdateSessionParameters = 128,

    /// <summary>Missing vendor-specific option.</summary>
    MissingVendorSpecificOption = 129,

    /// <summary>Cannot meet the quality of service request (RFC 7222).</summary>
    CannotMeetQosServiceRequest = 130,

    /// <summary>Reason unspecified (RFC 7864).</summary>
    ReasonUnspecified = 131,

    /// <summary>The mobile node is not attached (RFC 7864).</summary>
    MobileNodeNotAttached = 132,
}
