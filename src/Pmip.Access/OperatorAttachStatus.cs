namespace Pmip.Access;

/// <summary>What became of an operator's wish to attach a node.</summary>
public enum OperatorAttachStatus : byte
{
    /// <summary>Its connections are being registered.</summary>
    Started,

    /// <summary>Every connection of its profile is up or on its way.</summary>
    AlreadyAttached,

    /// <summary>It is just being de-registered; try again when that is done.</summary>
    Leaving,

    /// <summary>The node has no profile, and there is no default profile.</summary>
    NoProfile,

    /// <summary>The table of nodes is full, or too many nodes arrive at once.</summary>
    NoRoom,
}
