using Pmip.Foundation.Addressing;

namespace Pmip.DataPath;

/// <summary>What the data path must know of one PDN connection.</summary>
public struct GreSession
{
    /// <summary>Place in the table.</summary>
    public int Index;

    /// <summary>Grows with each change of the session.</summary>
    public uint Generation;

    /// <summary>True at the LMA's end, false at the MAG's.</summary>
    public bool AtLma;

    /// <summary>False while no packet may pass.</summary>
    public bool IsForwarding;

    /// <summary>What is between the outer IP header and GRE, in both directions.</summary>
    public GreEncapsulation Encapsulation;

    /// <summary>Outer source of what we send.</summary>
    public IpAddress LocalEndpoint;

    /// <summary>Outer destination of what we send; at the MAG also the only outer source that is taken.</summary>
    public IpAddress RemoteEndpoint;

    /// <summary>Key of what we send.</summary>
    public GreKey SendKey;

    /// <summary>Key of what we receive.</summary>
    public GreKey ReceiveKey;

    /// <summary>The node's prefixes, each of 64 bits.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>The node's IPv4 home address, or unspecified.</summary>
    public IpAddress HomeAddress4;

    /// <summary>MAG: interface of the access link, where the node is.</summary>
    public int AccessInterface;

    /// <summary>MAG: the node's link-layer address.</summary>
    public MacAddress NodeLinkLayerAddress;

    /// <summary>MAG: link-layer address from which the node expects its packets.</summary>
    public MacAddress GatewayLinkLayerAddress;

    /// <summary>Which <see cref="DscpMap"/> says the outer DSCP of what we send.</summary>
    public byte DscpMap;

    /// <summary>How fast what we send may be, all addresses together.</summary>
    public SessionRate SendRate;

    /// <summary>How fast what we receive may be.</summary>
    public SessionRate ReceiveRate;

    /// <summary>True when only the programs can do what it wants, and no device.</summary>
    public readonly bool NeedsPrograms => DscpMap != DataPath.DscpMap.OfNode || !SendRate.IsUnbounded || !ReceiveRate.IsUnbounded;
}
