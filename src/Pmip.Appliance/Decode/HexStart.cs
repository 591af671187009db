namespace Pmip.Appliance.Decode;

/// <summary>What hexadecimal input starts with.</summary>
internal enum HexStart : byte
{
    /// <summary>Its first octet tells.</summary>
    Guess,

    /// <summary>A mobility header.</summary>
    MobilityHeader,

    /// <summary>An IPv4 or IPv6 header.</summary>
    Ip,
}
