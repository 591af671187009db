using System.Linq;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>User traffic in UDP, asked for by a MAG that is configured for it (RFC 5844 4.2.2, RFC 5845 7).</summary>
public static class MagUdpCases
{
    private const int ForceUdp = 0x0100;
    private const int Tlv = 0x0080;
    private const byte AnswerTlv = 0x10;
    private const Needs UdpAndInside = Needs.Udp | Needs.Ipv4Transport | Needs.Inside;

    [Case("5845-7.2-1", "5845-7.3-1", "5844-4.2.2.1-3", Needs = UdpAndInside)]
    public static void Update_ForcesUdp_HasBothFlags(MagTrial mag) =>
        Expect.Equal(ForceUdp | Tlv, mag.Attach().Flags & (ForceUdp | Tlv), "flags F and T");

    [Case("5845-7.2-3", "5845-7.3-2", "5845-7.3-3", "5845-7.3.1-1", "5844-4.2.2-11", Needs = UdpAndInside)]
    public static void Answer_GrantsUdp_TunnelIsInUdp(MagTrial mag)
    {
        Message answer = mag.Answer(mag.Attach()).With(new MobilityOption(OptionType.NatDetection, [0x80, 0, 0xFF, 0xFF, 0xFF, 0xFF], 4));
        answer.Body[1] |= AnswerTlv;
        mag.Send(answer, form: TransportForm.Udp);
        Expect.That(mag.Node.Tunnels!.Single().IsInUdp, "a tunnel in UDP");
    }

    [Case("5845-7.3-4", "5845-7.3-5", "5845-7.3-6", Needs = UdpAndInside)]
    public static void Status3_TunnelIsPlainGre(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update, 3), form: TransportForm.Udp);
        mag.ExpectServed(true, "without UDP");
        TunnelState tunnel = mag.Node.Tunnels!.Single();
        Expect.That(!tunnel.IsInUdp && tunnel.SendKey == MagTrial.UplinkKey && tunnel.ReceiveKey == update.GreKey, "a GRE tunnel with both keys");
    }
}
