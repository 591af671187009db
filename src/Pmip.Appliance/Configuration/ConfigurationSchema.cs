using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.Wire.Options;
using static Pmip.Appliance.Configuration.ConfigurationKind;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// Every key of the configuration file, described once. The shape check, the error messages, the help and the reading of
/// defaults all come from this table.
/// </summary>
public static class ConfigurationSchema
{
    /// <summary>Version of the file's form that this program reads and writes; older ones are brought up to it.</summary>
    public const int Version = 1;

    private static readonly string[] PdnTypes = ["ipv4v6", "ipv4", "ipv6"];

    private static readonly ConfigurationKey[] Rows =
    [
        Row("", Section, "Configuration of one node.", isRequired: true),
        Row("$schema", Text, "Where an editor finds the JSON Schema of this file, which \"pmipd schema\" prints; nothing else reads it.", minimum: 1,
            maximum: 255),
        Row("schema", Integer, "Version of the form of this file.", preset: "1", minimum: 1, maximum: Version),
        Row("name", Text, "Name of this node, for its operator.", isRequired: true, minimum: 1, maximum: 63),
        Row("role", Choice, "What this node is.", isRequired: true, choices: ["lma", "mag", "both"]),
        Row("specification", Choice, "Whose rules hold where 3GPP and the IETF differ.", preset: "3gpp", choices: ["3gpp", "ietf"]),

        Row("limits", Section, "Sizes of the tables, fixed at start."),
        Row("limits.bindings", Integer, "PDN connections at once.", preset: "4096", minimum: 1, maximum: 1_048_576),
        Row("limits.peers", Integer, "Peers at once, configured and learned from prefixes.", preset: "16", minimum: 1, maximum: 65_536),
        Row("limits.nodes", Integer, "Nodes on the access links at once.", preset: "1024", minimum: 1, maximum: 65_536),
        Row("limits.identifierOctets", Integer, "Longest identifier of a node, in octets.", preset: "72", minimum: 16, maximum: 254),
        Row("limits.peerSharePercent", Integer, "Share of the bindings that one peer may hold.", preset: "100", minimum: 1, maximum: 100),
        Row("limits.reservations", Integer, "Uplink keys that may be reserved at once.", preset: "64", maximum: 512),
        Row("limits.revocations", Integer, "Revocations that may be under way at once.", preset: "1024", minimum: 1, maximum: 32_768),
        Row("limits.waitingUpdates", Integer, "Updates that may wait for an old MAG at once.", preset: "64", minimum: 1, maximum: 4096),

        Row("transport", Section, "The side towards the other nodes of the domain.", isRequired: true),
        Row("transport.ipv6", Ipv6Address, "Our IPv6 address."),
        Row("transport.ipv4", Ipv4Address, "Our IPv4 address."),
        Row("transport.interfaces", List, "Interfaces on which tunnelled packets arrive.", isRequired: true, minimum: 1, maximum: 8),
        Row("transport.interfaces[]", InterfaceName, "Name of an interface."),
        Row("transport.mtu", Integer, "Octets of an IP packet that the transport network carries.", preset: "1500", minimum: 1280, maximum: 9216),
        Row("transport.tunnelInterface", InterfaceName, "Name of the TUN device that this process makes.", preset: "pmip0"),

        Row("timers", Section, "Times of the protocol."),
        Row("timers.lifetimeSeconds", Integer, "Lifetime asked for and longest one granted; a multiple of 4.", preset: "3600", minimum: 4, maximum: 262_140),
        Row("timers.minDelayBeforeBceDeleteMs", Integer, "MinDelayBeforeBCEDelete (RFC 5213 9.1).", preset: "10000", maximum: 60_000),
        Row("timers.maxDelayBeforeNewBceAssignMs", Integer, "MaxDelayBeforeNewBCEAssign (RFC 5213 9.1).", preset: "1500", maximum: 60_000),
        Row("timers.timestampValidityWindowMs", Integer, "TimestampValidityWindow (RFC 5213 9.1).", preset: "300", minimum: 1, maximum: 3_600_000),
        Row("timers.initialBindAckTimeoutMs", Integer, "INITIAL_BINDACK_TIMEOUT (RFC 6275 12).", preset: "1000", minimum: 10, maximum: 60_000),
        Row("timers.maxBindAckTimeoutMs", Integer, "MAX_BINDACK_TIMEOUT (RFC 6275 12).", preset: "32000", minimum: 10, maximum: 600_000),
        Row("timers.transmissionsMax", Integer, "Transmissions of one registration, the first one included.", preset: "5", minimum: 1, maximum: 32),
        Row("timers.greSupervisionSeconds", Integer,
            "Time without traffic after which the tunnel of a connection is torn down, and the connection with it; 0 for never (TS 29.275 5).",
            preset: "0", maximum: 2_592_000),
        Row("timers.quarantineSeconds", Integer, "Time for which a released key or address stays unused.", preset: "60", maximum: 86_400),

        Row("heartbeat", Section, "How this node watches over its peers (RFC 5847)."),
        Row("heartbeat.enabled", ConfigurationKind.Boolean, "False: no requests are sent. Those of peers are answered all the same.", preset: "true"),
        Row("heartbeat.intervalSeconds", Integer, "HEARTBEAT_INTERVAL; RFC 5847 wants 30 to 3600.", preset: "60", minimum: 1, maximum: 3600),
        Row("heartbeat.missingAllowed", Integer, "MISSING_HEARTBEATS_ALLOWED: with one more a peer is unreachable and its bindings end.",
            preset: "3", minimum: 1, maximum: 100),

        Row("partialFailure", Section, "Partial failure of nodes (TS 23.007, TS 29.275)."),
        Row("partialFailure.csid", Integer, "Number (CSID) of this node's component, told with each registration; without it the feature is off. "
            + "Give another one after a failure.", minimum: 0, maximum: 65_535),

        Row("lma", Section, "The local mobility anchor."),
        Row("lma.interfaces", List, "Interfaces towards the packet data networks.", maximum: 8),
        Row("lma.interfaces[]", InterfaceName, "Name of an interface."),
        Row("lma.uplinkSource", Choice, "Outer sources from which uplink packets are taken.", preset: "trusted", choices: ["trusted", "any"]),
        Row("lma.unknownSubscribers", Choice, "Whether nodes outside the list of subscribers are served.", preset: "accept", choices: ["accept", "refuse"]),
        Row("lma.unknownHandoff", Choice, "What an update with handoff indicator 4 does to a binding at another MAG (RFC 5213 5.4.1.2, RFC 5846 7.1): "
            + "move it at once, wait for the old MAG's de-registration, ask the old MAG by a revocation; by-mode moves in 3gpp and waits in ietf.",
            preset: "by-mode", choices: ["by-mode", "move", "wait", "revoke"]),
        Row("lma.pdnConnectionIds", ConfigurationKind.Boolean, "Whether a node may have several connections to one access point, told apart by their "
            + "PDN connection IDs.", preset: "true"),
        Row("lma.revocation", Section, "Binding revocation (RFC 5846)."),
        Row("lma.revocation.atOldMag", ConfigurationKind.Boolean, "Whether the old MAG is told after a handover.", preset: "true"),
        Row("lma.revocation.acceptGlobal", ConfigurationKind.Boolean, "Whether a MAG may revoke all its bindings, or those of a realm, at once.",
            preset: "true"),
        Row("lma.revocation.initialDelayMs", Integer, "InitMINDelayBRIs: time before the first retransmission.", preset: "1000", minimum: 500, maximum: 60_000),
        Row("lma.revocation.delayMaxMs", Integer, "MAX_BRACK_TIMEOUT: longest time before a retransmission.", preset: "2000", minimum: 500, maximum: 60_000),
        Row("lma.revocation.retries", Integer, "BRIMaxRetriesNumber: retransmissions before the binding ends without an answer.",
            preset: "1", maximum: 16),
        Row("lma.acceptForcedUdp", ConfigurationKind.Boolean, "Whether user traffic goes in UDP over IPv4 when a MAG asks (RFC 5844 4.4.2, RFC 5845 4).",
            preset: "false"),
        Row("lma.requireTimestamp", ConfigurationKind.Boolean,
            "3GPP only: true refuses an update without a Timestamp (error code 220), false orders it by its sequence number.", preset: "false"),
        Row("lma.peers", List, "The MAGs that may register.", maximum: 65_536),
        Row("lma.peers[]", Section, "A MAG, or a prefix of MAGs."),
        Row("lma.peers[].name", Text, "Name of the peer.", isRequired: true, minimum: 1, maximum: 63),
        Row("lma.peers[].ipv6", Ipv6Address, "Its IPv6 address."),
        Row("lma.peers[].ipv4", Ipv4Address, "Its IPv4 address."),
        Row("lma.peers[].prefix", Prefix, "A prefix all of whose nodes are trusted, instead of addresses.", maximum: 128),
        Row("lma.peers[].quirks", List, "Departures from the RFCs that are tolerated of it; none unless given.", maximum: PeerQuirkNames.Names.Length),
        Row("lma.peers[].quirks[]", Choice, "A tolerance.", choices: PeerQuirkNames.Names),
        Row("lma.accessPoints", List, "The access points served.", maximum: 1024),
        Row("lma.accessPoints[]", Section, "An access point."),
        Row("lma.accessPoints[].name", AccessPointName, "Its name (APN).", isRequired: true),
        Row("lma.accessPoints[].type", Choice, "Address families that it gives.", preset: "ipv4v6", choices: PdnTypes),
        Row("lma.accessPoints[].ipv6Pool", Ipv6Prefix, "Pool of the /64 home network prefixes.", minimum: 16, maximum: 64),
        Row("lma.accessPoints[].ipv4Pool", Ipv4Prefix, "Pool of the IPv4 home addresses.", minimum: 8, maximum: 30),
        Row("lma.accessPoints[].ipv4Router", Ipv4Address, "Default router inside the IPv4 pool; its first usable address unless given."),
        Row("lma.accessPoints[].dhcp", Choice, "What MAGs do with DHCP: answer it themselves, or relay it to a server (RFC 5844 3.3.4).",
            preset: "server", choices: ["server", "relay"]),
        Row("lma.accessPoints[].ipv4Allocation", Choice, "When a node gets its IPv4 address beside a prefix: with the registration, or when it asks by DHCP "
            + "(TS 23.402 4.7.1).", preset: "immediate", choices: ["immediate", "deferred"]),
        Row("lma.accessPoints[].dns", List, "DNS servers for nodes that ask in their Protocol Configuration Options.", maximum: 8),
        Row("lma.accessPoints[].dns[]", Address, "Address of a DNS server."),
        Row("lma.accessPoints[].backOffSeconds", Integer,
            "Back-off time that a MAG is told when a pool is empty, rounded up to what the option can say; 0 tells none (TS 23.402 5.13).",
            preset: "0", maximum: BackOffTime.SecondsMax),
        Row("lma.accessPoints[].dscp", Text, "The outer DSCP of its downlink packets, in the words of dataPath.dscp, which holds unless given.",
            minimum: 1, maximum: DscpText.LengthMax),
        Row("lma.accessPoints[].ambr", Section, "Aggregate maximum bit rate of each connection, both families together; a faster one loses packets."),
        Row("lma.accessPoints[].ambr.upKbps", Integer, "From the node, in kbit/s (1000 bit/s) of IP packets; any unless given.",
            minimum: 8, maximum: 400_000_000),
        Row("lma.accessPoints[].ambr.downKbps", Integer, "Towards the node, likewise.", minimum: 8, maximum: 400_000_000),
        Row("lma.accessPoints[].ambr.burstMs", Integer, "How much of the rate may be saved up, in milliseconds of it.",
            preset: "100", minimum: 1, maximum: 4000),
        Row("lma.subscribers", List, "Subscribers known by name.", maximum: 1_048_576),
        Row("lma.subscribers[]", Section, "A subscriber at one access point."),
        Row("lma.subscribers[].identifier", Identifier, "Its network access identifier.", isRequired: true, minimum: 1, maximum: 254),
        Row("lma.subscribers[].accessPoint", AccessPointName, "The access point that the entry is for.", isRequired: true),
        Row("lma.subscribers[].enabled", ConfigurationKind.Boolean, "False bars the subscriber.", preset: "true"),
        Row("lma.subscribers[].type", Choice, "Address families that it may use.", preset: "ipv4v6", choices: PdnTypes),
        Row("lma.subscribers[].ipv6Prefix", Ipv6Prefix, "Its own /64.", minimum: 64, maximum: 64),
        Row("lma.subscribers[].ipv4Address", Ipv4Address, "Its own IPv4 home address."),

        Row("mag", Section, "The mobile access gateway."),
        Row("mag.identity", Identifier, "Our identity in a global revocation; the name of this node unless given.", minimum: 1, maximum: 254),
        Row("mag.lmas", List, "The LMAs that nodes are registered at.", maximum: 256),
        Row("mag.lmas[]", Section, "An LMA."),
        Row("mag.lmas[].name", Text, "Name of the LMA.", isRequired: true, minimum: 1, maximum: 63),
        Row("mag.lmas[].ipv6", Ipv6Address, "Its IPv6 address."),
        Row("mag.lmas[].ipv4", Ipv4Address, "Its IPv4 address."),
        Row("mag.lmas[].form", Choice, "How messages travel to it; ipv6 when it has an IPv6 address, else udp-mapped.",
            choices: ["ipv6", "udp", "udp-mapped", "ipv4-mapped"]),
        Row("mag.lmas[].quirks", List, "Departures from the RFCs that are tolerated of it; none unless given.", maximum: PeerQuirkNames.Names.Length),
        Row("mag.lmas[].quirks[]", Choice, "A tolerance.", choices: PeerQuirkNames.Names),
        Row("mag.lmas[].tlvHeader", ConfigurationKind.Boolean, "Offer the LMA to carry user traffic in UDP over IPv4 (RFC 5845 4.1).", preset: "false"),
        Row("mag.lmas[].forceUdp", ConfigurationKind.Boolean, "Register only if user traffic goes in UDP over IPv4 (RFC 5844 4.4.2).", preset: "false"),
        Row("mag.lmas[].acceptParameters", ConfigurationKind.Boolean,
            "Refresh and send heartbeats when the LMA wishes (RFC 6275 6.2.4, RFC 8127).", preset: "false"),
        Row("mag.timestamps", ConfigurationKind.Boolean, "True: timestamps order the messages. False: sequence numbers.", preset: "true"),
        Row("mag.downlinkKeyScope", Choice, "Within what a downlink key is unique.", preset: "node", choices: ["node", "lma"]),
        Row("mag.dns", List, "Name servers that the nodes are told.", maximum: 4),
        Row("mag.dns[]", Address, "Address of a name server."),
        Row("mag.dhcpRelay", Section, "DHCP relay for connections whose LMA does not let the MAG answer (RFC 5844 3.4.2); without it the MAG answers."),
        Row("mag.dhcpRelay.server", Ipv4Address, "The server, reached over the transport network from transport.ipv4.", isRequired: true),
        Row("mag.access", List, "The access links.", maximum: 16),
        Row("mag.access[]", Section, "An access link."),
        Row("mag.access[].interface", InterfaceName, "Its interface.", isRequired: true),
        Row("mag.access[].technology", Choice, "Access technology that the LMA is told.", preset: "ethernet", choices: AccessTechnologies.Names),
        Row("mag.access[].fixedLinkLayerAddress", ConfigurationKind.Boolean, "True: the link answers with the MAC that all MAGs share (RFC 6543).",
            preset: "true"),
        Row("mag.presence", Section, "How leaving is noticed."),
        Row("mag.presence.probeAfterSeconds", Integer, "Silence after which a node is probed.", preset: "10", minimum: 1, maximum: 3600),
        Row("mag.presence.probeIntervalMs", Integer, "Time between two probes.", preset: "1000", minimum: 50, maximum: 60_000),
        Row("mag.presence.probes", Integer, "Probes without answer after which the node has left.", preset: "3", minimum: 1, maximum: 16),
        .. AttachKeys.All,
        Row("mag.profiles", List, "Nodes known by link-layer address.", maximum: 65_536),
        Row("mag.profiles[]", Section, "A node."),
        Row("mag.profiles[].mac", MacAddress, "Its link-layer address.", isRequired: true),
        .. Profile("mag.profiles[]", "Its network access identifier."),
        Row("mag.defaultProfile", Section, "Profile of every other node; without it they are refused."),
        .. Profile("mag.defaultProfile", "Identifier with {mac} in it, which becomes the twelve hexadecimal digits of the node's MAC."),

        Row("tunnels", List, "Static tunnels, which are there without signalling.", maximum: 65_536),
        Row("tunnels[]", Section, "A static tunnel: both keys, both ends, and whose packets it carries."),
        Row("tunnels[].name", Text, "Its name, for its operator.", isRequired: true, minimum: 1, maximum: 63),
        Row("tunnels[].role", Choice, "What our end is.", isRequired: true, choices: ["lma", "mag"]),
        Row("tunnels[].local", Address, "Our end: the address of transport.ipv6 or transport.ipv4.", isRequired: true),
        Row("tunnels[].remote", Address, "The other end.", isRequired: true),
        Row("tunnels[].sendKey", ConfigurationKind.GreKey, "Key of what we send.", isRequired: true),
        Row("tunnels[].receiveKey", ConfigurationKind.GreKey, "Key of what we receive.", isRequired: true),
        Row("tunnels[].encapsulation", Choice, "GRE directly in IP, or behind UDP over IPv4 (RFC 5845 4).", preset: "gre", choices: ["gre", "udp"]),
        Row("tunnels[].prefixes", List, "The /64 prefixes of the node.", maximum: 4),
        Row("tunnels[].prefixes[]", Ipv6Prefix, "A prefix.", minimum: 64, maximum: 64),
        Row("tunnels[].ipv4", Ipv4Address, "The IPv4 address of the node."),
        Row("tunnels[].interface", InterfaceName, "MAG: interface of mag.access that the node is on."),
        Row("tunnels[].mac", MacAddress, "MAG: link-layer address of the node."),
        Row("tunnels[].supervisionSeconds", Integer, "Time without traffic after which the tunnel is torn down; 0 for never.", preset: "0",
            maximum: 2_592_000),

        Row("control", Section, "The thread of the control plane, and its socket."),
        Row("control.priority", Integer, "Steps of niceness by which the thread goes before other programs: nodes that come wait for it. 0 for none.",
            preset: "10", maximum: 20),
        Row("control.socket", AbsolutePath, "Path of the control socket.", preset: ApplianceConfiguration.DefaultControlSocket, minimum: 2, maximum: 107),
        Row("state", Section, "What survives a restart."),
        Row("state.folder", AbsolutePath, "Folder for it, of this node alone.", preset: ApplianceConfiguration.DefaultStateFolder, minimum: 2, maximum: 200),
        .. DataPathKeys.All,
        .. OperatorKeys.All,
        .. LogKeys.All,
        .. MetricsKeys.All,
        .. BoardKeys.All,
        .. ConsoleKeys.All,
    ];

