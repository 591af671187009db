using System;

namespace Pmip.Wire.Dissection;

/// <summary>Registry names of RFC 7077, by number; empty when not assigned.</summary>
internal static class UpdateNotificationNames
{
    public static ReadOnlySpan<byte> Reason(int number) => number switch
    {
        1 => "FORCE-REREGISTRATION"u8,
        2 => "UPDATE-SESSION-PARAMETERS"u8,
        3 => "VENDOR-SPECIFIC-REASON"u8,
        4 => "ANI-PARAMS-REQUESTED"u8,
        5 => "QOS_SERVICE_REQUEST"u8,
        6 => "PGW-TRIGGERED-PCSCF-RESTORATION-PCO"u8,
        7 => "PGW-TRIGGERED-PCSCF-RESTORATION-DHCP"u8,
        8 => "FLOW-MOBILITY"u8,
        _ => default,
    };

    public static ReadOnlySpan<byte> Status(int number) => number switch
    {
        0 => "success"u8,
        128 => "failed to update session parameters"u8,
        129 => "missing vendor-specific option"u8,
        130 => "cannot meet QoS service request"u8,
        131 => "reason unspecified"u8,
        132 => "MN not attached"u8,
        _ => default,
    };
}
