namespace Pmip.Wire.Mobility;

/// <summary>Why bindings are revoked (RFC 5846 5.1, registry complete). From 128 on with G. Undefined numbers pass through.</summary>
public enum RevocationTrigger : byte
{
    /// <summary>Unspecified.</summary>
    Unspecified = 0,

    /// <summary>Administrative reason.</summary>
    Administrative = 1,

    /// <summary>Inter-MAG handover, same access type.</summary>
    HandoverSameAccess = 2,

    /// <summary>Inter-MAG handover, different access type.</summary>
    HandoverDifferentAccess = 3,

    /// <summary>Inter-MAG handover, unknown.</summary>
    HandoverUnknown = 4,

    /// <summary>User-initiated session termination.</summary>
    UserTermination = 5,

    /// <summary>Access network session termination.</summary>
    AccessNetworkTermination = 6,

    /// <summary>Possible out-of-sync binding cache entry state.</summary>
    PossiblyOutOfSync = 7,

    /// <summary>Per-peer policy: every binding between the two (global).</summary>
    PerPeerPolicy = 128,

    /// <summary>Revoking mobility node local policy: every binding of a realm (global).</summary>
    RevokingNodePolicy = 129,

    /// <summary>Reserved for testing, first of six.</summary>
    Testing250 = 250,

    /// <summary>Reserved for testing.</summary>
    Testing251 = 251,

    /// <summary>Reserved for testing.</summary>
    Testing252 = 252,

    /// <summary>Reserved for testing.</summary>
    Testing253 = 253,

    /// <summary>Reserved for testing.</summary>
    Testing254 = 254,

    /// <summary>Reserved for testing, last of six.</summary>
    Testing255 = 255,
}
