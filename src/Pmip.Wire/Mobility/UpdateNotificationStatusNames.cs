using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="UpdateNotificationStatus"/>.</summary>
public static class UpdateNotificationStatusNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(UpdateNotificationStatus status) => status switch
    {
        UpdateNotificationStatus.Success => "success"u8,
        UpdateNotificationStatus.FailedToUpdateSessionParameters => "failed to update session parameters"u8,
        UpdateNotificationStatus.MissingVendorSpecificOption => "missing vendor-specific option"u8,
        UpdateNotificationStatus.CannotMeetQosServiceRequest => "cannot meet QoS service request"u8,
        UpdateNotificationStatus.ReasonUnspecified => "reason unspecified"u8,
        UpdateNotificationStatus.MobileNodeNotAttached => "MN not attached"u8,
        _ => default,
    };
}
