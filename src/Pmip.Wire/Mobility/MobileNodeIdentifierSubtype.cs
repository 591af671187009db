namespace Pmip.Wire.Mobility;

/// <summary>What a Mobile Node Identifier option holds (RFC 4283, 8371). Undefined numbers pass through.</summary>
public enum MobileNodeIdentifierSubtype : byte
{
    /// <summary>Network access identifier.</summary>
    NetworkAccessIdentifier = 1,

    /// <summary>IPv6 address.</summary>
    Ipv6Address = 2,

    /// <summary>International mobile subscriber identity.</summary>
    Imsi = 3,

    /// <summary>Packet temporary mobile subscriber identity.</summary>
    PTmsi = 4,

    /// <summary>EUI-48 address.</summary>
    Eui48 = 5,

    /// <summary>EUI-64 address.</summary>
    Eui64 = 6,

    /// <summary>Globally unique temporary identifier.</summary>
    Guti = 7,

    /// <summary>DHCP unique identifier.</summary>
    Duid = 8,
}
