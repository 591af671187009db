using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using static Pmip.Appliance.Host.Reconfiguration.ChangeClass;

namespace Pmip.Appliance.Host.Reconfiguration;

/// <summary>One row of <see cref="ChangeClasses"/>.</summary>
/// <param name="Path">Path of the schema; a whole section as <c>board.*</c>.</param>
/// <param name="Class">How a change comes into force.</param>
/// <param name="Sentence">What a person has to know of it; empty for nothing.</param>
internal readonly record struct ChangeRow(string Path, ChangeClass Class, string Sentence = "");

/// <summary>
/// How every key of the configuration comes into force, in one table. The row of <c>list[]</c> is for elements that come and go, the
/// row of <c>list</c> for another order of them or, where its elements are single values, for the whole list.
/// </summary>
internal static class ChangeClasses
{
    private const string NewTables = "the tables are made anew";
    private const string OwnAddress = "all tunnels begin at this address";
    private const string NextRegistration = "holds for registrations from now on";

    private static readonly ChangeRow[] s_rows =
    [
        new("$schema", Live),
        new("schema", Live),
        new("name", Live),
        new("role", Restarts, "other engines are wanted"),
        new("specification", Restarts, "bindings of one rule set mean nothing under the other"),
        new("limits.bindings", Restarts, NewTables),
        new("limits.peers", Restarts, NewTables),
        new("limits.nodes", Restarts, NewTables),
        new("limits.identifierOctets", Restarts, NewTables),
        new("limits.peerSharePercent", Restarts, NewTables),
        new("limits.reservations", Restarts, NewTables),
        new("limits.revocations", Restarts, NewTables),
        new("limits.waitingUpdates", Restarts, NewTables),
        new("transport.ipv6", Restarts, OwnAddress),
        new("transport.ipv4", Restarts, OwnAddress),
        new("transport.interfaces", Live, "tunnelled packets that arrive on an interface which is not in the list any more are not taken"),
        new("transport.mtu", Live, "nodes learn the MTU with their next refresh"),
        new("transport.tunnelInterface", Restarts, "the interface is made at start"),
        new("timers.lifetimeSeconds", Live, NextRegistration),
        new("timers.minDelayBeforeBceDeleteMs", Live),
        new("timers.maxDelayBeforeNewBceAssignMs", Live),
        new("timers.timestampValidityWindowMs", Live),
        new("timers.initialBindAckTimeoutMs", Live),
        new("timers.maxBindAckTimeoutMs", Live),
        new("timers.transmissionsMax", Live),
        new("timers.greSupervisionSeconds", Live, "silence counts from now on"),
        new("timers.quarantineSeconds", Live),
        new("heartbeat.enabled", Live),
        new("heartbeat.intervalSeconds", Live),
        new("heartbeat.missingAllowed", Live),
        new("partialFailure.csid", Live, NextRegistration),
        new("lma.interfaces", Live, "downlink packets that arrive on an interface which is not in the list any more go through the kernel's forwarding"),
        new("lma.uplinkSource", Live),
        new("lma.unknownSubscribers", Contradicts),
        new("lma.unknownHandoff", Live),
        new("lma.pdnConnectionIds", Live, NextRegistration),
        new("lma.revocation.atOldMag", Live),
        new("lma.revocation.acceptGlobal", Live),
        new("lma.revocation.initialDelayMs", Live),
        new("lma.revocation.delayMaxMs", Live),
        new("lma.revocation.retries", Live),
        new("lma.acceptForcedUdp", Live, NextRegistration),
        new("lma.requireTimestamp", Live),
        new("lma.peers", Live),
        new("lma.peers[]", Contradicts),
        new("lma.peers[].name", Contradicts),
        new("lma.peers[].ipv6", Contradicts),
        new("lma.peers[].ipv4", Contradicts),
        new("lma.peers[].prefix", Contradicts),
        new("lma.peers[].quirks", Live),
        new("lma.accessPoints", Live),
        new("lma.accessPoints[]", Contradicts),
        new("lma.accessPoints[].name", Contradicts),
        new("lma.accessPoints[].type", Contradicts),
        new("lma.accessPoints[].ipv6Pool", Contradicts),
        new("lma.accessPoints[].ipv4Pool", Contradicts),
        new("lma.accessPoints[].ipv4Router", Contradicts, "nodes with an IPv4 address learn the router with their next refresh"),
        new("lma.accessPoints[].dhcp", Live, NextRegistration),
        new("lma.accessPoints[].ipv4Allocation", Live, NextRegistration),
        new("lma.accessPoints[].dns", Live, NextRegistration),
        new("lma.accessPoints[].backOffSeconds", Live),
        new("lma.accessPoints[].dscp", Live, NextRegistration),
        new("lma.accessPoints[].ambr.upKbps", Live, NextRegistration),
        new("lma.accessPoints[].ambr.downKbps", Live, NextRegistration),
        new("lma.accessPoints[].ambr.burstMs", Live, NextRegistration),
        new("lma.subscribers", Live),
        new("lma.subscribers[]", Contradicts),
        new("lma.subscribers[].identifier", Contradicts),
        new("lma.subscribers[].accessPoint", Contradicts),
        new("lma.subscribers[].enabled", Contradicts),
        new("lma.subscribers[].type", Contradicts),
        new("lma.subscribers[].ipv6Prefix", Contradicts),
        new("lma.subscribers[].ipv4Address", Contradicts),
        new("mag.identity", Live),
        new("mag.lmas", Contradicts),
        new("mag.lmas[]", Contradicts),
        new("mag.lmas[].name", Contradicts),
        new("mag.lmas[].ipv6", Contradicts),
        new("mag.lmas[].ipv4", Contradicts),
        new("mag.lmas[].form", Contradicts),
        new("mag.lmas[].quirks", Live),
        new("mag.lmas[].tlvHeader", Live, NextRegistration),
        new("mag.lmas[].forceUdp", Live, NextRegistration),
        new("mag.lmas[].acceptParameters", Live),
        new("mag.timestamps", Restarts, "the order of messages is kept by one or the other for a binding's whole life"),
        new("mag.downlinkKeyScope", Restarts, "the keys are drawn from another space"),
        new("mag.dns", Live, "nodes learn the servers with their next advertisement or DHCP renewal"),
        new("mag.dhcpRelay.server", Live),
        new("mag.access", Restarts, "links are known by their place in the list"),
        new("mag.access[]", Restarts, "the access links are made anew"),
        new("mag.access[].interface", Restarts, "the access links are made anew"),
        new("mag.access[].technology", Restarts, "the access technology is part of every registration over the link"),
        new("mag.access[].fixedLinkLayerAddress", Restarts, "the nodes know their router by this address"),
        new("mag.presence.probeAfterSeconds", Live),
        new("mag.presence.probeIntervalMs", Live),
        new("mag.presence.probes", Live),
        new("mag.attaches.perSecond", Live),
        new("mag.attaches.burst", Live),
        new("mag.profiles", Live),
        new("mag.profiles[]", Contradicts),
        new("mag.profiles[].mac", Contradicts),
        .. Profile("mag.profiles[]"),
        .. Profile("mag.defaultProfile"),
        new("tunnels", Live),
        new("tunnels[]", Contradicts, "packets of the tunnel stop when it goes"),
        new("tunnels[].name", Live),
        new("tunnels[].role", Live, "packets of the tunnel pause for an instant"),
        new("tunnels[].local", Live, "packets of the tunnel pause for an instant"),
        new("tunnels[].remote", Live, "packets of the tunnel pause for an instant"),
        new("tunnels[].sendKey", Live, "the other end has to know the key"),
        new("tunnels[].receiveKey", Contradicts, "the other end has to know the key"),
        new("tunnels[].encapsulation", Live, "packets of the tunnel pause for an instant"),
        new("tunnels[].prefixes", Live, "packets of a prefix that goes are dropped"),
        new("tunnels[].ipv4", Live, "packets of an address that goes are dropped"),
        new("tunnels[].interface", Live, "packets of the tunnel pause for an instant"),
        new("tunnels[].mac", Live, "packets of the tunnel pause for an instant"),
        new("tunnels[].supervisionSeconds", Live, "silence counts from now on"),
        new("control.priority", NextStart, "the thread stays as it is until the process starts anew"),
        new("control.socket", NextStart, "clients connect to the old path until the process starts anew"),
        new("state.folder", NextStart, "the old folder is used until the process starts anew"),
        new("dataPath.pins", Restarts, "tables and programs are kept elsewhere, and packets stop for a moment"),
        new("dataPath.rungs", Live, "sessions move between the offloads and what is under them one by one, without a gap; kernel takes a new start"),
        new("dataPath.xdp", Live, "packets pause for an instant on an interface whose driver starts anew for it"),
        new("dataPath.serviceForwarding", Live),
        new("dataPath.spreading", Restarts, "the table of processors is filled at start"),
        new("dataPath.dscp", Live),
        new("dataPath.innerDscp", Live),
        new("dataPath.plugin", Restarts, "the plug-in is loaded at start"),
        new("dataPath.pluginOptions", Restarts, "the plug-in is told at start"),
        new("dataPath.sequenceNumbers", Restarts, "both ends have to begin to count together"),
        new("dataPath.mssClamp", Live, "connections that begin from now on"),
        new("log.*", Live),
        new("metrics.*", Live),
        new("console.*", Live),
        new("operators.*", Live),
        new("board.*", NextStart, "the devices of the board are taken when the process starts"),
    ];

    private static readonly FrozenDictionary<string, ChangeRow> s_byPath = s_rows.ToFrozenDictionary(static row => row.Path, StringComparer.Ordinal);

    /// <summary>All rows.</summary>
    public static IReadOnlyList<ChangeRow> Rows => s_rows;

    /// <summary>The row of a key; null for one that nobody has thought of, which a test finds.</summary>
    public static ChangeRow? Find(ConfigurationKey key)
    {
        if (s_byPath.TryGetValue(key.Path, out ChangeRow row))
        {
            return row;
        }

        int end = key.Path.AsSpan().IndexOfAny('.', '[');
        return s_byPath.TryGetValue((end < 0 ? key.Path : key.Path[..end]) + ".*", out row) ? row : null;
    }

    private static ChangeRow[] Profile(string path) =>
    [
        new(path + ".identifier", Contradicts),
        new(path + ".connections", Contradicts),
        new(path + ".connections[]", Contradicts),
        new(path + ".connections[].accessPoint", Contradicts),
        new(path + ".connections[].type", Live, NextRegistration),
        new(path + ".connections[].lma", Contradicts),
        new(path + ".connections[].pdnConnectionId", Contradicts),
        new(path + ".connections[].pco", Live, NextRegistration),
    ];
}
