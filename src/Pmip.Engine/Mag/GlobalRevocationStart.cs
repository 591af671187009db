namespace Pmip.Engine.Mag;

/// <summary>Answer to the wish to end all connections with an LMA, or those of a realm.</summary>
public enum GlobalRevocationStart : byte
{
    /// <summary>The LMA is told; the connections end when it has answered, or has not in time.</summary>
    Pending,

    /// <summary>There is no connection with the LMA.</summary>
    NothingRegistered,

    /// <summary>A global revocation towards this LMA is under way.</summary>
    Busy,

    /// <summary>We have no identity to name (RFC 5846 9.2).</summary>
    NoIdentity,

    /// <summary>The realm is empty or too long.</summary>
    RealmUnfit,

    /// <summary>The LMA has said that we are not authorized, and must not be asked again (RFC 5846 9.2).</summary>
    NotAuthorized,

    /// <summary>There is no such LMA.</summary>
    NoSuchLma,
}
