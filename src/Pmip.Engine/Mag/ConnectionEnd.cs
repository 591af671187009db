namespace Pmip.Engine.Mag;

/// <summary>Why a PDN connection of a MAG ended.</summary>
public enum ConnectionEnd : byte
{
    /// <summary>The node left the access link.</summary>
    NodeLeft,

    /// <summary>The operator asked for it.</summary>
    Operator,

    /// <summary>The LMA no longer accepts the binding.</summary>
    Refused,

    /// <summary>The lifetime ended and no refresh was acknowledged (R6).</summary>
    Expired,

    /// <summary>The LMA revoked the binding.</summary>
    Revoked,

    /// <summary>The data path could not take the session.</summary>
    DataPath,

    /// <summary>The LMA, or the part of it that held the binding, is gone.</summary>
    PeerLost,

    /// <summary>The node sent with an uplink key known beforehand, and the registration got no answer (R16).</summary>
    Unanswered,

    /// <summary>The configuration no longer has its LMA or its access point, or gives its key to something else.</summary>
    Reconfigured,
}
