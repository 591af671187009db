using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Host;
using Pmip.DataPath;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary>
/// Goes along the tunnel of one connection from here to its other end and to the node, and says of each hop whether it works. What
/// cannot be told from here is called unknown: nothing passes for working that was not seen to work.
/// </summary>
internal sealed partial class TunnelCheck(Node node, byte[] identifier, byte[] accessPoint, IAnswer answer)
{
    private const byte HopLimit = 64;
    private const int Payload = 56;
    private const int Attempts = 3;
    private static readonly Duration s_patience = Duration.FromSeconds(1);
    private readonly List<CheckStep> _steps = [];

    /// <summary>The steps that were taken.</summary>
    public IReadOnlyList<CheckStep> Steps => _steps;

    /// <summary>Takes all steps that make sense, each told as it ends; the first that fails is the verdict.</summary>
    public void Run()
    {
        if (node.LookAt(identifier, accessPoint) is not TunnelLook look)
        {
            Tell(new CheckStep("binding", CheckOutcome.Unknown, "the control loop did not answer in time", "look at \"show loops\""));
        }
        else if (CheckBinding(look) && CheckSession(look) && CheckRoute(look))
        {
            bool answers = CheckPeer(look);
            if (look.IsAtLma)
            {
                CheckDownlink(look, answers);
            }
            else
            {
                CheckUplink(look, answers);
                CheckNode(look);
            }

            CheckMtu(look, answers);
        }

        answer.Text(Verdict());
    }

    private string Verdict()
    {
        if (_steps.Find(step => step.Outcome == CheckOutcome.Fail) is CheckStep failed)
        {
            return $"VERDICT: {failed.Hop} fails: {failed.Detail}{(failed.Advice.Length > 0 ? $"; {failed.Advice}" : "")}";
        }

        string[] unknown = [.. _steps.Where(step => step.Outcome == CheckOutcome.Unknown).Select(step => step.Hop)];
        return unknown.Length == 0
            ? "VERDICT: every hop works"
            : $"VERDICT: nothing is seen to fail; not known from here: {string.Join(", ", unknown)}";
    }

    private bool CheckBinding(TunnelLook look)
    {
        if (!look.IsFound)
        {
            return Tell(new CheckStep(
                "binding", CheckOutcome.Fail, "this node has no binding of that name", "see \"show bindings\"; \"trace\" the node while it attaches"));
        }

        string state = look.IsAtLma ? look.AnchorState.ToString() : look.GatewayState.ToString();
        string what = $"{state} with {look.Peer.Name ?? look.Path.Remote.ToString()} for {Encoding.UTF8.GetString(look.AccessPoint)}";
        bool isUp = look.IsAtLma
            ? look.AnchorState == BindingState.Active
            : look.GatewayState is BindingUpdateState.Registered or BindingUpdateState.Refreshing;
        return Tell(isUp
            ? new CheckStep("binding", CheckOutcome.Ok, what)
            : new CheckStep("binding", CheckOutcome.Fail, what, "\"trace\" the node to see why it does not get on"));
    }

    private bool CheckSession(TunnelLook look)
    {
        const string hop = "session";
        const string again = "a detach and attach of the node, or a restart, installs it anew";
        if (!look.HasSession)
        {
            return Tell(new CheckStep(hop, CheckOutcome.Fail, "the data path has no session for the binding", again));
        }

        GreKey send = look.IsAtLma ? look.DownlinkKey : look.UplinkKey;
        GreKey receive = look.IsAtLma ? look.UplinkKey : look.DownlinkKey;
        GreSession session = look.Session;
        if (session.SendKey != send || session.ReceiveKey != receive || session.HomeAddress4 != look.HomeAddress4
            || !session.HomeNetworkPrefixes.SetEquals(look.Prefixes) || session.LocalEndpoint != look.Path.OuterLocal)
        {
            return Tell(new CheckStep(hop, CheckOutcome.Fail, "keys, addresses or ends of the session are not those of the binding", again));
        }

        if (look.Audit is not SessionAudit.Sound and not SessionAudit.NoRoute)
        {
            string lost = look.Audit switch
            {
                SessionAudit.EntryDiffers => "the kernel's entry of the session is not what was installed",
                SessionAudit.PrefixLost => "the kernel's table of prefixes does not lead to the session",
                SessionAudit.AddressLost => "the kernel's table of IPv4 addresses does not lead to the session",
                SessionAudit.KeyLost => "the kernel's table of keys does not lead to the session",
                _ => "the kernel has no entry for the session",
            };
            return Tell(new CheckStep(hop, CheckOutcome.Fail, lost, $"another program changed it; {again}"));
        }

        if (look.ProgramsMissing > 0)
        {
            return Tell(new CheckStep(
                "data path", CheckOutcome.Fail, Text($"{look.ProgramsMissing} of its programs are not on their interfaces"),
                "\"show datapath\" says which and why"));
        }

        return Tell(session.IsForwarding
            ? new CheckStep(hop, CheckOutcome.Ok, $"sends with key {session.SendKey}, receives with {session.ReceiveKey}")
            : new CheckStep(hop, CheckOutcome.Fail, "the session does not forward now", "the binding ends, or waits for its confirmation"));
    }

