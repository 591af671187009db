namespace Pmip.Wire.Mobility;

/// <summary>Status of an IPv4 Home Address Reply (RFC 5844 3.2.1). Undefined numbers pass through.</summary>
public enum Ipv4HomeAddressStatus : byte
{
    /// <summary>Success.</summary>
    Success = 0,

    /// <summary>Failure, reason unspecified.</summary>
    ReasonUnspecified = 128,

    /// <summary>Administratively prohibited.</summary>
    AdministrativelyProhibited = 129,

    /// <summary>Incorrect IPv4 home address.</summary>
    IncorrectAddress = 130,

    /// <summary>Invalid IPv4 address.</summary>
    InvalidAddress = 131,

    /// <summary>Dynamic IPv4 home address assignment not available.</summary>
    DynamicAssignmentNotAvailable = 132,
}
