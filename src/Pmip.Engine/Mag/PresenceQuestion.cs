namespace Pmip.Engine.Mag;

/// <summary>What the presence timer of a connection is about.</summary>
internal enum PresenceQuestion : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A revocation because of a handover waits for the access side: it fails when the node is still here (RFC 5846 9.1).</summary>
    Revocation,

    /// <summary>The LMA has had a later registration: we register again only when the node is here (RFC 5213 6.9.1.2).</summary>
    Reassertion,

    /// <summary>No question any more: the revocation was accepted, the connection is ended next.</summary>
    Revoked,

    /// <summary>As <see cref="Revoked"/>, for the IPv4 home address alone.</summary>
    RevokedIpv4,
}
