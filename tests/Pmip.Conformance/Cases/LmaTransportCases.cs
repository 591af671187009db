using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Signalling with the LMA over IPv6 and over IPv4 (RFC 5844 4.1, TS 29.275 6.1).</summary>
public static class LmaTransportCases
{
    [Case("R8")]
    public static void Ipv6_UpdateIsAnsweredTheSameWay(LmaTrial lma)
    {
        lma.Register(lma.Update());
        Expect.That(lma.LastParcel.Form == TransportForm.Ipv6, "an answer over IPv6");
    }

    [Case("5844-4.1.3.1-1", "5844-4.1.3.1-2", "5844-4.1.3.2-3", "5844-4.1.3.2-4", "R9", Needs = Needs.Ipv4Transport)]
    public static void Udp_BareMessage_AnsweredWithoutChecksum(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        byte[] octets = update.Encode();
        octets[4] = 0x12;
        octets[5] = 0x34;
        lma.Node.Send(Parcel.Over(TransportForm.Udp, lma.Site.Tester4!, lma.Site.Node4!, octets));
        ReceivedMessage answer = lma.Await(MessageType.Acknowledgement);
        Expect.Status(0, answer);
        Expect.Equal(0, answer.Checksum, "checksum");
        Expect.That(lma.LastParcel.Form == TransportForm.Udp && lma.LastParcel.Octets[0] == 59, "a bare message over UDP");
        Expect.Equal(lma.Site.Node4!, lma.LastParcel.Node, "source");
        Expect.Equal(Parcel.ControlPort, lma.LastParcel.NodePort, "source port");
    }

    [Case("R9", "R10", "R11", "R12", Needs = Needs.Ipv4Transport)]
    public static void Udp_MappedMessage_AnsweredTheSameWay(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Exchange(lma.DualUpdate(), form: TransportForm.Udp, mapped: true);
        Expect.Status(0, answer);
        ExpectMapped(lma, TransportForm.Udp);
    }

    [Case("R9", Needs = Needs.Ipv4Transport)]
    public static void Protocol41_MappedMessage_AnsweredTheSameWay(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Exchange(lma.DualUpdate(), form: TransportForm.Protocol41, mapped: true);
        Expect.Status(0, answer);
        ExpectMapped(lma, TransportForm.Protocol41);
    }

    [Case("5844-4.1.3.1-3", "5844-4.1.1-2", "R3", Needs = Needs.Ipv4Transport | Needs.Inside)]
    public static void Tunnel_HasTheEndsOfTheTransport(LmaTrial lma)
    {
        ReceivedMessage over4 = lma.Exchange(lma.DualUpdate(), form: TransportForm.Udp);
        Expect.Equal(lma.Site.Tester4!, lma.Tunnel(over4.GreKey)!.Remote, "far end");
        Expect.Equal(lma.Site.Node4!, lma.Tunnel(over4.GreKey)!.Local, "near end");
        ReceivedMessage over6 = lma.Exchange(lma.DualUpdate("other-" + lma.Identifier));
        Expect.Equal(lma.Site.Tester[0], lma.Tunnel(over6.GreKey)!.Remote, "far end");
        Expect.Equal(lma.Site.Node, lma.Tunnel(over6.GreKey)!.Local, "near end");
    }

    [Case("5844-4.1.3.1-5", Needs = Needs.Ipv4Transport)]
    public static void ForcedUdp_NotWanted_129(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Exchange(lma.DualUpdate().Do(update => update.Flags |= 0x0100), form: TransportForm.Udp);
        Expect.Status(129, answer);
    }

    private static void ExpectMapped(LmaTrial lma, TransportForm form)
    {
        Parcel parcel = lma.LastParcel;
        Expect.That(parcel.Form == form, $"an answer over {form}");
        Expect.Equal(6, parcel.Octets[0] >> 4, "version of the inner header");
        Expect.Same(Octets.Of128(lma.Site.Node4!), parcel.Octets[8..24], "inner source");
        Expect.Same(Octets.Of128(lma.Site.Tester4!), parcel.Octets[24..40], "inner destination");
    }
}
