using System;
using System.Collections.Generic;
using Pmip.Appliance.Logging;
using static Pmip.Appliance.Control.Verbs.VerbParameter;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>What the control loop itself does: looking into the engines and acting on them.</summary>
internal static class NodeVerbs
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
            new VerbParameter("TABLE", ParameterKind.Choice) { Choices = ShowTables.Names },
            Flag("json"),
            KeywordAnd("limit", "ROWS", ParameterKind.Number) with { Maximum = int.MaxValue }) { Access = OperatorAccess.Look },
        new(
            VerbId.Log, "log", "changes the lowest level that the running node logs",
            new VerbParameter("LEVEL", ParameterKind.Choice) { Choices = NamesOf<EventLevel>() }),
        new(
            VerbId.Attach, "attach", "MAG: attaches a node with the connections of its profile, heard or not",
            new VerbParameter("INTERFACE", ParameterKind.Interface),
            new VerbParameter("MAC", ParameterKind.LinkLayerAddress),
            AnyAccessPoint,
            KeywordAnd("uplink-key", "KEY", ParameterKind.Key),
            KeywordAnd("prefix", "PREFIX", ParameterKind.Ipv6Prefix),
            KeywordAnd("ipv4", "ADDRESS/LENGTH", ParameterKind.Ipv4AddressAndLength),
            KeywordAnd("router", "ADDRESS", ParameterKind.Ipv4Address),
            KeywordAnd("handoff", "HOW", ParameterKind.Choice) with { Choices = Handoffs })
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
            KeywordAnd("trigger", "WHY", ParameterKind.Choice) with { Choices = Triggers }) { Role = VerbRole.Lma },
        new(
            VerbId.RevokePeer, "revoke peer", "revokes everything that there is with a peer: its PDN connections end",
            new VerbParameter("PEER", ParameterKind.Peer)),
        new(
            VerbId.RevokeRealm, "revoke realm", "revokes everything of the identifiers behind whose @ REALM stands",
            new VerbParameter("REALM", ParameterKind.Realm),
            KeywordAnd("peer", "PEER", ParameterKind.Peer)),
        new(
            VerbId.ReserveKey, "key reserve", "LMA: reserves an uplink key, such as the TEID of a default bearer, for a connection",
            Key,
            Identifier,
            new VerbParameter("APN", ParameterKind.AccessPoint),
            KeywordAnd("pdn-id", "ID", ParameterKind.Number) with { Maximum = byte.MaxValue }) { Role = VerbRole.Lma },
        new(VerbId.ReleaseKey, "key release", "LMA: gives a reservation up; a connection that has the key keeps it", Key) { Role = VerbRole.Lma },
        new(
            VerbId.ReportComponentFailure, "component failed", "tells the peers that a component of this node lost its bindings (TS 23.007)",
            new VerbParameter("CSID", ParameterKind.Number) { Maximum = ushort.MaxValue }),
        new(
            VerbId.Mirror, "datapath mirror", "lets captures on the interfaces see the packets that XDP takes past them, for ten minutes",
            new VerbParameter("SWITCH", ParameterKind.Choice) { Choices = ["on", "off"] },
            new VerbParameter("SESSION|all", ParameterKind.Word) { IsOptional = true })
        {
            Help = """
                  SESSION is the number of "show sessions --json"; all sessions unless given. XDP leaves their packets to the traffic classifier,
                  so tcpdump on the access, transport and service interfaces sees them, and each costs a few times more. "show datapath" tells
                  what is mirrored and how long yet.
                """,
        },
    ];

    /// <summary>All of them, in the order in which help lists them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;

    private static string[] NamesOf<TEnum>()
        where TEnum : struct, Enum => Array.ConvertAll(Enum.GetNames<TEnum>(), name => name.ToLowerInvariant());
}
