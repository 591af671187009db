using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Mobility;

/// <summary>What became of a request for an IPv4 home address (RFC 5844 3.2.1).</summary>
/// <param name="Status">0 or a reason from 128 on.</param>
/// <param name="PrefixLength">0 to 32.</param>
/// <param name="Address">The IPv4 address.</param>
public readonly record struct Ipv4HomeAddressReply(Ipv4HomeAddressStatus Status, byte PrefixLength, IpAddress Address);
