using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Microsoft.Extensions.Configuration;
using Pmip.DataPath;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Options;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// Makes the typed configuration out of octets that have passed every check. The same octets are read that were checked, so a
/// file that changes in between changes nothing.
/// </summary>
internal static class ConfigurationReader
{
    public static ApplianceConfiguration Read(SourceText source)
    {
        using MemoryStream stream = new(source.ToArray(), writable: false);
        ConfigurationCursor root = new(new ConfigurationBuilder().AddJsonStream(stream).Build(), "", "");
        ApplianceRole role = root.Text("role") switch
        {
            "lma" => ApplianceRole.Lma,
            "mag" => ApplianceRole.Mag,
            _ => ApplianceRole.Both,
        };
        SpecificationMode mode = root.Text("specification") == "ietf" ? SpecificationMode.Ietf : SpecificationMode.ThreeGpp;
        EngineLimits limits = Limits(root.Section("limits")) with { SessionSpaces = role == ApplianceRole.Both ? 2 : 1 };
        TransportConfiguration transport = Transport(root.Section("transport"));
        List<StaticTunnelConfiguration> tunnels = Tunnels(root);
        List<GreKey> tunnelKeys = tunnels.ConvertAll(static tunnel => tunnel.ReceiveKey);
        List<string> accessPoints = [];
        List<DscpMap> maps = [];
        LmaConfiguration? lma = role.HasFlag(ApplianceRole.Lma) ? Lma(root, mode, limits, transport, maps) with { ExcludedKeys = tunnelKeys } : null;
        AccessConfiguration? access = role.HasFlag(ApplianceRole.Mag) ? Access(root.Section("mag"), accessPoints) : null;
        MagConfiguration? mag = role.HasFlag(ApplianceRole.Mag)
            ? Mag(root, mode, limits with { SessionSpace = limits.SessionSpaces - 1 }, transport, accessPoints) with { ExcludedKeys = tunnelKeys }
            : null;
        return new ApplianceConfiguration
        {
            Name = root.Text("name"),
            Role = role,
            Specification = mode,
            Limits = limits,
            NodesMax = root.Section("limits").Integer("nodes"),
            Transport = transport,
            Lma = lma,
            ServiceInterfaces = lma is null ? [] : Values(root.Section("lma"), "interfaces"),
            AcceptAnyUplinkSource = lma is not null && root.Section("lma").Text("uplinkSource") == "any",
            Mag = mag,
            Access = access,
            Tunnels = tunnels,
            GreSupervision = root.Section("timers").Seconds("greSupervisionSeconds"),
            ControlSocket = root.Section("control").Text("socket"),
            ControlPriority = root.Section("control").Integer("priority"),
            StateFolder = root.Section("state").Text("folder"),
            DataPath = DataPathReader.Read(root.Section("dataPath"), maps),
            Operators = OperatorReader.Read(root),
            Log = LogReader.Read(root.Section("log")),
            Console = ConsoleReader.Read(root.Section("console")),
            Metrics = MetricsReader.Read(root.Section("metrics")),
            Board = BoardReader.Read(root.Section("board")),
        };
    }

    private static EngineLimits Limits(ConfigurationCursor limits) => new()
    {
        Bindings = limits.Integer("bindings"),
        Peers = limits.Integer("peers"),
        IdentifierOctets = limits.Integer("identifierOctets"),
        PeerSharePercent = limits.Integer("peerSharePercent"),
        Reservations = limits.Integer("reservations"),
        Revocations = limits.Integer("revocations"),
        WaitingUpdates = limits.Integer("waitingUpdates"),
    };

    private static TransportConfiguration Transport(ConfigurationCursor transport) => new()
    {
        Ipv6 = transport.Address("ipv6"),
        Ipv4 = transport.Address("ipv4"),
        Interfaces = Values(transport, "interfaces"),
        Mtu = transport.Integer("mtu"),
        TunnelInterface = transport.Text("tunnelInterface"),
    };

    private static SupervisionConfiguration Supervision(ConfigurationCursor heartbeat) => new()
    {
        HeartbeatInterval = heartbeat.Boolean("enabled") ? heartbeat.Seconds("intervalSeconds") : Duration.Zero,
        MissingHeartbeatsAllowed = heartbeat.Integer("missingAllowed"),
    };

