namespace Pmip.Wire.Packets;

/// <summary>Option types of neighbor discovery (IANA).</summary>
public enum NeighborDiscoveryOptionType : byte
{
    /// <summary>Link-layer address of the sender (RFC 4861 4.6.1).</summary>
    SourceLinkLayerAddress = 1,

    /// <summary>Link-layer address of the target (RFC 4861 4.6.1).</summary>
    TargetLinkLayerAddress = 2,

    /// <summary>Prefix information (RFC 4861 4.6.2).</summary>
    PrefixInformation = 3,

    /// <summary>Start of the packet that caused a redirect (RFC 4861 4.6.3).</summary>
    RedirectedHeader = 4,

    /// <summary>MTU of the link (RFC 4861 4.6.4).</summary>
    Mtu = 5,

    /// <summary>Nonce (RFC 3971 5.3.2, RFC 7527).</summary>
    Nonce = 14,

    /// <summary>Route information (RFC 4191 2.3).</summary>
    RouteInformation = 24,

    /// <summary>Recursive DNS servers (RFC 8106 5.1).</summary>
    RecursiveDnsServer = 25,

    /// <summary>DNS search list (RFC 8106 5.2).</summary>
    DnsSearchList = 31,
}
