using System;

namespace Pmip.Wire.Packets;

/// <summary>Flags of the prefix information option (RFC 4861 4.6.2).</summary>
[Flags]
public enum PrefixInformationFlags : byte
{
    /// <summary>L: addresses of the prefix are on the link.</summary>
    OnLink = 0x80,

    /// <summary>A: hosts may make addresses from the prefix.</summary>
    Autonomous = 0x40,
}
