using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>Every verb, in the order in which help lists them.</summary>
internal static class VerbTable
{
    private static readonly VerbParameter Identifier = new("IDENTIFIER", ParameterKind.Identifier);
    private static readonly VerbParameter AnyAccessPoint = new("APN", ParameterKind.AccessPoint) { IsOptional = true };

    /// <summary>The words for how a node came: those that a MAG may be sure of, in the order of RFC 5213 8.4.</summary>
    private static readonly string[] Handoffs = ["new", "interfaces", "gateways", "unknown"];

    /// <summary>The words for address families, in the order of <see cref="Engine.Configuration.PdnType"/>.</summary>
    private static readonly string[] PdnTypes = ["ipv4", "ipv6", "ipv4v6"];

    /// <summary>The words for why a binding is revoked, in the order of RFC 5846 5.1, those about handovers left out.</summary>
    private static readonly string[] Triggers = ["unspecified", "administrative", "user", "network", "out-of-sync"];

    private static readonly VerbParameter Key = new("KEY", ParameterKind.Key);

    private static readonly OperatorVerb[] Verbs =
    [
        new(
            VerbId.Show, "show", "looks into the running node",
            new VerbParameter("TABLE", ParameterKind.Choice) { Choices = ConsoleTables.Names },
            Flag("json")),
        new(
            VerbId.Log, "log", "changes the lowest level that the running node logs",
            new VerbParameter("LEVEL", ParameterKind.Choice) { Choices = NamesOf<EventLevel>() }),
        new(
            VerbId.Attach, "attach", "MAG: attaches a node with the connections of its profile, heard or not",
            new VerbParameter("INTERFACE", ParameterKind.Interface),
            new VerbParameter("MAC", ParameterKind.LinkLayerAddress),
            AnyAccessPoint,
            Keyword("uplink-key", "KEY", ParameterKind.Key),
            Keyword("prefix", "PREFIX", ParameterKind.Ipv6Prefix),
            Keyword("ipv4", "ADDRESS/LENGTH", ParameterKind.Ipv4AddressAndLength),
            Keyword("router", "ADDRESS", ParameterKind.Ipv4Address),
            Keyword("handoff", "HOW", ParameterKind.Choice) with { Choices = Handoffs })
        {
            Role = VerbRole.Mag,
            Help = """
                  What another source than the LMA tells of the connection to APN can be given with it. With its uplink key and an
                  address the node's traffic flows before the registration is sent; the LMA confirms the key or changes it.
                  handoff is new, interfaces, gateways or unknown (RFC 5213 8.4); unknown unless given.
                """,
        },
        new(VerbId.Detach, "detach", "MAG: ends the connections of a node", Identifier, AnyAccessPoint) { Role = VerbRole.Mag },
        new(
            VerbId.ChangeType, "change", "MAG: adds or drops an address family of a running connection",
            Identifier,
            new VerbParameter("APN", ParameterKind.AccessPoint),
            new VerbParameter("TYPE", ParameterKind.Choice) { Choices = PdnTypes }) { Role = VerbRole.Mag },
        new(VerbId.Remove, "remove", "LMA: removes the bindings of a node without telling its MAG", Identifier, AnyAccessPoint) { Role = VerbRole.Lma },
        new(
            VerbId.TunnelUp, "tunnel up", "brings up a static tunnel that was torn down for want of traffic",
            new VerbParameter("NAME", ParameterKind.Tunnel)),
        new(
            VerbId.RevokeNode, "revoke node", "LMA: revokes the bindings of a node (RFC 5846)",
            Identifier,
            AnyAccessPoint,
            Flag("ipv4-only"),
            Keyword("trigger", "WHY", ParameterKind.Choice) with { Choices = Triggers }) { Role = VerbRole.Lma },
        new(
            VerbId.RevokePeer, "revoke peer", "revokes everything that there is with a peer: its PDN connections end",
            new VerbParameter("PEER", ParameterKind.Peer)),
        new(
            VerbId.RevokeRealm, "revoke realm", "revokes everything of the identifiers behind whose @ REALM stands",
            new VerbParameter("REALM", ParameterKind.Realm),
            Keyword("peer", "PEER", ParameterKind.Peer)),
        new(
            VerbId.ReserveKey, "key reserve", "LMA: reserves an uplink key, such as the TEID of a default bearer, for a connection",
            Key,
            Identifier,
            new VerbParameter("APN", ParameterKind.AccessPoint),
            Keyword("pdn-id", "ID", ParameterKind.Number) with { Maximum = byte.MaxValue }) { Role = VerbRole.Lma },
        new(VerbId.ReleaseKey, "key release", "LMA: gives a reservation up; a connection that has the key keeps it", Key) { Role = VerbRole.Lma },
        new(
            VerbId.ReportComponentFailure, "component failed", "tells the peers that a component of this node lost its bindings (TS 23.007)",
            new VerbParameter("CSID", ParameterKind.Number) { Maximum = ushort.MaxValue }),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;

    /// <summary>Takes the words of a verb; false when they are those of none, and then any number of words may have been taken.</summary>
    public static bool TryTake(ref RequestWords words, [NotNullWhen(true)] out OperatorVerb? verb)
    {
        verb = null;
        if (!words.TryNext(out WordPlace first))
        {
            return false;
        }

        WordPlace second = default;
        foreach (OperatorVerb candidate in Verbs)
        {
            if (!words.At(first).SequenceEqual(candidate.WordAt(0)))
            {
                continue;
            }

            if (candidate.WordCount == 2 && second.Length == 0 && !words.TryNext(out second))
            {
                return false;
            }

            if (candidate.WordCount == 1 || words.At(second).SequenceEqual(candidate.WordAt(1)))
            {
                verb = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>One line on the verbs that begin with the word.</summary>
    public static string SummaryOf(string firstWord) => firstWord switch
    {
        "tunnel" => "acts on a static tunnel",
        "revoke" => "revokes bindings: of a node, with a peer, of a realm",
        "key" => "LMA: reserves uplink keys for connections (TS 29.275 6.3), and releases them",
        "component" => "tells the peers what became of a component of this node",
        _ => throw new ArgumentOutOfRangeException(nameof(firstWord), firstWord, "no verb of two words begins so"),
    };

    private static VerbParameter Flag(string keyword) =>
        new(keyword, ParameterKind.Choice) { Keyword = keyword, IsFlag = true, IsOptional = true };

    private static VerbParameter Keyword(string keyword, string name, ParameterKind kind) =>
        new(name, kind) { Keyword = keyword, IsOptional = true };

    private static string[] NamesOf<TEnum>()
        where TEnum : struct, Enum => Array.ConvertAll(Enum.GetNames<TEnum>(), name => name.ToLowerInvariant());
}
