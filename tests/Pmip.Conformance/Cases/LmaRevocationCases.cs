using System.Linq;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Revocations that the LMA begins (RFC 5846 6, 8.1; R5).</summary>
public static class LmaRevocationCases
{
    private const int Proxy = 0x8000;
    private const int Ipv4Only = 0x4000;
    private const int Global = 0x2000;
    private const string Realm = "@example.com";

    [Case("5846-8.1-1", "5846-8.1-2", "5846-8.1-3", "5846-8.1-6", "5846-5-1", "5846-5.1-2", "5846-8.1-19", Needs = Needs.Operator)]
    public static void Binding_Revoked_IndicationNamesIt(LmaTrial lma)
    {
        ReceivedMessage binding = lma.Register(lma.Update());
        ReceivedMessage indication = Revoke(lma);
        Expect.Equal(Proxy, indication.Flags, "flags: P and nothing else");
        Expect.That(indication.Trigger is > 0 and < 128, $"a trigger for a single node, it is {indication.Trigger}");
        Expect.Equal(lma.Identifier, indication.Identifier, "the identifier");
        Expect.That(indication.Prefixes.Count == 0 || indication.Prefixes.Contains(binding.Prefix), "the prefix or none");
        Expect.Equal(lma.Site.Tester[0], lma.LastParcel.Tester, "destination");
        Expect.Equal(0, indication.Reserved, "reserved octet");
    }

    [Case("5846-8.1-4", Needs = Needs.Operator | Needs.ThreeGpp)]
    public static void Binding_OneOfTwo_IndicationTellsWhich(LmaTrial lma)
    {
        ReceivedMessage binding = lma.Register(lma.Update());
        lma.Register(lma.Update().Replace(MobilityOption.Service(lma.Site.Service("ims"))));
        ReceivedMessage indication = Revoke(lma);
        Expect.That(indication.Prefixes.SequenceEqual([binding.Prefix]), "the prefix of the binding");
    }

    [Case("5846-6.2.2-3", "5846-8.1-10", "R5", Needs = Needs.Operator | Needs.Inside)]
    public static void Binding_Acknowledged_Goes(LmaTrial lma)
    {
        ReceivedMessage binding = lma.Register(lma.Update());
        ReceivedMessage indication = Revoke(lma);
        Expect.That(lma.Tunnel(binding.GreKey) is not null, "the entry until the acknowledgement");
        lma.Send(RevocationAnswers.To(indication, 0));
        lma.Wait(3);
        Expect.That(lma.Tunnel(binding.GreKey) is null, "no entry after it");
        lma.Silence("after a success");
    }

    [Case("5846-6.2.2-1", "5846-6.2.2-2", Needs = Needs.Operator | Needs.Inside)]
    public static void Acknowledgement_WithAnotherNumber_Dropped(LmaTrial lma)
    {
        ReceivedMessage binding = lma.Register(lma.Update());
        ReceivedMessage indication = Revoke(lma);
        Message other = RevocationAnswers.To(indication, 0);
        other.Sequence ^= 0x100;
        lma.Send(other);
        Expect.That(lma.Tunnel(binding.GreKey) is not null, "the entry as it was");
        lma.Send(RevocationAnswers.To(indication, 0).Do(answer => answer.Flags |= 0x1FFF));
        lma.Wait(3);
        Expect.That(lma.Tunnel(binding.GreKey) is null, "no entry after the right acknowledgement, whatever its reserved flags are");
    }

    [Case("5846-5.2-1", Needs = Needs.Operator)]
    public static void Acknowledgement_ReservedFlags_Ignored(LmaTrial lma)
    {
        lma.Register(lma.Update());
        lma.Send(RevocationAnswers.To(Revoke(lma), 0).Do(answer => answer.Flags |= 0x1FFF));
        lma.Silence("after an acknowledgement", 5);
    }

    [Case("5846-6.3-1", "5846-6.3-2", "5846-6.3-4", Needs = Needs.Operator | Needs.Inside)]
    public static void Indication_Unanswered_SentOnceMoreThenCleanedUp(LmaTrial lma)
    {
        ReceivedMessage binding = lma.Register(lma.Update());
        ReceivedMessage indication = Revoke(lma);
        double sent = lma.Node.Elapsed.TotalSeconds;
        ReceivedMessage again = lma.Await(MessageType.Revocation, 5);
        Expect.That(lma.Node.Elapsed.TotalSeconds - sent is >= 0.5 and <= 2, "a second one after a second");
        Expect.Same(indication.Raw, again.Raw, "the same message");
        lma.Silence("after the last retransmission", 10);
        Expect.That(lma.Tunnel(binding.GreKey) is null, "no entry in the end");
    }

