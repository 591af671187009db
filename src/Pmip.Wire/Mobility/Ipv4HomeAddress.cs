using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Mobility;

/// <summary>An IPv4 home address as requested (RFC 5844 3.1.1). 0.0.0.0 with length 0 asks for one.</summary>
/// <param name="Address">The IPv4 address.</param>
/// <param name="PrefixLength">0 to 32.</param>
public readonly record struct Ipv4HomeAddress(IpAddress Address, byte PrefixLength);
