using System;

namespace Pmip.Wire.Mobility;

/// <summary>The flags word of a Heartbeat (RFC 5847 3.3). Reserved bits pass through.</summary>
[Flags]
public enum HeartbeatFlags : ushort
{
    /// <summary>A request.</summary>
    None = 0,

    /// <summary>R: a response.</summary>
    Response = 0x0001,

    /// <summary>U: a response that nobody asked for, sent after a restart; its sequence number says nothing.</summary>
    Unsolicited = 0x0002,
}
