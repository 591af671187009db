using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>First registration, extension, handoff and end of a session (RFC 5213 5.3.2 to 5.3.5).</summary>
public static class LmaSessionCases
{
    [Case("5213-5.3.2-1", "probe-all-zero-prefix")]
    public static void Prefix_AllZero_OneIsAssigned(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.Update());
        Expect.That(!answer.Prefix.Equals(IPAddress.IPv6Any) && answer.PrefixLength == 64, $"a /64, it is {answer.Prefix}/{answer.PrefixLength}");
    }

    [Case("5213-5.3.2-2")]
    public static void Prefix_OfTwoNodes_Differs(LmaTrial lma)
    {
        IPAddress one = lma.Register(lma.Update()).Prefix;
        Expect.That(!one.Equals(lma.Register(lma.Update("other-" + lma.Identifier)).Prefix), "another prefix for another node");
    }

    [Case("5213-5.3.2-4", Needs = Needs.TinyPools)]
    public static void Prefix_NoneLeft_130(LmaTrial lma)
    {
        lma.Register(lma.Update());
        lma.Refused(130, lma.Update("other-" + lma.Identifier));
    }

    [Case("5213-5.3.2-5", "5213-5.3.2-6", "probe-foreign-prefix")]
    public static void Prefix_NotOfTheLma_155(LmaTrial lma) =>
        lma.Refused(155, lma.Update().Replace(MobilityOption.Prefix(IPAddress.Parse("2001:db8:dead:beef::"), 64)));

    [Case("5213-5.3.2-7", "5213-5.3.3-1")]
    public static void Extension_FromTheSameMag_KeepsTheSession(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        ReceivedMessage second = lma.Register(lma.Again(update, first, lifetime: 50));
        Expect.Equal(first.Prefix, second.Prefix, "the same prefix");
        Expect.Equal(50, second.Lifetime, "the lifetime asked for");
    }

    [Case("5213-5.3.2-8", "5213-5.3.2-10", "R1", Needs = Needs.Inside)]
    public static void Registration_MakesTheTunnel(LmaTrial lma)
    {
        ReceivedMessage answer = lma.Register(lma.Update());
        TunnelState? tunnel = lma.Tunnel(answer.GreKey);
        Expect.That(tunnel is { IsForwarding: true }, "a tunnel that forwards");
        Expect.Equal(lma.Site.Tester[0], tunnel!.Remote, "its far end");
        Expect.Equal(lma.Site.Node, tunnel.Local, "its near end");
        Expect.Equal(LmaTrial.DownlinkKey, tunnel.SendKey, "the key towards the MAG");
        Expect.That(tunnel.Prefixes.Count == 1 && tunnel.Prefixes[0].Equals(answer.Prefix), "a route for the prefix");
    }

    [Case("5213-5.3.4-1", "5845-3.3.2-6", Needs = Needs.SecondAddress)]
    public static void Handoff_ToAnotherMag_SameAddressesAndUplinkKey(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        ReceivedMessage first = lma.Register(update);
        Message moved = lma.Again(update, first, LmaTrial.BetweenMags).Replace(MobilityOption.GreKey(77));
        ReceivedMessage second = lma.Register(moved, from: 1);
        Expect.Equal(first.Prefix, second.Prefix, "the same prefix");
        Expect.Equal(first.HomeAddress4, second.HomeAddress4, "the same address");
        Expect.Equal(first.GreKey, second.GreKey, "the same uplink key");
        Expect.Equal(lma.Site.Tester[1], lma.LastParcel.Tester, "destination");
    }

    [Case("5213-5.3.4-2", "5213-5.3.4-3", "5213-5.3.4-6", Needs = Needs.SecondAddress | Needs.Inside)]
    public static void Handoff_ToAnotherMag_TunnelMoves(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        lma.Register(lma.Again(update, first, LmaTrial.BetweenMags).Replace(MobilityOption.GreKey(77)), from: 1);
        Expect.Equal(1, lma.Node.Tunnels!.Count, "number of tunnels");
        TunnelState tunnel = lma.Tunnel(first.GreKey)!;
        Expect.Equal(lma.Site.Tester[1], tunnel.Remote, "its far end");
        Expect.Equal(77, tunnel.SendKey, "the key towards the MAG");
    }

    [Case("5213-5.3.5-1", Needs = Needs.SecondAddress)]
    public static void Deregistration_FromTheOldMag_Ignored(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        Message moved = lma.Again(update, first, LmaTrial.BetweenMags);
        lma.Register(moved, from: 1);
        lma.Ignored(lma.Leave(update, first), "after the old MAG's de-registration");
        Expect.Equal(first.Prefix, lma.Register(lma.Again(moved, first), from: 1).Prefix, "the same prefix");
    }

    [Case("5213-5.3.5-3", "probe-lifetime-zero")]
    public static void Deregistration_AnsweredAtOnce(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        ReceivedMessage answer = lma.Register(lma.Leave(update, first));
        Expect.Equal(0, answer.Lifetime, "lifetime");
    }

    [Case("5213-5.3.5-2", "5213-5.3.5-5", "5213-5.3.5-7", Needs = Needs.LongWait | Needs.Inside)]
    public static void Deregistration_EntryStaysWithoutTrafficAndGoes(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        lma.Register(lma.Leave(update, first));
        lma.Wait(lma.Site.DeleteDelay.TotalSeconds - 0.5);
        Expect.That(lma.Tunnel(first.GreKey) is { IsForwarding: false }, "a tunnel that forwards nothing");
        lma.Wait(1);
        Expect.That(lma.Tunnel(first.GreKey) is null, "no tunnel");
    }

    [Case("5213-5.3.5-6", Needs = Needs.LongWait)]
    public static void Deregistration_UpdateWithinTheDelay_RevivesTheSession(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        ReceivedMessage first = lma.Register(update);
        lma.Register(lma.Leave(update, first));
        ReceivedMessage revived = lma.Register(lma.Again(update, first, LmaTrial.Unknown));
        Expect.Equal(first.Prefix, revived.Prefix, "the same prefix");
        lma.Wait(lma.Site.DeleteDelay.TotalSeconds + 1);
        ReceivedMessage later = lma.Register(lma.Again(update, revived));
        Expect.Equal(first.GreKey, later.GreKey, "the same uplink key");
    }

    [Case("R6", Needs = Needs.LongWait)]
    public static void Lifetime_Over_SessionIsGone(LmaTrial lma)
    {
        Message update = lma.Update().Do(u => u.Lifetime = 3);
        ReceivedMessage first = lma.Register(update);
        lma.Wait(13);
        lma.Ignored(lma.Leave(update, first), "after a de-registration of a session that is over");
    }
}
