using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Sessions;

/// <summary>
/// Everything that the data path must know of one PDN connection: the two keys, the two ends, and which inner addresses
/// belong to the mobile node (R1, R3, R21). A plain value, so that a run of the engine is a log of such values.
/// </summary>
public struct TunnelSession
{
    /// <summary>Place of the session in the data path's table; the low bits of <see cref="ReceiveKey"/> when we chose it by place.</summary>
    public int Index;

    /// <summary>Grows with each change of the session, so that a late installation of an older state is recognised.</summary>
    public uint Generation;

    /// <summary>Our end.</summary>
    public TunnelRole Role;

    /// <summary>False while the connection exists but no packet may pass, for example in the grace time after de-registration.</summary>
    public bool IsForwarding;

    /// <summary>What is between the outer IP header and GRE, in both directions.</summary>
    public TunnelEncapsulation Encapsulation;

    /// <summary>Outer source of what we send. IPv4-mapped for an IPv4 transport.</summary>
    public IpAddress LocalEndpoint;

    /// <summary>Outer destination of what we send; at the MAG also the only outer source that we take.</summary>
    public IpAddress RemoteEndpoint;

    /// <summary>Key of what we send, chosen by the other side.</summary>
    public GreKey SendKey;

    /// <summary>Key of what we receive, chosen by us.</summary>
    public GreKey ReceiveKey;

    /// <summary>The node's prefixes; none for an IPv4-only connection.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>The node's IPv4 home address, or unspecified.</summary>
    public IpAddress HomeAddress4;

    /// <summary>At the MAG: the host's number for the node on the access link. At the LMA: -1.</summary>
    public int AccessNode;

    /// <summary>At the LMA: what the access point says of the packets.</summary>
    public SessionTreatment Treatment;
}
