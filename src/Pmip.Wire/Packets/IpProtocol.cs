namespace Pmip.Wire.Packets;

/// <summary>Protocol numbers and IPv6 next headers that this product meets (IANA).</summary>
public static class IpProtocol
{
    /// <summary>IPv6 hop-by-hop options.</summary>
    public const byte HopByHopOptions = 0;

    /// <summary>ICMPv4.</summary>
    public const byte Icmpv4 = 1;

    /// <summary>IPv4 in IP.</summary>
    public const byte Ipv4 = 4;

    /// <summary>TCP.</summary>
    public const byte Tcp = 6;

    /// <summary>UDP.</summary>
    public const byte Udp = 17;

    /// <summary>IPv6 in IP.</summary>
    public const byte Ipv6 = 41;

    /// <summary>IPv6 routing header.</summary>
    public const byte Routing = 43;

    /// <summary>IPv6 fragment header.</summary>
    public const byte Fragment = 44;

    /// <summary>GRE.</summary>
    public const byte Gre = 47;

    /// <summary>IPsec ESP.</summary>
    public const byte EncapsulatingSecurityPayload = 50;

    /// <summary>IPsec AH.</summary>
    public const byte AuthenticationHeader = 51;

    /// <summary>ICMPv6.</summary>
    public const byte Icmpv6 = 58;

    /// <summary>Nothing follows.</summary>
    public const byte NoNextHeader = 59;

    /// <summary>IPv6 destination options.</summary>
    public const byte DestinationOptions = 60;

    /// <summary>Mobility header (RFC 6275).</summary>
    public const byte Mobility = 135;
}
