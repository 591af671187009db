namespace Pmip.Engine.Mag;

/// <summary>Answer to an <see cref="AttachRequest"/>.</summary>
public enum AttachStatus : byte
{
    /// <summary>The registration is on its way; effects tell how it ends.</summary>
    Pending,

    /// <summary>There is such a connection already.</summary>
    AlreadyAttached,

    /// <summary>The binding update list is full.</summary>
    TableFull,

    /// <summary>No key is free: every place is in use or was released a moment ago.</summary>
    NoKey,

    /// <summary>The identifier is longer than the table keeps.</summary>
    IdentifierTooLong,

    /// <summary>We have no address of the family that the LMA is reached by.</summary>
    NoTransport,

    /// <summary>The request names no node.</summary>
    IdentifierMissing,

    /// <summary>There is an uplink key and no address: nothing could be sent with it.</summary>
    AddressMissing,

    /// <summary>The LMA has asked not to be asked for this access point for a while (TS 23.402 5.13).</summary>
    BackedOff,

    /// <summary>The node has a connection to this access point, and the LMA does not tell two apart.</summary>
    SecondConnectionRefused,
}