    [Case("5846-5.1-1", Needs = Needs.Operator)]
    public static void Indications_AtTheSameTime_HaveDifferentNumbers(LmaTrial lma)
    {
        lma.Register(lma.Update());
        lma.Register(lma.Update("other-" + lma.Identifier));
        int one = Revoke(lma).Sequence;
        Revoker(lma).RevokeBinding("other-" + lma.Identifier, ipv4Only: false);
        Expect.That(one != lma.Await(MessageType.Revocation, 0.4).Sequence, "another sequence number");
    }

    [Case("5846-8.1-30", "5846-8.1-31", "5846-8.1-32", "5846-8.1-33", "5846-5.1-10", Needs = Needs.Operator | Needs.Inside)]
    public static void Ipv4_Revoked_RestStays(LmaTrial lma)
    {
        ReceivedMessage binding = lma.Register(lma.DualUpdate());
        Revoker(lma).RevokeBinding(lma.Identifier, ipv4Only: true);
        ReceivedMessage indication = lma.Await(MessageType.Revocation);
        Expect.Equal(Proxy | Ipv4Only, indication.Flags, "flags P and V");
        Expect.Equal(binding.HomeAddress4, indication.HomeAddress4, "the address");
        Expect.Equal(0, indication.Prefixes.Count, "number of prefixes");
        Expect.That(indication.Trigger < 128, "a trigger for a single node");
        lma.Send(RevocationAnswers.To(indication, 0));
        lma.Wait(3);
        TunnelState tunnel = lma.Tunnel(binding.GreKey)!;
        Expect.That(tunnel.HomeAddress4 is null && tunnel.Prefixes.Count == 1, "a tunnel with the prefix alone");
    }

    [Case("5846-8.1-5", "5846-8.1-13", Needs = Needs.Operator | Needs.Inside | Needs.SecondAddress)]
    public static void Peer_Revoked_NoOptionsAndAllItsBindingsGo(LmaTrial lma)
    {
        lma.Register(lma.Update());
        lma.Register(lma.Update("other-" + lma.Identifier));
        ReceivedMessage kept = lma.Register(lma.Update("kept-" + lma.Identifier), from: 1);
        Revoker(lma).RevokePeer(0);
        ReceivedMessage indication = lma.Await(MessageType.Revocation);
        Expect.Equal(Proxy | Global, indication.Flags, "flags P and G");
        Expect.Equal(128, indication.Trigger, "trigger");
        Expect.Equal(0, indication.Options.Count, "number of options");
        lma.Send(RevocationAnswers.To(indication, 0));
        lma.Wait(3);
        Expect.That(lma.Node.Tunnels!.Count == 1 && lma.Tunnel(kept.GreKey) is not null, "the other peer's binding alone");
    }

    [Case("5846-8.1-14", "5846-8.1-15", "5846-8.1-16", Needs = Needs.Operator | Needs.Inside)]
    public static void Realm_Revoked_IdentifierIsTheRealm(LmaTrial lma)
    {
        lma.Register(lma.Update("a" + Realm));
        ReceivedMessage kept = lma.Register(lma.Update("b@other.example"));
        ReceivedMessage sub = lma.Register(lma.Update("c@sub.example.com"));
        Revoker(lma).RevokeRealm(0, "example.com");
        ReceivedMessage indication = lma.Await(MessageType.Revocation);
        Expect.Equal(Proxy | Global, indication.Flags, "flags P and G");
        Expect.Equal(129, indication.Trigger, "trigger");
        Expect.Equal(Realm, indication.Identifier, "the realm");
        lma.Send(RevocationAnswers.To(indication, 0));
        lma.Wait(3);
        Expect.That(lma.Node.Tunnels!.Count == 2, "the bindings of other realms");
        Expect.That(lma.Tunnel(kept.GreKey) is not null && lma.Tunnel(sub.GreKey) is not null, "those of the other realm and of the realm below");
    }

    [Case("5846-4-1", Needs = Needs.Operator | Needs.Ipv4Transport)]
    public static void Indication_OverUdp_GoesTheWayOfTheRegistration(LmaTrial lma)
    {
        Expect.Status(0, lma.Exchange(lma.DualUpdate(), form: TransportForm.Udp));
        Revoke(lma);
        Expect.That(lma.LastParcel.Form == TransportForm.Udp, "an indication over UDP");
        Expect.Equal(Parcel.ControlPort, lma.LastParcel.NodePort, "source port");
        Expect.Equal(Parcel.ControlPort, lma.LastParcel.TesterPort, "destination port");
        Expect.Equal(lma.Site.Tester4!, lma.LastParcel.Tester, "destination");
    }

    private static ReceivedMessage Revoke(LmaTrial lma)
    {
        Revoker(lma).RevokeBinding(lma.Identifier, ipv4Only: false);
        ReceivedMessage indication = lma.Await(MessageType.Revocation);
        Expect.Equal(1, indication.RevocationType, "an indication");
        return indication;
    }

    private static IRevoker Revoker(LmaTrial lma) => lma.Node as IRevoker ?? throw new CaseSkippedException("needs the operator of the node");
}
