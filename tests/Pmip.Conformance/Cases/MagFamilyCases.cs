using System.Linq;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>A family added to or dropped from a running session, and an uplink key known beforehand (RFC 5844 3.2.3.3, R16).</summary>
public static class MagFamilyCases
{
    [Case("5844-3.2.3.3-5", "5844-3.2.3.3-6", Needs = Needs.Inside)]
    public static void Ipv4_Added_OneRequestBesideThePrefix(MagTrial mag)
    {
        mag.Serve(new AttachWish { HasIpv4 = false });
        mag.Access.ChangeFamilies(ipv4: true, ipv6: true);
        ReceivedMessage update = mag.Await(MessageType.Update);
        Expect.Equal(IPAddress.Any, update.HomeAddress4, "a request for any address");
        Expect.Equal(MagTrial.GivenPrefix, update.Prefix, "the prefix");
        Expect.That(update.Lifetime > 0, "a lifetime");
        mag.Send(mag.Answer(update));
        Expect.Equal(MagTrial.GivenAddress4, mag.Tunnel!.HomeAddress4!, "the address in the tunnel");
    }

    [Case("5844-3.2.3.3-7", "5844-3.2.3.3-8", Needs = Needs.Inside)]
    public static void Ipv4_Dropped_RequestAlone(MagTrial mag)
    {
        mag.Serve();
        mag.Access.ChangeFamilies(ipv4: false, ipv6: true);
        ReceivedMessage update = mag.Await(MessageType.Update);
        Expect.Equal(0, update.Lifetime, "lifetime");
        Expect.Equal(0, update.Prefixes.Count, "number of prefixes");
        Expect.Equal(MagTrial.GivenAddress4, update.HomeAddress4, "the address");
        mag.Send(mag.Answer(update));
        mag.ExpectServed(true, "in IPv6");
        Expect.That(mag.Tunnel is { HomeAddress4: null, Prefixes.Count: 1, IsForwarding: true }, "a tunnel with the prefix alone");
    }

    [Case("5844-3.2.3.3-9", Needs = Needs.Inside)]
    public static void Ipv6_Dropped_PrefixAlone(MagTrial mag)
    {
        mag.Serve();
        mag.Access.ChangeFamilies(ipv4: true, ipv6: false);
        ReceivedMessage update = mag.Await(MessageType.Update);
        Expect.Equal(0, update.Lifetime, "lifetime");
        Expect.Equal(MagTrial.GivenPrefix, update.Prefix, "the prefix");
        Expect.That(!update.Has(OptionType.Ipv4Request), "no request");
    }

    [Case("R16", "5213-6.9.1.1-5", Needs = Needs.Inside)]
    public static void UplinkKey_KnownBeforehand_ServesBeforeTheAnswer(MagTrial mag)
    {
        IPAddress prefix = IPAddress.Parse("2001:db8:66:1::");
        mag.Access.Attach(new AttachWish { HasIpv4 = false, UplinkKey = 0x5555, Prefix = prefix });
        mag.ExpectServed(true, "before the update is answered");
        TunnelState early = mag.Node.Tunnels!.Single();
        Expect.That(early.IsForwarding && early.SendKey == 0x5555, "a tunnel with the known key");
        ReceivedMessage update = mag.Await(MessageType.Update);
        Expect.Equal(prefix, update.Prefix, "the known prefix");
        Expect.Equal(early.ReceiveKey, update.GreKey, "the downlink key of the tunnel");
        mag.Send(mag.Answer(update).Replace(MobilityOption.Prefix(prefix, 64)));
        Expect.Equal(MagTrial.UplinkKey, mag.Node.Tunnels!.Single().SendKey, "the key of the answer");
    }
}
