using System;
using System.Collections.Generic;
using System.Text;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <content>
/// The probes through the tunnel. Downwards an echo request whose hops are used up at the MAG, which as a router must say so (RFC 1812
/// 5.3.1, RFC 4443 3.3) and says it to our transport address, beside the tunnel; then one to the node. Upwards a request in the node's name
/// whose hops are used up at the LMA: the answer comes down the tunnel, for the node, and is seen where it goes out to the access link. Its
/// number is nobody's at the node, whose stack passes over it.
/// </content>
internal sealed partial class TunnelCheck
{
    private void CheckDownlink(TunnelLook look, bool peerAnswers)
    {
        EchoResult atMag = AskMag(look);
        bool isMagHeard = atMag.Answer is EchoAnswer.TimeExceeded or EchoAnswer.Reply;
        EchoResult atNode = look.HomeAddress4.IsUnspecified ? default : Ask(look.HomeAddress4, default, Payload, HopLimit);
        bool isNodeHeard = atNode.Answer == EchoAnswer.Reply;
        TunnelLook after = node.LookAt(identifier, accessPoint) ?? look;
        bool wasSent = after.Counters.PacketsOut != look.Counters.PacketsOut;
        string carried = Carried(look, after);
        string drops = DropsBetween(look, after);
        if (!wasSent)
        {
            Tell(new CheckStep("tunnel", CheckOutcome.Fail, $"the data path sent none of the probes into the tunnel{drops}", "see \"show datapath\""));
            return;
        }

        if (isMagHeard || isNodeHeard)
        {
            string who = isMagHeard ? $"{atMag.From} answers behind it after {Milliseconds(atMag.Time)}" : "the node answers behind it";
            Tell(new CheckStep("tunnel", CheckOutcome.Ok, $"{who}; {carried}"));
        }
        else if (drops.Length > 0)
        {
            Tell(new CheckStep(
                "tunnel", CheckOutcome.Fail, $"answers do not come back{drops}; {carried}",
                "the reasons say what the MAG sends wrongly, or what this node has wrong"));
            return;
        }
        else if (peerAnswers)
        {
            Tell(new CheckStep(
                "tunnel", CheckOutcome.Fail, $"the peer answers beside the tunnel, nothing comes back through it; {carried}",
                "GRE (protocol 47) or UDP 5437 is dropped on the way, or the MAG does not know the key: \"tunnel check\" at the MAG tells"));
            return;
        }
        else
        {
            Tell(new CheckStep("tunnel", CheckOutcome.Unknown, $"probes go in, nothing is heard; {carried}"));
        }

        Tell(NodeStep(look, atNode, isNodeHeard, after.Counters.PacketsIn != look.Counters.PacketsIn));
    }

    private static CheckStep NodeStep(TunnelLook look, EchoResult atNode, bool isNodeHeard, bool cameBack)
    {
        if (isNodeHeard)
        {
            return new CheckStep("node", CheckOutcome.Ok, $"{look.HomeAddress4} answers after {Milliseconds(atNode.Time)}");
        }

        if (look.HomeAddress4.IsUnspecified)
        {
            return new CheckStep("node", CheckOutcome.Unknown, "it has no IPv4 address, and which IPv6 address of its prefix it took is not known here");
        }

        return cameBack
            ? new CheckStep("node", CheckOutcome.Unknown, $"{look.HomeAddress4} answers no echo, but packets of the node come through the tunnel")
            : new CheckStep(
                "node", CheckOutcome.Fail, $"{look.HomeAddress4} does not answer, and nothing of it comes through the tunnel",
                "it is off or out of reach, or drops echoes: \"tunnel check\" at the MAG tells whether it is on its link");
    }

    // From our transport address, to which the MAG has a way without the tunnel; in the family that both the node and the transport have.
    private EchoResult AskMag(TunnelLook look)
    {
        IpAddress ours6 = node.Configuration.Transport.Ipv6;
        IpAddress ours4 = node.Configuration.Transport.Ipv4;
        if (look.Prefixes.Count > 0 && !ours6.IsUnspecified && !look.Session.RemoteEndpoint.IsIPv4)
        {
            return Ask(Somebody(look.Prefixes[0]), ours6, Payload, 1);
        }

        return !look.HomeAddress4.IsUnspecified && !ours4.IsUnspecified ? Ask(look.HomeAddress4, ours4, Payload, 1) : default;
    }

    private void CheckUplink(TunnelLook look, bool peerAnswers)
    {
        const string hop = "tunnel";
        LinuxStatus status = DeviceSocket.TryOpen(look.TunnelInterface, hears: false, out DeviceSocket? tunnel);
        DeviceSocket? link = null;
        status = status.IsOk ? DeviceSocket.TryOpen(look.Session.AccessInterface, hears: true, out link) : status;
        using (tunnel)
        using (link)
        {
            if (tunnel is null || link is null)
            {
                Tell(new CheckStep(hop, CheckOutcome.Unknown, $"no socket for the probe: {status.Message}"));
                return;
            }

            bool isHeard = SendUp(look, tunnel, link, out IpAddress from, out Duration time, out status);
            TunnelLook after = node.LookAt(identifier, accessPoint) ?? look;
            string carried = Carried(look, after);
            string drops = DropsBetween(look, after);
            if (isHeard)
            {
                Tell(new CheckStep(hop, CheckOutcome.Ok, $"{from} answers through it after {Milliseconds(time)}; {carried}"));
            }
            else if (after.Counters.PacketsOut == look.Counters.PacketsOut)
            {
                string why = status.IsOk ? drops : $": {status.Message}";
                Tell(new CheckStep(hop, CheckOutcome.Fail, $"the data path sent none of the probes into the tunnel{why}", "see \"show datapath\""));
            }
            else
            {
                Tell(Silent(hop, peerAnswers, drops, carried));
            }
        }
    }