    private bool CheckRoute(TunnelLook look)
    {
        const string hop = "route";
        IpAddress remote = look.Session.RemoteEndpoint;
        LinuxStatus status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        if (channel is null)
        {
            return Tell(new CheckStep(hop, CheckOutcome.Unknown, $"netlink: {status.Message}"));
        }

        using (channel)
        {
            status = new RouteTable(channel).TryLookup(remote, out RouteLookup route);
            if (!status.IsOk || look.Audit == SessionAudit.NoRoute)
            {
                string why = status.IsOk ? "the data path has not taken it yet" : status.Message;
                return Tell(new CheckStep(hop, CheckOutcome.Fail, $"no route to {remote}: {why}", "add a route on the transport side"));
            }

            return Tell(new CheckStep(hop, CheckOutcome.Ok, Text($"to {remote} by {route.NextHop} on interface {route.InterfaceIndex}")));
        }
    }

    // Who answers no echo may still answer heartbeats: many transport networks drop ICMP.
    private bool CheckPeer(TunnelLook look)
    {
        const string hop = "peer";
        IpAddress remote = look.Session.RemoteEndpoint;
        EchoResult result = Ask(remote, look.Session.LocalEndpoint, Payload, HopLimit);
        string heartbeats = look.Peer.State switch
        {
            PeerPathState.Reachable when look.Peer.HasRoundTrip => Text($"answered a heartbeat after {Milliseconds(look.Peer.RoundTrip)}"),
            PeerPathState.Reachable => "is heard",
            PeerPathState.Unreachable => Text($"left {look.Peer.Missed} heartbeats unanswered"),
            _ => "was asked for no heartbeat yet",
        };
        if (result.Answer == EchoAnswer.Reply)
        {
            Tell(new CheckStep(hop, CheckOutcome.Ok, Text($"{remote} answers after {Milliseconds(result.Time)}, and {heartbeats}")));
            return true;
        }

        string why = result.Answer == EchoAnswer.Unreachable ? $"{result.From} says that {remote} cannot be reached"
            : result.Sending.IsOk ? $"{remote} answers no echo"
            : $"nothing can be sent to {remote}: {result.Sending.Message}";
        bool isDead = look.Peer.State == PeerPathState.Unreachable || result.Answer == EchoAnswer.Unreachable || !result.Sending.IsOk;
        Tell(isDead
            ? new CheckStep(
                hop, CheckOutcome.Fail, $"{why}, and it {heartbeats}", "look at the transport network between the gateways: \"traceroute\" to the peer")
            : new CheckStep(hop, CheckOutcome.Unknown, $"{why}, but it {heartbeats}"));
        return false;
    }

    private void CheckMtu(TunnelLook look, bool answers)
    {
        const string hop = "path MTU";
        IpAddress remote = look.Session.RemoteEndpoint;
        int mtu = node.Configuration.Transport.Mtu;
        if (!answers)
        {
            Tell(new CheckStep(hop, CheckOutcome.Unknown, "the peer answers no echo"));
            return;
        }

        int headers = (remote.IsIPv4 ? Ipv4Header.Length : Ipv6Header.Length) + EchoMessage.HeaderLength;
        EchoResult result = Ask(remote, look.Session.LocalEndpoint, mtu - headers, HopLimit);
        if (result.Answer == EchoAnswer.Reply)
        {
            Tell(new CheckStep(hop, CheckOutcome.Ok, Text($"packets of {mtu} octets pass")));
            return;
        }

        string fits = result.Mtu > 0 ? Text($", {result.Mtu} fit") : ", and nobody says what fits";
        Tell(new CheckStep(
            hop, CheckOutcome.Fail, Text($"packets of {mtu} octets do not pass{fits}"),
            "set transport.mtu to what fits, so that tunnels announce less"));
    }

    private EchoResult Ask(IpAddress destination, IpAddress source, int payload, int hops)
    {
        EchoResult result = default;
        LinuxStatus status = EchoProber.TryOpen(destination, source, out EchoProber? prober);
        if (prober is null)
        {
            return new EchoResult(EchoAnswer.None, default, default, 0, status);
        }

        using (prober)
        {
            for (int i = 0; i < Attempts && result.Answer == EchoAnswer.None && !answer.IsAbandoned; i++)
            {
                result = prober.Ask(payload, hops, s_patience, answer);
            }
        }

        return result;
    }

    private bool Tell(CheckStep step)
    {
        _steps.Add(step);
        string outcome = step.Outcome switch { CheckOutcome.Ok => "ok     ", CheckOutcome.Fail => "FAIL   ", _ => "unknown" };
        answer.Text($"{outcome} {step.Hop}: {step.Detail}");
        return step.Outcome != CheckOutcome.Fail;
    }

    private static string Milliseconds(Duration time) => Text($"{time.Microseconds / 1000.0:0.000} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
