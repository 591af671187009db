using System;

namespace Pmip.Wire.Packets;

/// <summary>Flags of a neighbor advertisement (RFC 4861 4.4).</summary>
[Flags]
public enum NeighborAdvertisementFlags : byte
{
    /// <summary>R: the sender is a router.</summary>
    Router = 0x80,

    /// <summary>S: answers a solicitation.</summary>
    Solicited = 0x40,

    /// <summary>O: overrides a cached link-layer address.</summary>
    Override = 0x20,
}
