using System.Collections.Generic;
using System.Net;
using Pmip.Conformance.Clauses;
using Pmip.Conformance.Nodes;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Conformance.Running;

/// <summary>A fresh node of this repository for every case, in process and on virtual time, configured as the case needs it.</summary>
public sealed class VirtualGround : IGround
{
    private static readonly IpAddress Lma = IpAddress.Parse("2001:db8:f::1");
    private static readonly IpAddress Lma4 = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress[] Mags = [IpAddress.Parse("2001:db8:f::11"), IpAddress.Parse("2001:db8:f::12")];
    private static readonly IpAddress[] Mags4 = [IpAddress.Parse("192.0.2.11"), IpAddress.Parse("192.0.2.12")];

    public Trial Prepare(ConformanceCase conformanceCase)
    {
        Needs needs = conformanceCase.Needs;
        bool isThreeGpp = (needs & Needs.Ietf) == 0;
        Site site = new()
        {
            Node = IPAddress.Parse("2001:db8:f::1"),
            Node4 = IPAddress.Parse("192.0.2.1"),
            Tester = [IPAddress.Parse("2001:db8:f::11"), IPAddress.Parse("2001:db8:f::12")],
            Tester4 = IPAddress.Parse("192.0.2.11"),
            IsThreeGpp = isThreeGpp,
        };
        if (conformanceCase.Role == NodeRole.Lma)
        {
            return new LmaTrial(new VirtualAnchor(Anchor(needs, isThreeGpp, site)), site, conformanceCase.Number);
        }

        site = site with { Node = site.Tester[0], Node4 = site.Tester4, Tester = [site.Node, IPAddress.Parse("2001:db8:f::2")], Tester4 = site.Node4 };
        VirtualGateway gateway = new(Gateway(needs, isThreeGpp));
        return new MagTrial(gateway, site, gateway);
    }

    private static LmaConfiguration Anchor(Needs needs, bool isThreeGpp, Site site)
    {
        bool isTiny = (needs & Needs.TinyPools) != 0;
        List<PeerConfiguration> peers = [];
        for (int i = 0; i < Mags.Length; i++)
        {
            peers.Add(new PeerConfiguration { Name = $"mag{i}", Ipv6 = Mags[i], Ipv4 = Mags4[i] });
        }

        return new LmaConfiguration
        {
            Limits = new EngineLimits { Bindings = 64 },
            Mode = isThreeGpp ? SpecificationMode.ThreeGpp : SpecificationMode.Ietf,
            Ipv6 = Lma,
            Ipv4 = Lma4,
            Peers = peers,
            Supervision = Supervision(needs),
            AcceptGlobalRevocation = (needs & Needs.NoGlobalRevocation) == 0,
            UnknownHandoff = (needs & Needs.AsksOldMag) != 0 ? UnknownHandoffRule.Revoke : default,
            AcceptForcedUdp = (needs & Needs.Udp) != 0,
            AcceptUnknownSubscribers = (needs & Needs.UnknownSubscriber) == 0,
            Subscribers =
            [
                Subscriber(site.BarredIdentifier, PdnType.Ipv4v6) with { IsEnabled = false },
                Subscriber(site.Ipv4Identifier, PdnType.Ipv4),
                Subscriber(site.Ipv6Identifier, PdnType.Ipv6),
            ],
            AccessPoints =
            [
                new AccessPointConfiguration
                {
                    Name = "internet",
                    Ipv6Pool = IpPrefix.Parse(isTiny ? "2001:db8:100::/64" : "2001:db8:100::/48"),
                    Ipv4Pool = IpPrefix.Parse(isTiny ? "10.45.0.0/30" : "10.45.0.0/16"),
                    Ipv4Router = IpAddress.Parse("10.45.0.1"),
                },
                new AccessPointConfiguration
                {
                    Name = "ims",
                    Ipv6Pool = IpPrefix.Parse("2001:db8:200::/48"),
                    Ipv4Pool = IpPrefix.Parse("10.46.0.0/16"),
                    Ipv4Router = IpAddress.Parse("10.46.0.1"),
                },
            ],
        };
    }

    private static SubscriberConfiguration Subscriber(string identifier, PdnType type) =>
        new() { Identifier = identifier, AccessPoint = "internet", Type = type };

    private static SupervisionConfiguration Supervision(Needs needs) => new()
    {
        HeartbeatInterval = Duration.FromSeconds(60),
        RestartCounter = 8,
        AnnouncesRestart = (needs & Needs.Restarted) != 0,
    };

    private static MagConfiguration Gateway(Needs needs, bool isThreeGpp) => new()
    {
        Limits = new EngineLimits { Bindings = 64 },
        Mode = isThreeGpp ? SpecificationMode.ThreeGpp : SpecificationMode.Ietf,
        Supervision = Supervision(needs),
        Identity = "mag1.example.com",
        Lmas =
        [
            new PeerConfiguration
            {
                Name = "lma1",
                Ipv6 = Lma,
                Ipv4 = Lma4,
                Form = (needs & Needs.Ipv4Transport) != 0 ? Engine.Signalling.SignallingForm.UdpBare : Engine.Signalling.SignallingForm.Ipv6,
                TlvHeader = (needs & Needs.Udp) != 0,
                ForceUdp = (needs & Needs.Udp) != 0,
            },
            new PeerConfiguration { Name = "lma2", Ipv6 = IpAddress.Parse("2001:db8:f::2") },
        ],
        Ipv6 = Mags[0],
        Ipv4 = Mags4[0],
        AccessPoints = ["internet", "ims"],
        UseTimestamps = (needs & Needs.SequenceNumbers) == 0,
        FixedLinkLocalAddress = (needs & Needs.LinkLocalFromLma) != 0 ? default : new MagConfiguration().FixedLinkLocalAddress,
    };
}
