namespace Pmip.Engine.Configuration;

/// <summary>When a node gets its IPv4 home address (TS 23.402 4.7.1).</summary>
public enum Ipv4Allocation : byte
{
    /// <summary>With the registration.</summary>
    Immediate,

    /// <summary>
    /// When the node asks by DHCP: the acknowledgement says so (sub-option 4), and the MAG's later update brings it. In 3GPP mode
    /// only, and beside a home network prefix only: a connection of IPv4 alone gets its address at once, else it had none.
    /// </summary>
    Deferred,
}