    private static readonly Dictionary<string, ConfigurationKey> ByPath = IndexByPath();
    private static readonly Dictionary<string, ConfigurationKey[]> ByParent = IndexByParent();

    /// <summary>All rows, in the order of the documentation; the first one is the file itself.</summary>
    public static IReadOnlyList<ConfigurationKey> Keys => Rows;

    /// <summary>The row of a path with <c>[]</c> for elements; null when there is no such key.</summary>
    public static ConfigurationKey? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>The keys that the section at <paramref name="path"/> may have.</summary>
    public static IReadOnlyList<ConfigurationKey> KeysOf(string path) => ByParent.GetValueOrDefault(path) ?? [];

    /// <summary>What the value of a key may be, in words that finish the sentence "wanted is ...".</summary>
    public static string Wanted(ConfigurationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return key.Kind switch
        {
            Section => "an object",
            List when key.Maximum == long.MaxValue => "a list",
            List => string.Create(invariant, $"a list of {key.Minimum} to {key.Maximum} elements"),
            Integer => string.Create(invariant, $"a whole number from {key.Minimum} to {key.Maximum}"),
            ConfigurationKind.Boolean => "true or false",
            Choice => "one of " + string.Join(", ", key.Choices),
            Text => string.Create(invariant, $"printable text of {key.Minimum} to {key.Maximum} octets"),
            Identifier => string.Create(invariant,
                $"a network access identifier of {key.Minimum} to {key.Maximum} octets without blanks, such as mn1@example.com"),
            AccessPointName => "an access point name: labels of letters, digits and hyphens, 1 to 63 each and 99 together, such as internet",
            InterfaceName => "the name of an interface: 1 to 15 characters without blanks and slashes",
            AbsolutePath => string.Create(invariant, $"an absolute path of at most {key.Maximum} octets"),
            Ipv6Address => "an IPv6 address of one node, such as 2001:db8::1",
            Ipv4Address => "an IPv4 address of one node, such as 192.0.2.1",
            Address => "an IPv6 or IPv4 address of one node",
            Ipv6Prefix when key.Minimum == key.Maximum => string.Create(invariant,
                $"an IPv6 prefix of length {key.Minimum} with no bits after it, such as 2001:db8:0:1::/64"),
            Ipv6Prefix => string.Create(invariant, $"an IPv6 prefix of length {key.Minimum} to {key.Maximum} with no bits after it, such as 2001:db8::/48"),
            Ipv4Prefix => string.Create(invariant, $"an IPv4 prefix of length {key.Minimum} to {key.Maximum} with no bits after it, such as 10.45.0.0/16"),
            Prefix => "an IPv6 or IPv4 prefix with no bits after it, such as 2001:db8:e::/48",
            Endpoint => "an address and a port, such as 127.0.0.1:9464 or [::1]:9464",
            ConfigurationKind.GreKey => "a GRE key as text, from 0x00000001 to 0xffffffff, such as 0x0a0b0c0d",
            _ => "the address of one station as six hexadecimal pairs, such as 02:00:00:00:00:01",
        };
    }

