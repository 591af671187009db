using System;

namespace Pmip.Wire.Options;

/// <summary>Names of <see cref="ProtocolConfigurationIdentifier"/> as TS 24.008 gives them.</summary>
public static class ProtocolConfigurationIdentifierNames
{
    /// <summary>UTF-8 name; empty for a number that is not known.</summary>
    public static ReadOnlySpan<byte> Of(ProtocolConfigurationIdentifier identifier) => identifier switch
    {
        ProtocolConfigurationIdentifier.PcscfIpv6Address => "P-CSCF IPv6 Address"u8,
        ProtocolConfigurationIdentifier.ImsSignallingFlag => "IM CN Subsystem Signaling Flag"u8,
        ProtocolConfigurationIdentifier.DnsServerIpv6Address => "DNS Server IPv6 Address"u8,
        ProtocolConfigurationIdentifier.BearerControl => "Network Requested Bearer Control"u8,
        ProtocolConfigurationIdentifier.AddressAllocationByNas => "IP address allocation via NAS signalling"u8,
        ProtocolConfigurationIdentifier.Ipv4AllocationByDhcp => "IPv4 address allocation via DHCPv4"u8,
        ProtocolConfigurationIdentifier.PcscfIpv4Address => "P-CSCF IPv4 Address"u8,
        ProtocolConfigurationIdentifier.DnsServerIpv4Address => "DNS Server IPv4 Address"u8,
        ProtocolConfigurationIdentifier.Msisdn => "MSISDN"u8,
        ProtocolConfigurationIdentifier.IfomSupport => "IFOM-Support"u8,
        ProtocolConfigurationIdentifier.Ipv4LinkMtu => "IPv4 Link MTU"u8,
        ProtocolConfigurationIdentifier.LocalAddressInTft => "Local address in TFT"u8,
        ProtocolConfigurationIdentifier.PcscfReselection => "P-CSCF Re-selection support"u8,
        ProtocolConfigurationIdentifier.Ipcp => "IPCP"u8,
        ProtocolConfigurationIdentifier.Lcp => "LCP"u8,
        ProtocolConfigurationIdentifier.Pap => "PAP"u8,
        ProtocolConfigurationIdentifier.Chap => "CHAP"u8,
        _ => default,
    };
}
