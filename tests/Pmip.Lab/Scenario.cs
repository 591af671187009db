using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Pmip.Lab;

/// <summary>What is particular about one lab; everything else is as in <see cref="Plan"/>.</summary>
public sealed record Scenario
{
    /// <summary>How the MAGs send: <c>ipv6</c>, <c>udp</c>, <c>udp-mapped</c> or <c>ipv4-mapped</c>.</summary>
    public string Form { get; init; } = "ipv6";

    public string Specification { get; init; } = "3gpp";

    /// <summary>The MAGs have an IPv6 address on the transport.</summary>
    public bool MagHasIpv6 { get; init; } = true;

    /// <summary>The LMA has an IPv6 address on the transport.</summary>
    public bool LmaHasIpv6 { get; init; } = true;

    /// <summary>What type the connections have: <c>ipv4v6</c>, <c>ipv4</c> or <c>ipv6</c>.</summary>
    public string PdnType { get; init; } = "ipv4v6";

    /// <summary>The access points of the first device; the second has only <c>internet</c>.</summary>
    public IReadOnlyList<string> FirstDeviceAccessPoints { get; init; } = ["internet"];

    /// <summary>A second LMA that serves the access point <c>private</c>.</summary>
    public bool HasSecondLma { get; init; }

    /// <summary>A host <c>plain</c> behind the first MAG that reaches the server over the same links without any tunnel.</summary>
    public bool HasPlainPath { get; init; }

    /// <summary>What the nodes' data paths leave outlives their processes, and goes with the lab.</summary>
    public bool IsKept { get; init; }

    /// <summary>Octets that a packet on the transport may have.</summary>
    public int TransportMtu { get; init; } = 1500;

    /// <summary>Last changes to a node's file: node name, file.</summary>
    public Action<string, JsonObject>? Adjust { get; init; }

    public static Scenario For(string form) => form switch
    {
        "udp-mapped" => new Scenario { Form = form, MagHasIpv6 = false, LmaHasIpv6 = false },
        "ipv4-mapped" => new Scenario { Form = form, MagHasIpv6 = false, LmaHasIpv6 = false },
        _ => new Scenario { Form = form },
    };

    /// <summary>The tunnel's outer family follows the signalling.</summary>
    public bool IsIpv6Transport => Form == "ipv6";
}
