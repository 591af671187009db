namespace Pmip.Appliance.Tunnels;

/// <summary>Where a static tunnel stands.</summary>
internal enum StaticTunnelState : byte
{
    /// <summary>The interface of its node's access link is not there.</summary>
    Waiting,

    /// <summary>It carries packets.</summary>
    Up,

    /// <summary>It carried nothing for its supervision time and was torn down (R6); the operator or a restart brings it back.</summary>
    IdleDown,

    /// <summary>The data path did not take it; the log says why.</summary>
    Refused,
}