    private static ConfigurationKey[] Profile(string path, string identifierHelp) =>
    [
        Row(path + ".identifier", Identifier, identifierHelp, isRequired: true, minimum: 1, maximum: 254),
        Row(path + ".connections", List, "Its PDN connections.", isRequired: true, minimum: 1, maximum: 8),
        Row(path + ".connections[]", Section, "A PDN connection."),
        Row(path + ".connections[].accessPoint", AccessPointName, "Name of the access point.", isRequired: true),
        Row(path + ".connections[].type", Choice, "Address families wanted.", preset: "ipv4v6", choices: PdnTypes),
        Row(path + ".connections[].lma", Text, "Name of the LMA; the first one unless given.", minimum: 1, maximum: 63),
        Row(path + ".connections[].pdnConnectionId", Integer, "Tells connections to one access point apart; 0 for not used.", preset: "0", maximum: 255),
        Row(path + ".connections[].pco", Choice, "What the LMA is asked for in the Protocol Configuration Options: nothing, or name servers.",
            preset: "none", choices: ["none", "dns"]),
    ];

    /// <summary>Describes a key; the rooms that have a section of their own describe its keys beside it.</summary>
    internal static ConfigurationKey Row(
        string path,
        ConfigurationKind kind,
        string help,
        bool isRequired = false,
        string? preset = null,
        long minimum = 0,
        long maximum = long.MaxValue,
        string[]? choices = null)
    {
        return new ConfigurationKey
        {
            Path = path,
            Kind = kind,
            Help = help,
            IsRequired = isRequired,
            Default = preset,
            Minimum = minimum,
            Maximum = maximum,
            Choices = choices ?? [],
        };
    }

    private static Dictionary<string, ConfigurationKey> IndexByPath()
    {
        Dictionary<string, ConfigurationKey> index = [];
        foreach (ConfigurationKey key in Rows)
        {
            index.Add(key.Path, key);
        }

        return index;
    }

    private static Dictionary<string, ConfigurationKey[]> IndexByParent()
    {
        Dictionary<string, ConfigurationKey[]> index = [];
        foreach (ConfigurationKey key in Rows)
        {
            if (key.Name.Length > 0)
            {
                string parent = key.Path.Contains('.', StringComparison.Ordinal) ? key.Path[..key.Path.LastIndexOf('.')] : "";
                index[parent] = [.. index.GetValueOrDefault(parent) ?? [], key];
            }
        }

        return index;
    }
}
