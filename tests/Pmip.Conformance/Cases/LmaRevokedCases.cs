using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Revocations that a MAG sends to the LMA (RFC 5846 6.1.2, 6.2.1, 8.2).</summary>
public static class LmaRevokedCases
{
    private const int Proxy = 0x8000;
    private const int Ipv4Only = 0x4000;
    private const int Global = 0x2000;
    private const byte UserInitiated = 5;
    private const byte PerPeer = 128;
    private static readonly MobilityOption Mag = MobilityOption.Identifier("mag1.example.com");

    [Case("5846-6.1.2-1", "5846-6.1.2-7", "5846-6.1.2-9", "5846-6.2.1-4", "5846-5-1", "5846-5.1-2", "5846-5.1-3", "probe-revocation")]
    public static void Indication_OfNoBinding_128(LmaTrial lma)
    {
        Message indication = lma.Revocation(UserInitiated, Proxy | 0x1FFF, MobilityOption.Unknown(), MobilityOption.Identifier(lma.Identifier));
        ReceivedMessage answer = Acknowledged(lma, indication);
        Expect.Status(128, answer);
        Expect.Equal(Proxy, answer.Flags, "flags, those of the indication without the reserved ones");
        Expect.Equal(0, answer.Reserved, "reserved octet");
    }

    [Case("5846-6.1.2-11")]
    public static void Indication_WithV_IsCopied(LmaTrial lma)
    {
        ReceivedMessage answer = Acknowledged(lma, lma.Revocation(
            UserInitiated, Proxy | Ipv4Only, MobilityOption.Identifier(lma.Identifier), MobilityOption.Ipv4Request(IPAddress.Parse("10.9.8.7"), 24)));
        Expect.That(answer.Status >= 128, "a failure");
        Expect.Equal(Proxy | Ipv4Only, answer.Flags, "flags P and V");
    }

    [Case("5846-6.1.2-2", "5846-6.2-1")]
    public static void Indication_WithWrongChecksum_Dropped(LmaTrial lma) => lma.Ignored(
        lma.Revocation(UserInitiated, Proxy, MobilityOption.Identifier(lma.Identifier)).Do(message => message.ChecksumError = 1), "after a wrong checksum");

    [Case("5846-6.2.1-2")]
    public static void Trigger_Unknown_133(LmaTrial lma)
    {
        lma.Register(lma.Update());
        Expect.Status(133, Acknowledged(lma, lma.Revocation(77, Proxy, MobilityOption.Identifier(lma.Identifier))));
        Expect.Status(133, Acknowledged(lma, lma.Revocation(200, Proxy | Global, Mag)));
    }

    [Case("5846-6.2.1-3", "5846-6.1.2-10")]
    public static void Global_WithATriggerForANode_134(LmaTrial lma)
    {
        ReceivedMessage answer = Acknowledged(lma, lma.Revocation(UserInitiated, Proxy | Global, Mag));
        Expect.Status(134, answer);
        Expect.Equal(Proxy | Global, answer.Flags, "flags P and G");
    }

    [Case("5846-8.2-5", "5846-8.2-2")]
    public static void Global_WithoutIdentity_130(LmaTrial lma)
    {
        lma.Register(lma.Update());
        Expect.Status(130, Acknowledged(lma, lma.Revocation(PerPeer, Proxy | Global)));
    }

    [Case("5846-8.2-6", "5846-8.2-8", Needs = Needs.SecondAddress)]
    public static void Global_OfTheSource_AllItsBindingsGo(LmaTrial lma)
    {
        Message first = lma.Update();
        Message other = lma.Update("other-" + lma.Identifier);
        ReceivedMessage one = lma.Register(first);
        ReceivedMessage kept = lma.Register(other, from: 1);
        Expect.Status(0, Acknowledged(lma, lma.Revocation(PerPeer, Proxy | Global, Mag)));
        lma.Wait(2);
        lma.Ignored(lma.Leave(first, one), "about a binding that is revoked");
        lma.Register(lma.Leave(other, kept), from: 1);
    }

