using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Signalling of a MAG over IPv4 (RFC 5844 4.2).</summary>
public static class MagTransportCases
{
    [Case("5844-4.2.2-3", "5844-4.2.2-4", "5844-4.2.2-7", "5844-4.2.2-8", "5844-4.2.2-9", "5844-4.2.2.1-1", "5844-4.2.2.1-2", "R3", "R9",
        Needs = Needs.Ipv4Transport | Needs.Inside)]
    public static void Update_OverUdp_BareAndWithoutChecksum(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        ExpectUdp(mag, update);
        byte[] answer = mag.Answer(update).Encode();
        answer[4] = 0x12;
        mag.Node.Send(Parcel.Over(TransportForm.Udp, mag.Site.Tester4!, mag.Site.Node4!, answer));
        mag.ExpectServed(true, "whatever the checksum of the mobility header is");
        Expect.Equal(mag.Site.Tester4!, mag.Tunnel!.Remote, "far end of the tunnel");
        Expect.Equal(mag.Site.Node4!, mag.Tunnel.Local, "near end of the tunnel");
        ExpectUdp(mag, mag.Await(MessageType.Update, 3600));
        mag.Access.Detach();
        ExpectUdp(mag, mag.Await(MessageType.Update));
    }

    [Case("R8")]
    public static void Update_OverIpv6_IsNextHeader135(MagTrial mag)
    {
        mag.Attach();
        Expect.That(mag.LastParcel.Form == TransportForm.Ipv6, "an update over IPv6");
    }

    private static void ExpectUdp(MagTrial mag, ReceivedMessage update)
    {
        Expect.That(mag.LastParcel.Form == TransportForm.Udp && mag.LastParcel.Octets[0] == 59, "a bare message over UDP");
        Expect.Equal(0, update.Checksum, "checksum");
        Expect.Equal(mag.Site.Node4!, mag.LastParcel.Node, "source");
        Expect.Equal(mag.Site.Tester4!, mag.LastParcel.Tester, "destination");
        Expect.Equal(Parcel.ControlPort, mag.LastParcel.TesterPort, "destination port");
    }
}
