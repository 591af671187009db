namespace Pmip.Wire.Packets;

/// <summary>What a DHCPv4 message is: option 53 (RFC 2132 9.6).</summary>
public enum DhcpV4MessageType : byte
{
    /// <summary>No option 53: BOOTP, or not for us.</summary>
    None = 0,

    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server offers an address.</summary>
    Offer = 2,

    /// <summary>A client asks for the offered address, or to keep the one it has.</summary>
    Request = 3,

    /// <summary>A client found its address in use.</summary>
    Decline = 4,

    /// <summary>A server grants.</summary>
    Acknowledge = 5,

    /// <summary>A server refuses.</summary>
    NegativeAcknowledge = 6,

    /// <summary>A client gives its address back.</summary>
    Release = 7,

    /// <summary>A client with an address asks for parameters.</summary>
    Inform = 8,
}
