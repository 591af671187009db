namespace Pmip.Engine.Peers;

/// <summary>Who sent a message, as far as the peer list knows.</summary>
public enum PeerLookup : byte
{
    /// <summary>A node that has a slot.</summary>
    Known,

    /// <summary>A node of a trusted prefix that was heard for the first time and now has a slot.</summary>
    Learned,

    /// <summary>A stranger: no slot, no answer.</summary>
    Unknown,

    /// <summary>A node of a trusted prefix for which there is no slot.</summary>
    TableFull,
}
