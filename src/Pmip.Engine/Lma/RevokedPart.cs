namespace Pmip.Engine.Lma;

/// <summary>What of a binding is revoked (RFC 5846 5.1, the V flag).</summary>
public enum RevokedPart : byte
{
    /// <summary>The binding with all its addresses.</summary>
    Whole,

    /// <summary>The IPv4 home address; prefixes and keys stay.</summary>
    Ipv4,
}
