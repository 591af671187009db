namespace Pmip.Wire.Packets;

/// <summary>ICMPv4 message types (IANA).</summary>
public enum Icmpv4Type : byte
{
    /// <summary>Echo reply.</summary>
    EchoReply = 0,

    /// <summary>Destination unreachable; code 4 is "fragmentation needed".</summary>
    DestinationUnreachable = 3,

    /// <summary>Redirect.</summary>
    Redirect = 5,

    /// <summary>Echo request.</summary>
    EchoRequest = 8,

    /// <summary>Router advertisement (RFC 1256).</summary>
    RouterAdvertisement = 9,

    /// <summary>Router solicitation (RFC 1256).</summary>
    RouterSolicitation = 10,

    /// <summary>Time exceeded.</summary>
    TimeExceeded = 11,

    /// <summary>Parameter problem.</summary>
    ParameterProblem = 12,
}
