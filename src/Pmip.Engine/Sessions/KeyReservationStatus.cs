namespace Pmip.Engine.Sessions;

/// <summary>What became of the wish to reserve a key, or to give a reservation up.</summary>
public enum KeyReservationStatus : byte
{
    /// <summary>The key is reserved for the connection; also when it was before.</summary>
    Reserved,

    /// <summary>The reservation is given up, and the key is as any other.</summary>
    Released,

    /// <summary>The reservation is given up; its connection keeps the key until it ends.</summary>
    ReleasedWhileInUse,

    /// <summary>The key is no key.</summary>
    KeyInvalid,

    /// <summary>The identifier is empty, or longer than the limits allow.</summary>
    IdentifierInvalid,

    /// <summary>There is no such APN.</summary>
    AccessPointUnknown,

    /// <summary>A connection has the key, or it is reserved for another one.</summary>
    KeyInUse,

    /// <summary>Another connection had the key a short while ago.</summary>
    KeyResting,

    /// <summary>The connection has another reserved key.</summary>
    ConnectionHasReservation,

    /// <summary>There are as many reservations as the limits allow.</summary>
    TableFull,

    /// <summary>The key is not reserved.</summary>
    NotReserved,

    /// <summary>
    /// On a node that is MAG and LMA at once the key is one of the other role: from a peer with both roles too, its packets would
    /// be taken for those of another session.
    /// </summary>
    KeyOfOtherRole,
}