    private static ConnectionSetIdentifier? OwnComponent(ConfigurationCursor root, TransportConfiguration transport) =>
        root.Section("partialFailure").Optional("csid") is string csid
            ? ConnectionSetIdentifier.Of(transport.Ipv6.IsUnspecified ? transport.Ipv4 : transport.Ipv6, ushort.Parse(csid, CultureInfo.InvariantCulture))
            : null;

    private static LmaConfiguration Lma(
        ConfigurationCursor root, SpecificationMode mode, EngineLimits limits, TransportConfiguration transport, List<DscpMap> maps)
    {
        ConfigurationCursor lma = root.Section("lma");
        ConfigurationCursor timers = root.Section("timers");
        List<PeerConfiguration> peers = [];
        foreach (ConfigurationCursor peer in lma.Elements("peers", "name"))
        {
            peers.Add(new PeerConfiguration
            {
                Name = peer.Text("name"),
                Ipv6 = peer.Address("ipv6"),
                Ipv4 = peer.Address("ipv4"),
                Prefix = peer.Prefix("prefix"),
                Quirks = PeerQuirkNames.Parse(Values(peer, "quirks")),
            });
        }

        return new LmaConfiguration
        {
            Limits = limits,
            Mode = mode,
            Ipv6 = transport.Ipv6,
            Ipv4 = transport.Ipv4,
            OwnComponent = OwnComponent(root, transport),
            Supervision = Supervision(root.Section("heartbeat")),
            Peers = peers,
            AccessPoints = AccessPoints(lma, maps),
            Subscribers = Subscribers(lma),
            AcceptUnknownSubscribers = lma.Text("unknownSubscribers") == "accept",
            UnknownHandoff = Enum.Parse<UnknownHandoffRule>(lma.Text("unknownHandoff").Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            SupportsPdnConnectionId = lma.Boolean("pdnConnectionIds"),
            RevokeAtOldMag = lma.Section("revocation").Boolean("atOldMag"),
            AcceptGlobalRevocation = lma.Section("revocation").Boolean("acceptGlobal"),
            InitMinDelayBris = lma.Section("revocation").Milliseconds("initialDelayMs"),
            MaxBrackTimeout = lma.Section("revocation").Milliseconds("delayMaxMs"),
            BriMaxRetriesNumber = lma.Section("revocation").Integer("retries"),
            MaxDelayBeforeNewBceAssign = timers.Milliseconds("maxDelayBeforeNewBceAssignMs"),
            AcceptForcedUdp = lma.Boolean("acceptForcedUdp"),
            RequireTimestamp = lma.Boolean("requireTimestamp"),
            LifetimeMax = timers.Seconds("lifetimeSeconds"),
            MinDelayBeforeBceDelete = timers.Milliseconds("minDelayBeforeBceDeleteMs"),
            TimestampValidityWindow = timers.Milliseconds("timestampValidityWindowMs"),
            Quarantine = timers.Seconds("quarantineSeconds"),
        };
    }

    private static List<AccessPointConfiguration> AccessPoints(ConfigurationCursor lma, List<DscpMap> maps)
    {
        List<AccessPointConfiguration> accessPoints = [];
        foreach (ConfigurationCursor row in lma.Elements("accessPoints", "name"))
        {
            IpPrefix? pool = row.Prefix("ipv4Pool");
            IpAddress router = row.Address("ipv4Router");
            accessPoints.Add(new AccessPointConfiguration
            {
                Name = row.Text("name").ToLowerInvariant(),
                Type = row.PdnType("type"),
                Ipv6Pool = row.Prefix("ipv6Pool"),
                Ipv4Pool = pool,
                Ipv4Router = router.IsUnspecified && pool is IpPrefix prefix ? LmaRules.DefaultRouter(prefix) : router,
                MagServesDhcp = row.Text("dhcp") == "server",
                Ipv4Allocation = row.Text("ipv4Allocation") == "deferred" ? Ipv4Allocation.Deferred : Ipv4Allocation.Immediate,
                DnsServers = Values(row, "dns").ConvertAll(IpAddress.Parse),
                BackOffTime = row.Integer("backOffSeconds") is > 0 and int seconds ? BackOffTime.FromSeconds(seconds) : null,
                Treatment = Treatment(row, maps),
            });
        }

        return accessPoints;
    }

    private static SessionTreatment Treatment(ConfigurationCursor accessPoint, List<DscpMap> maps)
    {
        ConfigurationCursor ambr = accessPoint.Section("ambr");
        byte dscp = accessPoint.Optional("dscp") is string text ? DscpText.NumberOf(text, maps) : DscpMap.OfNode;
        return new SessionTreatment(dscp, Rate("upKbps"), Rate("downKbps"), ambr.Integer("burstMs"));

        long Rate(string name) => ambr.Optional(name) is string kilobits ? 1000L * int.Parse(kilobits, CultureInfo.InvariantCulture) : 0;
    }

    private static List<SubscriberConfiguration> Subscribers(ConfigurationCursor lma)
    {
        List<SubscriberConfiguration> subscribers = [];
        foreach (ConfigurationCursor row in lma.Elements("subscribers", "identifier"))
        {
            subscribers.Add(new SubscriberConfiguration
            {
                Identifier = row.Text("identifier"),
                AccessPoint = row.Text("accessPoint").ToLowerInvariant(),
                IsEnabled = row.Boolean("enabled"),
                Type = row.PdnType("type"),
                Ipv6Prefix = row.Prefix("ipv6Prefix"),
                Ipv4Address = row.Address("ipv4Address"),
            });
        }

        return subscribers;
    }

    private static MagConfiguration Mag(
        ConfigurationCursor root, SpecificationMode mode, EngineLimits limits, TransportConfiguration transport, List<string> accessPoints)
    {
        ConfigurationCursor mag = root.Section("mag");
        ConfigurationCursor timers = root.Section("timers");
        List<PeerConfiguration> lmas = [];
        foreach (ConfigurationCursor row in mag.Elements("lmas", "name"))
        {
            IpAddress ipv6 = row.Address("ipv6");
            bool reachesIpv6 = !ipv6.IsUnspecified && !transport.Ipv6.IsUnspecified;
            lmas.Add(new PeerConfiguration
            {
                Name = row.Text("name"),
                Ipv6 = ipv6,
                Ipv4 = row.Address("ipv4"),
                Quirks = PeerQuirkNames.Parse(Values(row, "quirks")),
                Form = row.Optional("form") switch
                {
                    "ipv6" => SignallingForm.Ipv6,
                    "udp" => SignallingForm.UdpBare,
                    "udp-mapped" => SignallingForm.UdpMapped,
                    "ipv4-mapped" => SignallingForm.Ipv4Mapped,
                    _ => reachesIpv6 ? SignallingForm.Ipv6 : SignallingForm.UdpMapped,
                },
                TlvHeader = row.Boolean("tlvHeader"),
                ForceUdp = row.Boolean("forceUdp"),
                AcceptParameters = row.Boolean("acceptParameters"),
            });
        }

        return new MagConfiguration
        {
            Limits = limits,
            Mode = mode,
            OwnComponent = OwnComponent(root, transport),
            Supervision = Supervision(root.Section("heartbeat")),
            Lmas = lmas,
            Ipv6 = transport.Ipv6,
            Ipv4 = transport.Ipv4,
            AccessPoints = accessPoints,
            Lifetime = timers.Seconds("lifetimeSeconds"),
            UseTimestamps = mag.Boolean("timestamps"),
            InitialBindAckTimeout = timers.Milliseconds("initialBindAckTimeoutMs"),
            MaxBindAckTimeout = timers.Milliseconds("maxBindAckTimeoutMs"),
            Identity = mag.Optional("identity") ?? root.Text("name"),
            TransmissionsMax = timers.Integer("transmissionsMax"),
            Quarantine = timers.Seconds("quarantineSeconds"),
            DownlinkKeyScope = mag.Text("downlinkKeyScope") == "lma" ? DownlinkKeyScope.Lma : DownlinkKeyScope.Node,
        };
    }

    private static AccessConfiguration Access(ConfigurationCursor mag, List<string> accessPoints)
    {
        List<string> lmas = [];
        foreach (ConfigurationCursor row in mag.Elements("lmas", "name"))
        {
            lmas.Add(row.Text("name"));
        }

        List<AccessLinkConfiguration> links = [];
        foreach (ConfigurationCursor row in mag.Elements("access", "interface"))
        {
            links.Add(new AccessLinkConfiguration
            {
                Interface = row.Text("interface"),
                Technology = AccessTechnologies.Parse(row.Text("technology")),
                HasFixedLinkLayerAddress = row.Boolean("fixedLinkLayerAddress"),
            });
        }

        List<NodeProfileConfiguration> profiles = [];
        foreach (ConfigurationCursor row in mag.Elements("profiles", "mac"))
        {
            profiles.Add(Profile(row, row.Text("mac"), lmas, accessPoints));
        }

        ConfigurationCursor presence = mag.Section("presence");
        ConfigurationCursor defaultProfile = mag.Section("defaultProfile");
        return new AccessConfiguration
        {
            Links = links,
            DhcpServer = mag.Section("dhcpRelay").Address("server"),
            NameServers = Values(mag, "dns").ConvertAll(IpAddress.Parse),
            Presence = new PresenceConfiguration
            {
                ProbeAfter = presence.Seconds("probeAfterSeconds"),
                ProbeInterval = presence.Milliseconds("probeIntervalMs"),
                Probes = presence.Integer("probes"),
            },
            Attaches = AttachReader.Read(mag.Section("attaches")),
            Profiles = profiles,
            DefaultProfile = defaultProfile.Optional("identifier") is null ? null : Profile(defaultProfile, null, lmas, accessPoints),
        };
    }

    private static NodeProfileConfiguration Profile(ConfigurationCursor profile, string? mac, List<string> lmas, List<string> accessPoints)
    {
        List<ConnectionConfiguration> connections = [];
        foreach (ConfigurationCursor row in profile.Elements("connections", "accessPoint"))
        {
            string accessPoint = row.Text("accessPoint").ToLowerInvariant();
            if (!accessPoints.Contains(accessPoint))
            {
                accessPoints.Add(accessPoint);
            }

            connections.Add(new ConnectionConfiguration
            {
                AccessPoint = accessPoints.IndexOf(accessPoint),
                Lma = row.Optional("lma") is string lma ? lmas.IndexOf(lma) : 0,
                Type = row.PdnType("type"),
                PdnConnectionId = (byte)row.Integer("pdnConnectionId"),
                AsksForNameServers = row.Text("pco") == "dns",
            });
        }

        return new NodeProfileConfiguration
        {
            LinkLayerAddress = MacAddress.TryParse(mac, out MacAddress address) ? address : default,
            Identifier = new IdentifierTemplate(profile.Text("identifier")),
            Connections = connections,
        };
    }

    private static List<StaticTunnelConfiguration> Tunnels(ConfigurationCursor root)
    {
        List<StaticTunnelConfiguration> tunnels = [];
        foreach (ConfigurationCursor row in root.Elements("tunnels", "name"))
        {
            IpPrefixList prefixes = default;
            foreach (string prefix in Values(row, "prefixes"))
            {
                prefixes.TryAdd(IpPrefix.Parse(prefix));
            }

            tunnels.Add(new StaticTunnelConfiguration
            {
                Name = row.Text("name"),
                AtLma = row.Text("role") == "lma",
                Local = row.Address("local"),
                Remote = row.Address("remote"),
                SendKey = row.Key("sendKey"),
                ReceiveKey = row.Key("receiveKey"),
                Encapsulation = row.Text("encapsulation") == "udp" ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre,
                Prefixes = prefixes,
                Ipv4 = row.Address("ipv4"),
                Interface = row.Optional("interface"),
                LinkLayerAddress = MacAddress.TryParse(row.Optional("mac"), out MacAddress address) ? address : default,
                Supervision = row.Seconds("supervisionSeconds"),
            });
        }

        return tunnels;
    }

    private static List<string> Values(ConfigurationCursor section, string name)
    {
        List<string> values = [];
        foreach (ConfigurationCursor element in section.Elements(name, null))
        {
            values.Add(element.Value);
        }

        return values;
    }
}
