namespace Pmip.Engine.Peers;

/// <summary>What a step of supervision means for the bindings with the peer.</summary>
internal enum SupervisionVerdict : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The peer has lost them.</summary>
    PeerRestarted,

    /// <summary>They cannot be relied on.</summary>
    PeerUnreachable,
}
