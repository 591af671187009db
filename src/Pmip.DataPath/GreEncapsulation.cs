namespace Pmip.DataPath;

/// <summary>How GRE with a key goes in the outer IP packet.</summary>
public enum GreEncapsulation : byte
{
    /// <summary>GRE directly in IPv6 or IPv4 (RFC 5845 3.3, R3).</summary>
    Gre,

    /// <summary>GRE behind UDP and the TLV header, over IPv4 only (RFC 5845 4).</summary>
    UdpTlvGre,
}
