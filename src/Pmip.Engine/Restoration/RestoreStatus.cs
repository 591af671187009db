namespace Pmip.Engine.Restoration;

/// <summary>What became of a binding that was kept over a restart.</summary>
public enum RestoreStatus : byte
{
    /// <summary>It is there again as it was.</summary>
    Restored,

    /// <summary>What was kept does not say what a binding must have.</summary>
    Malformed,

    /// <summary>Its slot has a binding already, or there is no such slot.</summary>
    SlotTaken,

    /// <summary>Its access point is not served any more, or not to its node.</summary>
    ServiceGone,

    /// <summary>Its peer is not in the list any more, or is reached by another path.</summary>
    PeerGone,

    /// <summary>Our own address on its path is another one now.</summary>
    OwnAddressGone,

    /// <summary>An address is in no pool of its access point, or another binding has it.</summary>
    AddressGone,

    /// <summary>Its key does not fit its place, or somebody else has either.</summary>
    KeyGone,

    /// <summary>MAG: its node is on no access link of ours, or its profile has no such connection any more.</summary>
    NodeGone,
}
