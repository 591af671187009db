using System;

namespace Pmip.Engine.Peers;

/// <summary>Messages that a peer may not know. It says so by Binding Error 2, and is then not sent that kind again.</summary>
[Flags]
public enum PeerFeatures : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Heartbeats (RFC 5847).</summary>
    Heartbeat = 1,

    /// <summary>Binding revocation (RFC 5846).</summary>
    Revocation = 2,

    /// <summary>Update notifications (RFC 7077).</summary>
    UpdateNotification = 4,
}
