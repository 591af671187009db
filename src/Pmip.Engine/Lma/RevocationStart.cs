namespace Pmip.Engine.Lma;

/// <summary>What became of the wish to revoke something.</summary>
public enum RevocationStart : byte
{
    /// <summary>The MAG was told; the end comes with its answer, or without one when the retransmissions are used up.</summary>
    Started,

    /// <summary>As <see cref="Started"/>, and more MAGs have bindings of the node than one step tells: ask again.</summary>
    StartedMoreRemain,

    /// <summary>The MAG does not know revocation (RFC 5846 6): what was to be revoked ends here without it.</summary>
    EndedWithoutMag,

    /// <summary>It is being revoked already.</summary>
    AlreadyUnderWay,

    /// <summary>There is no such binding, node or peer.</summary>
    NotFound,

    /// <summary>The binding has no IPv4 home address.</summary>
    NoIpv4HomeAddress,

    /// <summary>The trigger does not go with what is revoked.</summary>
    TriggerNotAllowed,

    /// <summary>Nothing was ever heard from the peer, so there is no path to it.</summary>
    PeerNeverHeard,

    /// <summary>The realm is empty or too long.</summary>
    RealmInvalid,

    /// <summary>As many revocations are under way as the limits allow.</summary>
    TableFull,
}
