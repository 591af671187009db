using System.Collections.Generic;

namespace Pmip.Appliance.Configuration;

/// <summary>What the value of a key may be.</summary>
public enum ConfigurationKind : byte
{
    /// <summary>An object with keys of its own.</summary>
    Section,

    /// <summary>An array; its elements are described by the path with <c>[]</c>.</summary>
    List,

    /// <summary>A whole number in a range.</summary>
    Integer,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>Printable text; the range is that of its octets.</summary>
    Text,

    /// <summary>A network access identifier; the range is that of its octets.</summary>
    Identifier,

    /// <summary>An access point name in dotted text.</summary>
    AccessPointName,

    /// <summary>The name of a network interface.</summary>
    InterfaceName,

    /// <summary>An absolute path; the range is that of its octets.</summary>
    AbsolutePath,

    /// <summary>An IPv6 address.</summary>
    Ipv6Address,

    /// <summary>An IPv4 address.</summary>
    Ipv4Address,

    /// <summary>An address of either family.</summary>
    Address,

    /// <summary>An IPv6 prefix; the range is that of its length.</summary>
    Ipv6Prefix,

    /// <summary>An IPv4 prefix; the range is that of its length.</summary>
    Ipv4Prefix,

    /// <summary>A prefix of either family.</summary>
    Prefix,

    /// <summary>A link-layer address.</summary>
    MacAddress,

    /// <summary>A GRE key as text.</summary>
    GreKey,

    /// <summary>An address of either family and a port.</summary>
    Endpoint,
}

/// <summary>One row of <see cref="ConfigurationSchema"/>: everything that is known of a key.</summary>
public sealed record ConfigurationKey
{
    /// <summary>Path with <c>[]</c> for the elements of a list, for example <c>lma.peers[].name</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What the value may be.</summary>
    public required ConfigurationKind Kind { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Help { get; init; }

    /// <summary>True when the section that holds the key must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True for what nobody may read who only looks: it is masked wherever a configuration is shown or exported.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What holds when the key is absent, as it would stand in the file; null when absence means "none".</summary>
    public string? Default { get; init; }

    /// <summary>Smallest number, fewest octets, shortest prefix or fewest elements.</summary>
    public long Minimum { get; init; }

    /// <summary>Largest number, most octets, longest prefix or most elements.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>The words of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The key alone, without the path before it; empty for an element of a list.</summary>
    public string Name => Path.EndsWith("[]", System.StringComparison.Ordinal) ? "" : Path[(Path.LastIndexOf('.') + 1)..];
}
