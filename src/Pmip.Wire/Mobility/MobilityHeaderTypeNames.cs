using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="MobilityHeaderType"/>.</summary>
public static class MobilityHeaderTypeNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(MobilityHeaderType type) => type switch
    {
        MobilityHeaderType.BindingRefreshRequest => "Binding Refresh Request"u8,
        MobilityHeaderType.HomeTestInit => "Home Test Init"u8,
        MobilityHeaderType.CareOfTestInit => "Care-of Test Init"u8,
        MobilityHeaderType.HomeTest => "Home Test"u8,
        MobilityHeaderType.CareOfTest => "Care-of Test"u8,
        MobilityHeaderType.BindingUpdate => "Binding Update"u8,
        MobilityHeaderType.BindingAcknowledgement => "Binding Acknowledgement"u8,
        MobilityHeaderType.BindingError => "Binding Error"u8,
        MobilityHeaderType.FastBindingUpdate => "Fast Binding Update"u8,
        MobilityHeaderType.FastBindingAcknowledgment => "Fast Binding Acknowledgment"u8,
        MobilityHeaderType.FastNeighborAdvertisement => "Fast Neighbor Advertisement"u8,
        MobilityHeaderType.Experimental => "Experimental Mobility Header"u8,
        MobilityHeaderType.HomeAgentSwitch => "Home Agent Switch"u8,
        MobilityHeaderType.Heartbeat => "Heartbeat"u8,
        MobilityHeaderType.HandoverInitiate => "Handover Initiate"u8,
        MobilityHeaderType.HandoverAcknowledge => "Handover Acknowledge"u8,
        MobilityHeaderType.BindingRevocation => "Binding Revocation"u8,
        MobilityHeaderType.LocalizedRoutingInitiation => "Localized Routing Initiation"u8,
        MobilityHeaderType.LocalizedRoutingAcknowledgment => "Localized Routing Acknowledgment"u8,
        MobilityHeaderType.UpdateNotification => "Update Notification"u8,
        MobilityHeaderType.UpdateNotificationAcknowledgement => "Update Notification Acknowledgement"u8,
        MobilityHeaderType.FlowBinding => "Flow Binding"u8,
        MobilityHeaderType.SubscriptionQuery => "Subscription Query"u8,
        MobilityHeaderType.SubscriptionResponse => "Subscription Response"u8,
        _ => default,
    };
}
