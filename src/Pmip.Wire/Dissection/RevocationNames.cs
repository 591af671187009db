using System;

namespace Pmip.Wire.Dissection;

/// <summary>Registry names of RFC 5846, by number; empty when not assigned.</summary>
internal static class RevocationNames
{
    public static ReadOnlySpan<byte> Trigger(int number) => number switch
    {
        0 => "unspecified"u8,
        1 => "administrative reason"u8,
        2 => "inter-MAG handover, same access type"u8,
        3 => "inter-MAG handover, different access type"u8,
        4 => "inter-MAG handover, unknown"u8,
        5 => "user-initiated session termination"u8,
        6 => "access network session termination"u8,
        7 => "possible out-of-sync BCE state"u8,
        128 => "per-peer policy"u8,
        129 => "revoking mobility node local policy"u8,
        _ => default,
    };

    public static ReadOnlySpan<byte> Status(int number) => number switch
    {
        0 => "success"u8,
        1 => "partial success"u8,
        128 => "binding does not exist"u8,
        129 => "IPv4 home address option required"u8,
        130 => "global revocation not authorized"u8,
        131 => "revoked mobile nodes identity required"u8,
        132 => "revocation failed, MN is attached"u8,
        133 => "revocation trigger not supported"u8,
        134 => "revocation function not supported"u8,
        135 => "proxy binding revocation not supported"u8,
        _ => default,
    };
}
