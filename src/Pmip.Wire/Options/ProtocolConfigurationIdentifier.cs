namespace Pmip.Wire.Options;

/// <summary>
/// What an item of Protocol Configuration Options is about: a PPP protocol number or a container of TS 24.008 10.5.6.3. A
/// request and its answer have the same number. Undefined numbers pass through.
/// </summary>
public enum ProtocolConfigurationIdentifier : ushort
{
    /// <summary>P-CSCF IPv6 address.</summary>
    PcscfIpv6Address = 0x0001,

    /// <summary>IM CN subsystem signalling flag.</summary>
    ImsSignallingFlag = 0x0002,

    /// <summary>DNS server IPv6 address.</summary>
    DnsServerIpv6Address = 0x0003,

    /// <summary>Network requested bearer control.</summary>
    BearerControl = 0x0005,

    /// <summary>IP address allocation by NAS signalling.</summary>
    AddressAllocationByNas = 0x000A,

    /// <summary>IPv4 address allocation by DHCPv4.</summary>
    Ipv4AllocationByDhcp = 0x000B,

    /// <summary>P-CSCF IPv4 address.</summary>
    PcscfIpv4Address = 0x000C,

    /// <summary>DNS server IPv4 address.</summary>
    DnsServerIpv4Address = 0x000D,

    /// <summary>MSISDN.</summary>
    Msisdn = 0x000E,

    /// <summary>IFOM support.</summary>
    IfomSupport = 0x000F,

    /// <summary>IPv4 link MTU, two octets.</summary>
    Ipv4LinkMtu = 0x0010,

    /// <summary>Local address in traffic flow templates.</summary>
    LocalAddressInTft = 0x0011,

    /// <summary>P-CSCF re-selection support.</summary>
    PcscfReselection = 0x0012,

    /// <summary>Internet Protocol Control Protocol (RFC 1332).</summary>
    Ipcp = 0x8021,

    /// <summary>Link Control Protocol (RFC 1661).</summary>
    Lcp = 0xC021,

    /// <summary>Password Authentication Protocol (RFC 1334).</summary>
    Pap = 0xC023,

    /// <summary>Challenge-Handshake Authentication Protocol (RFC 1994).</summary>
    Chap = 0xC223,
}
