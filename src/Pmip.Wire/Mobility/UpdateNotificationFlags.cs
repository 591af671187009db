using System;

namespace Pmip.Wire.Mobility;

/// <summary>The flags word of an Update Notification (RFC 7077 4.1). Reserved bits pass through.</summary>
[Flags]
public enum UpdateNotificationFlags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>A: an acknowledgement is requested.</summary>
    Acknowledge = 0x8000,

    /// <summary>D: a retransmission.</summary>
    Retransmission = 0x4000,
}
