using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Options;

/// <summary>
/// Options of neighbouring specifications that an LMA meets. Equipment built before RFC 5844 was final uses 29 and 30 for the
/// IPv4 home address. We read them all and write them only when asked to.
/// </summary>
public struct LegacyOptionSet
{
    /// <summary>Whether a Mobile Network Prefix option is there (RFC 3963).</summary>
    public bool HasMobileNetworkPrefix;

    /// <summary>The mobile network prefix.</summary>
    public IpPrefix MobileNetworkPrefix;

    /// <summary>Whether an IPv4 Home Address option is there (RFC 5555).</summary>
    public bool HasIpv4HomeAddress;

    /// <summary>The IPv4 home address.</summary>
    public IpAddress Ipv4HomeAddress;

    /// <summary>Its prefix length, 0 to 32.</summary>
    public byte Ipv4HomeAddressPrefixLength;

    /// <summary>P: a prefix is asked for.</summary>
    public bool Ipv4HomeAddressPrefixRequested;

    /// <summary>Whether an IPv4 Address Acknowledgement option is there (RFC 5555).</summary>
    public bool HasIpv4AddressAcknowledgement;

    /// <summary>Its status, 0 or a reason from 128 on.</summary>
    public byte Ipv4AddressAcknowledgementStatus;

    /// <summary>The IPv4 address that it is about.</summary>
    public IpAddress Ipv4AddressAcknowledgementAddress;

    /// <summary>Its prefix length, 0 to 32.</summary>
    public byte Ipv4AddressAcknowledgementPrefixLength;

    /// <summary>Whether an IPv4 Care-of Address option is there (RFC 5555).</summary>
    public bool HasIpv4CareOfAddress;

    /// <summary>The IPv4 care-of address.</summary>
    public IpAddress Ipv4CareOfAddress;

    /// <summary>Whether an Alternate IPv4 Care-of Address option is there (RFC 6463).</summary>
    public bool HasAlternateIpv4CareOfAddress;

    /// <summary>The alternate IPv4 care-of address.</summary>
    public IpAddress AlternateIpv4CareOfAddress;

    /// <summary>Whether a Binding Identifier option is there (RFC 5648).</summary>
    public bool HasBindingIdentifier;

    /// <summary>The binding identifier.</summary>
    public ushort BindingIdentifier;

    /// <summary>Its status.</summary>
    public byte BindingIdentifierStatus;

    /// <summary>H in the top bit, then seven bits of priority.</summary>
    public byte BindingIdentifierFlags;

    /// <summary>Whether it has a care-of address.</summary>
    public bool HasBindingIdentifierCareOfAddress;

    /// <summary>Its care-of address, of either family.</summary>
    public IpAddress BindingIdentifierCareOfAddress;
}