    [Case("5846-8.2-7")]
    public static void Global_OfACareOfAddress_OnlyItsBindingsGo(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage binding = lma.Register(update);
        IPAddress nobody = IPAddress.Parse("2001:db8:bad::9");
        ReceivedMessage none = Acknowledged(lma, lma.Revocation(PerPeer, Proxy | Global, Mag, MobilityOption.AlternateCareOf(nobody)));
        Expect.Status(128, none);
        binding = lma.Register(lma.Again(update, binding));
        Expect.Status(0, Acknowledged(
            lma, lma.Revocation(PerPeer, Proxy | Global, Mag, MobilityOption.AlternateCareOf(lma.Site.Tester[0]))));
        lma.Wait(2);
        lma.Ignored(lma.Leave(update, binding), "about a binding that is revoked");
    }

    [Case("5846-8.2-9")]
    public static void Global_SentAgain_IsAcceptedAgain(LmaTrial lma)
    {
        lma.Register(lma.Update());
        Message indication = lma.Revocation(PerPeer, Proxy | Global, Mag);
        Expect.Status(0, Acknowledged(lma, indication));
        lma.Wait(1);
        ReceivedMessage again = Acknowledged(lma, indication);
        Expect.That(again.Status < 128, $"a success, it is {again.Status}");
    }

    [Case("5846-8.2-3", "5846-13-3", Needs = Needs.NoGlobalRevocation)]
    public static void Global_NotAuthorized_130(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage binding = lma.Register(update);
        Expect.Status(130, Acknowledged(lma, lma.Revocation(PerPeer, Proxy | Global, Mag)));
        lma.Register(lma.Again(update, binding));
    }

    [Case("5846-8.2-10")]
    public static void Node_ByIdentifier_AllItsBindingsGo(LmaTrial lma)
    {
        Message update = lma.DualUpdate();
        ReceivedMessage binding = lma.Register(update);
        Expect.Status(0, Acknowledged(lma, lma.Revocation(UserInitiated, Proxy, MobilityOption.Identifier(lma.Identifier))));
        lma.Wait(1);
        lma.Ignored(lma.Leave(update, binding), "about a binding that is revoked");
    }

    [Case("5846-8.2-11", "5846-8.2-12")]
    public static void Node_ByPrefix_ThatBindingGoes(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage binding = lma.Register(update);
        Message indication = lma.Revocation(
            UserInitiated, Proxy, MobilityOption.Identifier(lma.Identifier), MobilityOption.Prefix(IPAddress.Parse("2001:db8:dead::"), 64));
        Expect.Status(128, Acknowledged(lma, indication));
        binding = lma.Register(lma.Again(update, binding));
        indication = lma.Revocation(
            UserInitiated, Proxy, MobilityOption.Identifier(lma.Identifier), MobilityOption.Prefix(binding.Prefix, 64));
        Expect.Status(0, Acknowledged(lma, indication));
        lma.Wait(1);
        lma.Ignored(lma.Leave(update, binding), "about a binding that is revoked");
    }

    [Case("5846-8.2-13", Needs = Needs.Inside)]
    public static void Node_Ipv4Only_PrefixStays(LmaTrial lma)
    {
        ReceivedMessage binding = lma.Register(lma.DualUpdate());
        Message indication = lma.Revocation(
            UserInitiated, Proxy | Ipv4Only, MobilityOption.Identifier(lma.Identifier), MobilityOption.Ipv4Request(binding.HomeAddress4, 16));
        Expect.Status(0, Acknowledged(lma, indication));
        lma.Wait(1);
        TunnelState? tunnel = lma.Tunnel(binding.GreKey);
        Expect.That(tunnel is { HomeAddress4: null, Prefixes.Count: 1, IsForwarding: true }, "a tunnel with the prefix alone");
    }

    private static ReceivedMessage Acknowledged(LmaTrial lma, Message indication)
    {
        lma.Send(indication);
        ReceivedMessage answer = lma.Await(MessageType.Revocation);
        Expect.Equal(2, answer.RevocationType, "an acknowledgement");
        Expect.Equal(indication.Sequence, answer.Sequence, "sequence number");
        return answer;
    }
}
