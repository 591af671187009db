namespace Pmip.Wire.Packets;

/// <summary>UDP ports that this product meets (IANA).</summary>
public static class UdpPort
{
    /// <summary>DHCPv4 server.</summary>
    public const ushort DhcpServer = 67;

    /// <summary>DHCPv4 client.</summary>
    public const ushort DhcpClient = 68;

    /// <summary>PMIPv6 signalling over UDP, <c>pmip6-cntl</c> (RFC 5844 6).</summary>
    public const ushort Pmip6Control = 5436;

    /// <summary>PMIPv6 user traffic over UDP, <c>pmip6-data</c> (RFC 5844 6).</summary>
    public const ushort Pmip6Data = 5437;
}
