namespace Pmip.Wire.Packets;

/// <summary>DHCPv4 option codes (RFC 2132 and the IANA registry).</summary>
public enum DhcpV4OptionCode : byte
{
    /// <summary>Padding, one octet.</summary>
    Pad = 0,

    /// <summary>Subnet mask.</summary>
    SubnetMask = 1,

    /// <summary>Default routers.</summary>
    Router = 3,

    /// <summary>DNS servers.</summary>
    DomainNameServer = 6,

    /// <summary>The client's host name.</summary>
    HostName = 12,

    /// <summary>Domain name.</summary>
    DomainName = 15,

    /// <summary>MTU of the interface.</summary>
    InterfaceMtu = 26,

    /// <summary>Broadcast address.</summary>
    BroadcastAddress = 28,

    /// <summary>The address that the client wants.</summary>
    RequestedAddress = 50,

    /// <summary>Lease time in seconds.</summary>
    LeaseTime = 51,

    /// <summary>Options go on in the file and sname fields.</summary>
    Overload = 52,

    /// <summary>Message type.</summary>
    MessageType = 53,

    /// <summary>Which server is meant, or answers.</summary>
    ServerIdentifier = 54,

    /// <summary>Options that the client would like.</summary>
    ParameterRequestList = 55,

    /// <summary>Text for a person.</summary>
    Message = 56,

    /// <summary>Largest message that the client takes.</summary>
    MaximumMessageSize = 57,

    /// <summary>T1 in seconds.</summary>
    RenewalTime = 58,

    /// <summary>T2 in seconds.</summary>
    RebindingTime = 59,

    /// <summary>Vendor class.</summary>
    VendorClassIdentifier = 60,

    /// <summary>Who the client is, whatever its address.</summary>
    ClientIdentifier = 61,

    /// <summary>Rapid commit (RFC 4039).</summary>
    RapidCommit = 80,

    /// <summary>Relay agent information (RFC 3046).</summary>
    RelayAgentInformation = 82,

    /// <summary>Classless static routes (RFC 3442).</summary>
    ClasslessStaticRoute = 121,

    /// <summary>End of the options, one octet.</summary>
    End = 255,
}
