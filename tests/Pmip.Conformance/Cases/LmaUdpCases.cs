using System.Linq;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>User traffic in UDP, granted by an LMA that is configured for it (RFC 5844 4.1.3, RFC 5845 7).</summary>
public static class LmaUdpCases
{
    private const int ForceUdp = 0x0100;
    private const int Tlv = 0x0080;
    private const int AnswerTlv = 0x10;

    [Case("5845-7.2-2", "5845-7.2-4", "5845-7.4-1", "5845-7.4-3", "5845-7.4-4", Needs = Needs.Udp | Needs.Ipv4Transport | Needs.Inside)]
    public static void Tlv_Offered_GrantedAndKept(LmaTrial lma)
    {
        Message update = lma.DualUpdate().Do(u => u.Flags |= Tlv);
        ReceivedMessage first = lma.Exchange(update, form: TransportForm.Udp);
        ReceivedMessage again = lma.Exchange(lma.Again(update, first), form: TransportForm.Udp);
        foreach (ReceivedMessage answer in (ReceivedMessage[])[first, again])
        {
            Expect.Status(0, answer);
            Expect.Equal(AnswerTlv, answer.Flags & AnswerTlv, "flag T");
            TunnelState tunnel = lma.Tunnel(answer.GreKey)!;
            Expect.That(tunnel.IsInUdp && tunnel.SendKey == LmaTrial.DownlinkKey, "a tunnel in UDP with both keys");
        }
    }

    [Case("5844-4.1.3.1-6", Needs = Needs.Udp | Needs.Ipv4Transport | Needs.Inside)]
    public static void ForcedUdp_Wanted_GrantedWithNatDetection(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Exchange(lma.DualUpdate().Do(u => u.Flags |= ForceUdp | Tlv), form: TransportForm.Udp);
        Expect.Status(0, answer);
        ReceivedOption nat = answer.Only(OptionType.NatDetection);
        Expect.Equal(6, nat.Value.Length, "length of NAT Detection");
        Expect.Equal(0x80, nat.Value[0], "flag F alone");
        Expect.That(lma.Node.Tunnels!.Single().IsInUdp, "a tunnel in UDP");
    }
}
