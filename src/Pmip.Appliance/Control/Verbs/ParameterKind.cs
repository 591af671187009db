namespace Pmip.Appliance.Control.Verbs;

/// <summary>What a word of a request stands for: decides how it is checked, and what a console may propose for it.</summary>
internal enum ParameterKind : byte
{
    /// <summary>Network access identifier of a node.</summary>
    Identifier,

    /// <summary>Name of an access point.</summary>
    AccessPoint,

    /// <summary>Name of a peer of the configuration.</summary>
    Peer,

    /// <summary>Realm of identifiers: what stands behind their <c>@</c>.</summary>
    Realm,

    /// <summary>Name of a network interface.</summary>
    Interface,

    /// <summary>Name of a static tunnel.</summary>
    Tunnel,

    /// <summary>One of the words of <see cref="VerbParameter.Choices"/>.</summary>
    Choice,

    /// <summary>A GRE key other than zero, <c>0x0a0b0c0d</c> or a decimal number.</summary>
    Key,

    /// <summary>An IPv6 prefix, <c>2001:db8::/64</c>.</summary>
    Ipv6Prefix,

    /// <summary>An IPv4 address with the length of its network, <c>10.45.0.7/16</c>.</summary>
    Ipv4AddressAndLength,

    /// <summary>An IPv4 address.</summary>
    Ipv4Address,

    /// <summary>A link-layer address, <c>02:00:00:00:00:01</c>.</summary>
    LinkLayerAddress,

    /// <summary>Any word.</summary>
    Word,

    /// <summary>Path of a key of the configuration, <c>lma.peers[mag1].ipv6</c>.</summary>
    ConfigurationPath,

    /// <summary>All that stands on the line from here, blanks included; nothing can follow it.</summary>
    RestOfLine,

    /// <summary>A whole number from 0 to <see cref="VerbParameter.Maximum"/>.</summary>
    Number,
}
