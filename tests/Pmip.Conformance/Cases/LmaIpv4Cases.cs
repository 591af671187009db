using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>IPv4 home addresses at the LMA (RFC 5844 3.1).</summary>
public static class LmaIpv4Cases
{
    private static readonly IPAddress Foreign = IPAddress.Parse("203.0.113.9");

    [Case("5844-3.1.2.1-2", "5844-3.1.2.6-3", "5844-3.1.2.2-1", "5844-3.1.2.6-5", "5844-3.1.2.6-7")]
    public static void Ipv4Only_AcceptedWithoutPrefix(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.Ipv4Update());
        Expect.Equal(0, answer.Count(OptionType.HomeNetworkPrefix), "number of prefixes");
        Expect.Equal(0, answer.ReplyStatus, "status of the reply");
        Expect.That(!answer.HomeAddress4.Equals(IPAddress.Any), "an address");
    }

    [Case("5844-3.1.2.6-8", "5844-3.1.2.6-9", "5844-3.1.2.6-11")]
    public static void Acceptance_HasSubnetAndRouter(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.Ipv4Update());
        int length = answer.Only(OptionType.Ipv4Reply).Value[1] >> 2;
        Expect.That(length is > 0 and <= 32, $"the prefix length of the home network, it is {length}");
        IPAddress router = answer.Only(OptionType.Ipv4Router).AddressAt(2, 4);
        uint mask = uint.MaxValue << (32 - length);
        Expect.That((Number(router) & mask) == (Number(answer.HomeAddress4) & mask), "a router in the home network");
        Expect.That(!router.Equals(answer.HomeAddress4), "a router that is not the node");
    }

    [Case("5844-3.1.2.1-5", Needs = Needs.Ipv4Subscriber)]
    public static void Prefix_NodeMayNotUseIpv6_172(LmaTrial lma) => lma.Refused(172, lma.Update(lma.Site.Ipv4Identifier));

    [Case("5844-3.1.2.1-6", "5844-3.1.2.6-10", Needs = Needs.Ipv6Subscriber)]
    public static void Request_NodeMayNotUseIpv4_170(LmaTrial lma)
    {
        // A request of both families may be narrowed to the one that is allowed, so this one has IPv4 alone.
        ReceivedMessage answer = lma.Refused(170, lma.Ipv4Update(lma.Site.Ipv6Identifier));
        Expect.Equal(0, answer.Count(OptionType.Ipv4Router), "number of default routers");
    }

    [Case("5844-3.1.2.1-7")]
    public static void Request_Twice_173(LmaTrial lma) => lma.Refused(173, lma.DualUpdate().With(MobilityOption.Ipv4Request(IPAddress.Any, 0)));

    [Case("5844-3.1.2.2-2", "5844-3.1.2.2-3", "5844-3.1.2.2-4", "5844-3.1.2.6-6")]
    public static void Request_ForeignAddress_171(LmaTrial lma)
    {
        Message update = lma.Ipv4Update().Replace(MobilityOption.Ipv4Request(Foreign, 24));
        ReceivedMessage answer = lma.Refused(171, update);
        Expect.Equal(129, answer.ReplyStatus, "status of the reply");
        Expect.Equal(Foreign, answer.HomeAddress4, "the address of the request");
        Expect.Equal(24, answer.Only(OptionType.Ipv4Reply).Value[1] >> 2, "prefix length");
    }

    [Case("5844-3.1.2.2-5", "5844-3.1.2.2-6", Needs = Needs.TinyPools)]
    public static void Request_NoAddressLeft_130(LmaTrial lma)
    {
        lma.Register(lma.Ipv4Update());
        Expect.Equal(128, lma.Refused(130, lma.Ipv4Update("other-" + lma.Identifier)).ReplyStatus, "status of the reply");
    }

    [Case("5844-3.1.2.2-8", "5844-3.1.2.2-11", "R21", Needs = Needs.Inside)]
    public static void Both_InOneEntryAndOneTunnel(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.DualUpdate());
        Expect.Equal(1, lma.Node.Tunnels!.Count, "number of tunnels");
        TunnelState tunnel = lma.Tunnel(answer.GreKey)!;
        Expect.Equal(answer.HomeAddress4, tunnel.HomeAddress4!, "the address that is routed");
        Expect.Equal(answer.Prefix, tunnel.Prefixes[0], "the prefix that is routed");
    }

    [Case("5844-3.1.2.1-15")]
    public static void Ipv4_AddedToASession_PrefixStays(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        ReceivedMessage second = lma.Register(lma.Again(update, first).With(MobilityOption.Ipv4Request(IPAddress.Any, 0)));
        Expect.Equal(first.Prefix, second.Prefix, "the same prefix");
        Expect.Equal(first.GreKey, second.GreKey, "the same uplink key");
        Expect.Equal(0, second.ReplyStatus, "status of the reply");
    }

    [Case("5844-3.1.2.3-1")]
    public static void Extension_KeepsBothFamilies(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        ReceivedMessage first = lma.Register(update);
        ReceivedMessage second = lma.Register(lma.Again(update, first));
        Expect.Equal(first.Prefix, second.Prefix, "the same prefix");
        Expect.Equal(first.HomeAddress4, second.HomeAddress4, "the same address");
    }

    [Case("5844-3.1.2.4-1", "5844-3.1.2.4-2", Needs = Needs.SecondAddress | Needs.Inside)]
    public static void Handoff_WithIpv4Only_PrefixIsReleased(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        ReceivedMessage first = lma.Register(update);
        Message moved = lma.Again(update, first, LmaTrial.BetweenMags).Without(OptionType.HomeNetworkPrefix);
        ReceivedMessage second = lma.Register(moved, from: 1);
        Expect.Equal(first.HomeAddress4, second.HomeAddress4, "the same address");
        Expect.Equal(0, lma.Tunnel(second.GreKey)!.Prefixes.Count, "number of routed prefixes");
    }

    [Case("5844-3.1.2.5-3", Needs = Needs.Inside)]
    public static void Deregistration_OfOneFamily_LeavesTheOther(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        ReceivedMessage first = lma.Register(update);
        lma.Register(lma.Leave(update, first).Without(OptionType.HomeNetworkPrefix));
        TunnelState tunnel = lma.Tunnel(first.GreKey)!;
        Expect.That(tunnel.HomeAddress4 is null && tunnel.Prefixes.Count == 1 && tunnel.IsForwarding, "a tunnel with the prefix alone");

        ReceivedMessage other = lma.Register(update = lma.DualUpdate("other-" + lma.Identifier));
        lma.Register(lma.Leave(update, other).Without(OptionType.Ipv4Request));
        tunnel = lma.Tunnel(other.GreKey)!;
        Expect.That(tunnel.HomeAddress4 is not null && tunnel.Prefixes.Count == 0 && tunnel.IsForwarding, "a tunnel with the address alone");
    }

    [Case("5844-3.1.2.7-2", Needs = Needs.Ietf | Needs.SecondAddress)]
    public static void Lookup_ByTheAddress(LmaTrial lma)
    {
        Message update = lma.Ipv4Update();
        ReceivedMessage first = lma.Register(update);
        ReceivedMessage moved = lma.Register(lma.Again(update, first, LmaTrial.BetweenMags), from: 1);
        Expect.Equal(first.HomeAddress4, moved.HomeAddress4, "the same address");
        Expect.Equal(first.GreKey, moved.GreKey, "the same uplink key");
    }

    [Case("5844-3.3.1-2", "5844-3.3.2-1", "5844-3.3.2-2", "5844-3.3.3-1", "5844-3.3.3-2", "5844-3.3.4-1", "5844-3.3.4-2")]
    public static void Options_HaveTheirFormAndIgnoreReserved(LmaTrial lma)
    {
        MobilityOption request = MobilityOption.Ipv4Request(IPAddress.Any, 0).WithValue(value => { value[0] |= 3; value[1] = 0xFF; return value; });
        ReceivedMessage answer = lma.Register(lma.Update().With(request));
        ReceivedOption reply = answer.Only(OptionType.Ipv4Reply);
        Expect.Equal(6, reply.Value.Length, "length of the reply");
        Expect.Equal(0, reply.Value[1] & 3, "reserved bits of the reply");
        ReceivedOption router = answer.Only(OptionType.Ipv4Router);
        Expect.Equal(6, router.Value.Length, "length of the router's option");
        Expect.Same([0, 0], router.Value[..2], "reserved octets of the router's option");
        if (answer.Has(OptionType.DhcpMode))
        {
            ReceivedOption mode = answer.Only(OptionType.DhcpMode);
            Expect.Equal(2, mode.Value.Length, "length of the DHCP mode");
            Expect.Equal(0, mode.Value[0] | (mode.Value[1] & 0xFE), "reserved bits of the DHCP mode");
        }
    }

    private static uint Number(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
