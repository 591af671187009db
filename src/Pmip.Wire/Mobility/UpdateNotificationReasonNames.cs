using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="UpdateNotificationReason"/>.</summary>
public static class UpdateNotificationReasonNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(UpdateNotificationReason reason) => reason switch
    {
        UpdateNotificationReason.ForceReregistration => "FORCE-REREGISTRATION"u8,
        UpdateNotificationReason.UpdateSessionParameters => "UPDATE-SESSION-PARAMETERS"u8,
        UpdateNotificationReason.VendorSpecific => "VENDOR-SPECIFIC-REASON"u8,
        UpdateNotificationReason.AccessNetworkParametersRequested => "ANI-PARAMS-REQUESTED"u8,
        UpdateNotificationReason.QosServiceRequest => "QOS_SERVICE_REQUEST"u8,
        UpdateNotificationReason.PcscfRestorationByPco => "PGW-TRIGGERED-PCSCF-RESTORATION-PCO"u8,
        UpdateNotificationReason.PcscfRestorationByDhcp => "PGW-TRIGGERED-PCSCF-RESTORATION-DHCP"u8,
        UpdateNotificationReason.FlowMobility => "FLOW-MOBILITY"u8,
        _ => default,
    };
}
