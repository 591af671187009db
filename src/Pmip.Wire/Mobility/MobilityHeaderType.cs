namespace Pmip.Wire.Mobility;

/// <summary>MH Type (RFC 6275 6.1 and the IANA registry). Undefined numbers pass through.</summary>
public enum MobilityHeaderType : byte
{
    /// <summary>Binding Refresh Request (RFC 6275).</summary>
    BindingRefreshRequest = 0,

    /// <summary>Home Test Init (RFC 6275).</summary>
    HomeTestInit = 1,

    /// <summary>Care-of Test Init (RFC 6275).</summary>
    CareOfTestInit = 2,

    /// <summary>Home Test (RFC 6275).</summary>
    HomeTest = 3,

    /// <summary>Care-of Test (RFC 6275).</summary>
    CareOfTest = 4,

    /// <summary>Binding Update; with the P flag a Proxy Binding Update (RFC 6275, 5213).</summary>
    BindingUpdate = 5,

    /// <summary>Binding Acknowledgement; with the P flag a Proxy Binding Acknowledgement (RFC 6275, 5213).</summary>
    BindingAcknowledgement = 6,

    /// <summary>Binding Error (RFC 6275).</summary>
    BindingError = 7,

    /// <summary>Fast Binding Update (RFC 5568).</summary>
    FastBindingUpdate = 8,

    /// <summary>Fast Binding Acknowledgment (RFC 5568).</summary>
    FastBindingAcknowledgment = 9,

    /// <summary>Fast Neighbor Advertisement, deprecated (RFC 5568).</summary>
    FastNeighborAdvertisement = 10,

    /// <summary>Experimental Mobility Header (RFC 5096).</summary>
    Experimental = 11,

    /// <summary>Home Agent Switch (RFC 5142).</summary>
    HomeAgentSwitch = 12,

    /// <summary>Heartbeat (RFC 5847).</summary>
    Heartbeat = 13,

    /// <summary>Handover Initiate (RFC 5568, 5949).</summary>
    HandoverInitiate = 14,

    /// <summary>Handover Acknowledge (RFC 5568, 5949).</summary>
    HandoverAcknowledge = 15,

    /// <summary>Binding Revocation: indication or acknowledgement (RFC 5846).</summary>
    BindingRevocation = 16,

    /// <summary>Localized Routing Initiation (RFC 6705).</summary>
    LocalizedRoutingInitiation = 17,

    /// <summary>Localized Routing Acknowledgment (RFC 6705).</summary>
    LocalizedRoutingAcknowledgment = 18,

    /// <summary>Update Notification (RFC 7077).</summary>
    UpdateNotification = 19,

    /// <summary>Update Notification Acknowledgement (RFC 7077).</summary>
    UpdateNotificationAcknowledgement = 20,

    /// <summary>Flow Binding (RFC 7109).</summary>
    FlowBinding = 21,

    /// <summary>Subscription Query (RFC 7161).</summary>
    SubscriptionQuery = 22,

    /// <summary>Subscription Response (RFC 7161).</summary>
    SubscriptionResponse = 23,
}
