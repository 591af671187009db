namespace Pmip.Engine.Peers;

/// <summary>What heartbeats say of the path to a peer (RFC 5847 3.3).</summary>
public enum PeerPathState : byte
{
    /// <summary>Nothing was asked yet, or the peer knows no heartbeats.</summary>
    Unknown,

    /// <summary>The peer answers.</summary>
    Reachable,

    /// <summary>The peer left more requests unanswered than are allowed.</summary>
    Unreachable,
}