    private static CheckStep Silent(string hop, bool peerAnswers, string drops, string carried) => drops.Length > 0
        ? new CheckStep(
            hop, CheckOutcome.Fail, $"answers do not come back{drops}; {carried}", "the reasons say what the LMA sends wrongly, or what this node has wrong")
        : peerAnswers
        ? new CheckStep(
            hop, CheckOutcome.Fail, $"the LMA answers beside the tunnel, nothing comes back through it; {carried}",
            "GRE (protocol 47) or UDP 5437 is dropped on the way, or the LMA does not know the key: \"tunnel check\" at the LMA tells")
        : new CheckStep(hop, CheckOutcome.Unknown, $"probes go in, nothing is heard; {carried}");

    private bool SendUp(TunnelLook look, DeviceSocket tunnel, DeviceSocket link, out IpAddress from, out Duration time, out LinuxStatus status)
    {
        ushort identifierOfProbe = EchoProber.NextIdentifier();
        byte[] room = new byte[4096];
        from = default;
        time = default;
        status = LinuxStatus.Ok;
        for (int i = 0; i < Attempts && !answer.IsAbandoned; i++)
        {
            Instant start = MonotonicClock.Now;
            status = tunnel.Send(UplinkProbe(look, identifierOfProbe, (ushort)(i + 1)));
            Instant end = start.Plus(s_patience);
            for (Instant now = start; status.IsOk && now < end; now = MonotonicClock.Now)
            {
                if (!link.Wait(end.Since(now)))
                {
                    continue;
                }

                while (link.TryReceive(room, out ReadOnlySpan<byte> packet))
                {
                    if (EchoMessage.ReadPacket(packet, identifierOfProbe, out from) != EchoAnswer.None)
                    {
                        time = MonotonicClock.Now.Since(start);
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static byte[] UplinkProbe(TunnelLook look, ushort number, ushort sequence)
    {
        if (look.HomeAddress4.IsUnspecified)
        {
            IpAddress source = Somebody(look.Prefixes[0]);
            return EchoMessage.PacketOf(source, new IpAddress(source.High, source.Low ^ 1), 1, number, sequence, Payload);
        }

        IpAddress router = look.DefaultRouter4.IsUnspecified ? look.Session.RemoteEndpoint : look.DefaultRouter4;
        return EchoMessage.PacketOf(look.HomeAddress4, router.IsIPv4 ? router : look.HomeAddress4, 1, number, sequence, Payload);
    }

    // The MAG asks as it does by itself, by neighbor solicitation or ARP, which no firewall of the node keeps away.
    private void CheckNode(TunnelLook look)
    {
        const string hop = "node";
        Instant asked = MonotonicClock.Now;
        if (look.HeardAgo is null || node.LookAt(identifier, accessPoint, asksPresence: true) is null)
        {
            Tell(new CheckStep(hop, CheckOutcome.Unknown, "the access side does not know it"));
            return;
        }

        using EventWait pause = new();
        Duration? ago = null;
        for (Instant now = asked; now < asked.Plus(Duration.FromSeconds(3)) && !answer.IsAbandoned; now = MonotonicClock.Now)
        {
            ago = node.LookAt(identifier, accessPoint)?.HeardAgo;
            if (ago is Duration heard && heard < MonotonicClock.Now.Since(asked))
            {
                Tell(new CheckStep(hop, CheckOutcome.Ok, "it answers on its link"));
                return;
            }

            pause.Wait(Duration.FromMilliseconds(100));
        }

        string last = ago is Duration since ? Text($"it was heard {since.Seconds} s ago and does not answer now") : "it is gone";
        Tell(new CheckStep(hop, CheckOutcome.Fail, last, "it is off or out of reach; see \"show nodes\""));
    }

    private static string Carried(TunnelLook before, TunnelLook after) => Text(
        $"{after.Counters.PacketsOut - before.Counters.PacketsOut} packets out, {after.Counters.PacketsIn - before.Counters.PacketsIn} in");

    private static string DropsBetween(TunnelLook before, TunnelLook after)
    {
        List<string> grown = [];
        for (int i = 0; i < before.Drops.Length; i++)
        {
            if (after.Drops[i] > before.Drops[i])
            {
                grown.Add(Text($"{Encoding.UTF8.GetString(DropReasons.Name((DropReason)i))} {after.Drops[i] - before.Drops[i]}"));
            }
        }

        return grown.Count == 0 ? "" : $", and packets were dropped meanwhile: {string.Join(", ", grown)}";
    }

    // An address of the prefix that no node takes by itself, so that no stack wonders about what comes for it.
    private static IpAddress Somebody(IpPrefix prefix) => new(prefix.Address.High, 0x0200_5EFE_0000_5213);
}
