using System;

namespace Pmip.Wire.Mobility;

/// <summary>The RFC's names of <see cref="Ipv4HomeAddressStatus"/>.</summary>
public static class Ipv4HomeAddressStatusNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(Ipv4HomeAddressStatus status) => status switch
    {
        Ipv4HomeAddressStatus.Success => "success"u8,
        Ipv4HomeAddressStatus.ReasonUnspecified => "failure, reason unspecified"u8,
        Ipv4HomeAddressStatus.AdministrativelyProhibited => "administratively prohibited"u8,
        Ipv4HomeAddressStatus.IncorrectAddress => "incorrect IPv4 home address"u8,
        Ipv4HomeAddressStatus.InvalidAddress => "invalid IPv4 address"u8,
        Ipv4HomeAddressStatus.DynamicAssignmentNotAvailable => "dynamic IPv4 home address assignment not available"u8,
        _ => default,
    };
}
