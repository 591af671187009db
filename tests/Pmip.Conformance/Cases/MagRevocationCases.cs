using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Revocations at the MAG, received and sent (RFC 5846 9; R5).</summary>
public static class MagRevocationCases
{
    private const int Proxy = 0x8000;
    private const int Ipv4Only = 0x4000;
    private const int Global = 0x2000;
    private const byte Administrative = 1;
    private const byte HandoverUnknown = 4;
    private const byte PerPeer = 128;
    private const byte NodePolicy = 129;
    private const string Device = "device@example.com";

    [Case("5846-6.1.2-1", "5846-6.1.2-7", "5846-6.1.2-9", "5846-5-1", "5846-5.1-2", "5846-5.1-3", "R5", "probe-revocation", Needs = Needs.Inside)]
    public static void Node_Revoked_ConnectionGoes(MagTrial mag)
    {
        mag.Serve();
        ReceivedMessage answer = Acknowledged(mag, Administrative, Proxy | 0x1FFF, MobilityOption.Unknown(), MobilityOption.Identifier(Device));
        Expect.Status(0, answer);
        Expect.Equal(Proxy, answer.Flags, "flags, those of the indication without the reserved ones");
        Expect.Equal(0, answer.Reserved, "reserved octet");
        mag.Silence("after a revocation", 5);
        mag.ExpectServed(false, "after a revocation");
        Expect.Equal(0, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5846-6.1.2-2", "5846-6.2-1")]
    public static void Indication_WithWrongChecksum_Dropped(MagTrial mag)
    {
        mag.Serve();
        mag.Send(Indication(mag, Administrative, Proxy, MobilityOption.Identifier(Device)).Do(message => message.ChecksumError = 1));
        mag.Silence("after a wrong checksum");
        mag.ExpectServed(true, "after a message that is none");
    }

    [Case("5846-6.2.1-2")]
    public static void Trigger_Unknown_133(MagTrial mag)
    {
        mag.Serve();
        Expect.Status(133, Acknowledged(mag, 77, Proxy, MobilityOption.Identifier(Device)));
        Expect.Status(133, Acknowledged(mag, 200, Proxy | Global, MobilityOption.Identifier("@example.com")));
    }

    [Case("5846-6.2.1-3", "5846-6.1.2-10")]
    public static void Global_WithATriggerForANode_134(MagTrial mag)
    {
        mag.Serve();
        ReceivedMessage answer = Acknowledged(mag, Administrative, Proxy | Global, MobilityOption.Identifier(Device));
        Expect.Status(134, answer);
        Expect.Equal(Proxy | Global, answer.Flags, "flags P and G");
    }

    [Case("5846-6.2.1-4")]
    public static void Node_NotHere_128(MagTrial mag)
    {
        mag.Serve();
        Expect.Status(128, Acknowledged(mag, Administrative, Proxy, MobilityOption.Identifier("nobody@example.com")));
        mag.ExpectServed(true, "after the revocation of somebody else");
    }

    [Case("5846-9.1-1", Needs = Needs.Inside)]
    public static void Peer_Revoked_WithOptions_Refused(MagTrial mag)
    {
        mag.Serve();
        ReceivedMessage answer = Acknowledged(mag, PerPeer, Proxy | Global, MobilityOption.Identifier(Device));
        Expect.That(answer.Status >= 128, $"a failure, it is {answer.Status}");
        Expect.That(Acknowledged(mag, PerPeer, Global).Status >= 128, "a failure without P");
        mag.ExpectServed(true, "after a refused revocation");
    }

    [Case("5846-9.1-2", "5846-6.1.2-10", Needs = Needs.Inside)]
    public static void Peer_Revoked_AllItsConnectionsGo(MagTrial mag)
    {
        mag.Serve();
        mag.Serve(new AttachWish { Identifier = "second@other.example" });
        Expect.Status(0, Acknowledged(mag, PerPeer, Proxy | Global));
        mag.Wait(2);
        Expect.Equal(0, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5846-9.1-3", "5846-9.1-4", Needs = Needs.Inside)]
    public static void Realm_Revoked_ItsConnectionsGo(MagTrial mag)
    {
        mag.Serve();
        mag.Serve(new AttachWish { Identifier = "second@other.example" });
        mag.Serve(new AttachWish { Identifier = "third@sub.example.com" });
        Expect.That(Acknowledged(mag, NodePolicy, Global, MobilityOption.Identifier("@example.com")).Status >= 128, "a failure without P");
        Expect.Status(0, Acknowledged(mag, NodePolicy, Proxy | Global, MobilityOption.Identifier("@example.com")));
        mag.Wait(2);
        Expect.Equal(2, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5846-9.1-5", "5846-9.1-6")]
    public static void Realm_NotNamed_131(MagTrial mag)
    {
        mag.Serve();
        Expect.Status(131, Acknowledged(mag, NodePolicy, Proxy | Global));
    }

    [Case("5846-9.1-7", "5846-9.1-8", Needs = Needs.Inside)]
    public static void Handover_NodeIsStillHere_132(MagTrial mag)
    {
        mag.Serve();
        mag.Access.IsPresent = true;
        Expect.Status(132, Acknowledged(mag, HandoverUnknown, Proxy, MobilityOption.Identifier(Device)));
        mag.ExpectServed(true, "after a refused revocation");
    }

    [Case("5846-9.1-7", Needs = Needs.Inside)]
    public static void Handover_NodeIsGone_Success(MagTrial mag)
    {
        mag.Serve();
        mag.Access.IsPresent = false;
        Expect.Status(0, Acknowledged(mag, HandoverUnknown, Proxy, MobilityOption.Identifier(Device)));
        mag.Wait(2);
        mag.ExpectServed(false, "after a handover");
    }

    [Case("5846-9.1-9", "5846-9.1-13", Needs = Needs.Inside)]
    public static void Ipv4_AnotherAddress_128(MagTrial mag)
    {
        mag.Serve();
        Expect.Status(128, Acknowledged(
            mag, Administrative, Proxy | Ipv4Only, MobilityOption.Identifier(Device), MobilityOption.Ipv4Request(IPAddress.Parse("10.9.9.9"), 24)));
        Expect.Equal(MagTrial.GivenAddress4, mag.Tunnel!.HomeAddress4!, "the address as it was");
    }

    [Case("5846-9.1-10", "5846-9.1-11", "5846-9.1-12", "5846-6.1.2-11", Needs = Needs.Inside)]
    public static void Ipv4_Revoked_PrefixStays(MagTrial mag)
    {
        mag.Serve();
        ReceivedMessage answer = Acknowledged(
            mag, Administrative, Proxy | Ipv4Only, MobilityOption.Identifier(Device), MobilityOption.Ipv4Request(MagTrial.GivenAddress4, 24));
        Expect.Status(0, answer);
        Expect.Equal(Proxy | Ipv4Only, answer.Flags, "flags P and V");
        mag.Wait(2);
        mag.ExpectServed(true, "in IPv6");
        Expect.That(mag.Tunnel is { HomeAddress4: null, Prefixes.Count: 1, IsForwarding: true }, "a tunnel with the prefix alone");
    }

    [Case("5846-9.1-14")]
    public static void Indication_SentAgain_IsAcceptedAgain(MagTrial mag)
    {
        mag.Serve();
        Message indication = Indication(mag, Administrative, Proxy, MobilityOption.Identifier(Device));
        mag.Send(indication);
        Expect.Status(0, mag.Await(MessageType.Revocation));
        mag.Wait(1);
        mag.Send(indication);
        Expect.That(mag.Await(MessageType.Revocation).Status < 128, "a success");
    }

    [Case("5846-9.2-1", "5846-9.2-2", "5846-9.2-3", "5846-5.1-7", "5846-9.2-7", Needs = Needs.Operator)]
    public static void AllOfTheLma_Revoked_IndicationHasOurIdentityAndIsSentAgain(MagTrial mag)
    {
        mag.Serve();
        Revoker(mag).RevokePeer(0);
        ReceivedMessage indication = mag.Await(MessageType.Revocation);
        Expect.Equal(1, indication.RevocationType, "an indication");
        Expect.Equal(Proxy | Global, indication.Flags, "flags P and G");
        Expect.Equal(PerPeer, indication.Trigger, "trigger");
        Expect.That(indication.Identifier.Length > 0 && indication.Identifier != Device, "the MAG's identity");
        Expect.Same(indication.Raw, mag.Await(MessageType.Revocation, 5).Raw, "the same message again");
        mag.Send(RevocationAnswers.To(indication, 0));
        mag.Wait(2);
        mag.ExpectServed(false, "after the revocation of all");
    }

    [Case("5846-9.2-9", Needs = Needs.Operator)]
    public static void AllOfTheLma_NotAuthorized_NotTriedAgain(MagTrial mag)
    {
        mag.Serve();
        Revoker(mag).RevokePeer(0);
        mag.Send(RevocationAnswers.To(mag.Await(MessageType.Revocation), 130));
        mag.Silence("after status 130", 5);
        Revoker(mag).RevokePeer(0);
        mag.Silence("after status 130, whatever the operator wants", 5);
    }

    private static ReceivedMessage Acknowledged(MagTrial mag, byte trigger, int flags, params MobilityOption[] options)
    {
        Message indication = Indication(mag, trigger, flags, options);
        mag.Send(indication);
        ReceivedMessage answer = mag.Await(MessageType.Revocation);
        Expect.Equal(2, answer.RevocationType, "an acknowledgement");
        Expect.Equal(indication.Sequence, answer.Sequence, "sequence number");
        return answer;
    }

    private static Message Indication(MagTrial mag, byte trigger, int flags, params MobilityOption[] options) => new Message(
        MessageType.Revocation, [1, trigger, .. Octets.Of16(mag.NextSequence()), .. Octets.Of16(flags)]).With([.. options]);

    private static IRevoker Revoker(MagTrial mag) => mag.Node as IRevoker ?? throw new CaseSkippedException("needs the operator of the node");
}
