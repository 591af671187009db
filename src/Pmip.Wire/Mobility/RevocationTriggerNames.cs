using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="RevocationTrigger"/>.</summary>
public static class RevocationTriggerNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(RevocationTrigger trigger) => trigger switch
    {
        RevocationTrigger.Unspecified => "unspecified"u8,
        RevocationTrigger.Administrative => "administrative reason"u8,
        RevocationTrigger.HandoverSameAccess => "inter-MAG handover, same access type"u8,
        RevocationTrigger.HandoverDifferentAccess => "inter-MAG handover, different access type"u8,
        RevocationTrigger.HandoverUnknown => "inter-MAG handover, unknown"u8,
        RevocationTrigger.UserTermination => "user-initiated session termination"u8,
        RevocationTrigger.AccessNetworkTermination => "access network session termination"u8,
        RevocationTrigger.PossiblyOutOfSync => "possible out-of-sync BCE state"u8,
        RevocationTrigger.PerPeerPolicy => "per-peer policy"u8,
        RevocationTrigger.RevokingNodePolicy => "revoking mobility node local policy"u8,
        >= RevocationTrigger.Testing250 => "reserved for testing"u8,
        _ => default,
    };
}
