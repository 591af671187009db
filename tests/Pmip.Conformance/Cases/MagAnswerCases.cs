using System.Linq;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>What a MAG does with an acknowledgement (RFC 5213 6.9.1.2, RFC 5844 3.2.3.2, RFC 5845 4.2).</summary>
public static class MagAnswerCases
{
    private const double Long = 20;

    [Case("5213-6.9.1.2-18", "5213-6.9.1.2-20", "5213-6.9.1.2-22", "5844-3.2.3.2-8", "5844-3.2.3.2-9", "5845-4.2-4", "5845-4.2-5", "R1",
        Needs = Needs.Inside)]
    public static void Acceptance_MakesTheTunnel(MagTrial mag)
    {
        ReceivedMessage update = mag.Serve();
        mag.ExpectServed(true, "after an acceptance");
        TunnelState tunnel = mag.Tunnel!;
        Expect.That(tunnel.IsForwarding, "a tunnel that forwards");
        Expect.Equal(mag.Site.Tester[0], tunnel.Remote, "far end");
        Expect.Equal(mag.Site.Node, tunnel.Local, "near end");
        Expect.Equal(MagTrial.UplinkKey, tunnel.SendKey, "the key towards the LMA");
        Expect.Equal(update.GreKey, tunnel.ReceiveKey, "the key from the LMA");
        Expect.Equal(MagTrial.GivenPrefix, tunnel.Prefixes[0], "the prefix");
        Expect.Equal(MagTrial.GivenAddress4, tunnel.HomeAddress4!, "the address");
    }

    [Case("5213-6.9.1.2-18")]
    public static void Acceptance_EndsTheRetransmission(MagTrial mag)
    {
        mag.Serve();
        mag.Silence("after an acceptance", 6);
    }

    [Case("5213-6.9.1.2-3")]
    public static void Answer_WithWrongChecksum_Dropped(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Do(answer => answer.ChecksumError = 1));
        ExpectUnanswered(mag);
    }

    [Case("5213-6.9.1.2-3")]
    public static void Answer_WithWrongPayloadProtocol_Dropped(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Do(answer => answer.PayloadProto = 6));
        ExpectUnanswered(mag);
    }

    [Case("5213-6.9.1.2-7", "5213-6.9.1.2-4")]
    public static void Answer_WithAnotherNumber_Ignored(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Do(answer => answer.Body[2] ^= 0x40));
        ExpectUnanswered(mag);
    }

    [Case("5213-6.9.1.2-4")]
    public static void Answer_WithAnotherTime_Ignored(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Replace(MobilityOption.Timestamp(update.Timestamp + 1)));
        mag.ExpectServed(false, "after an answer with another time");
    }

    [Case("5213-6.9.1.2-6", "5213-6.9.1.2-8")]
    public static void Answer_ForAnotherNode_Ignored(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Replace(MobilityOption.Identifier("somebody@else.example")));
        mag.ExpectServed(false, "after an answer for another node");
    }

    [Case("5213-6.9.1.2-8", "5213-6.9.1.2-9", Needs = Needs.LongWait)]
    public static void Answer_WithAnotherIndicator_IgnoredAndNotTriedAgain(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Replace(MobilityOption.Handoff((byte)(update.Handoff ^ 1))));
        mag.ExpectServed(false, "after an answer with another indicator");
        mag.Silence("after an answer with another indicator", Long);
    }

    [Case("5213-6.9.1.2-8", "5213-6.9.1.2-9", Needs = Needs.LongWait)]
    public static void Answer_WithAnotherAccessTechnology_IgnoredAndNotTriedAgain(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Replace(MobilityOption.Access((byte)(update.Access ^ 1))));
        mag.ExpectServed(false, "after an answer with another access technology");
        mag.Silence("after an answer with another access technology", Long);
    }

    [Case("5213-6.9.1.2-8", "5213-6.9.1.2-9", Needs = Needs.LongWait)]
    public static void Answer_WithAnotherLinkLayerIdentifier_IgnoredAndNotTriedAgain(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update).Replace(MobilityOption.LinkLayer([6, 6, 6, 6, 6, 6])));
        mag.ExpectServed(false, "after an answer with another link-layer identifier");
        mag.Silence("after an answer with another link-layer identifier", Long);
    }

    [Case("5213-6.9.1.2-10", "5213-6.9.1.2-11", Needs = Needs.LongWait)]
    public static void Status152_DeviceIsNotServedAndNotTriedAgain(MagTrial mag)
    {
        mag.Send(mag.Answer(mag.Attach(), 152));
        mag.ExpectServed(false, "after status 152");
        mag.Silence("after status 152", Long);
    }

    [Case("5213-6.9.1.2-12")]
    public static void Status157_RegistersAgainLater(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update, 157).Replace(MobilityOption.Timestamp(update.Timestamp + 5)));
        ReceivedMessage again = mag.Await(MessageType.Update, 5);
        Expect.That(again.Timestamp > update.Timestamp, "a later timestamp");
    }

    [Case("5213-6.9.1.2-13", "5213-6.9.1.2-14")]
    public static void Status156_KeepsItsOwnTime(MagTrial mag)
    {
        ReceivedMessage update = mag.Attach();
        mag.Send(mag.Answer(update, 156).Replace(MobilityOption.Timestamp(update.Timestamp + (3600UL << 16))));
        mag.Silence("right after status 156", 0.2);
        ReceivedMessage? again = mag.Next(5);
        Expect.That(again is null || again.Timestamp < update.Timestamp + (600UL << 16), "its own time, not that of the answer");
    }

    [Case("5213-6.9.1.2-15", Needs = Needs.Inside)]
    public static void Status155_SamePrefixIsNotAskedForAgain(MagTrial mag)
    {
        mag.Serve();
        ReceivedMessage refresh = mag.Await(MessageType.Update, 3600);
        Expect.Equal(MagTrial.GivenPrefix, refresh.Prefix, "the prefix");
        mag.Send(mag.Answer(refresh, 155));
        ReceivedMessage? again = mag.Next(5);
        Expect.That(again is null || again.Prefix.Equals(IPAddress.IPv6Any), "an all-zero prefix or nothing");
    }

    [Case("5213-6.9.1.2-16", Needs = Needs.Inside)]
    public static void Refusals_AllOfThem_NoService(MagTrial mag)
    {
        int number = 0;
        foreach (byte status in (byte[])[128, 129, 130, 151, 153, 154, 158, 159, 160, 161, 162, 170, 171, 172, 173, 255])
        {
            mag.Send(mag.Answer(mag.Attach(new AttachWish { Identifier = $"refused{number++}@example.com" }), status));
            mag.ExpectServed(false, $"after status {status}");
        }

        Expect.Equal(0, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5213-8.2-1", "encoding-order-mag")]
    public static void Answer_WithOptionsInAnyOrderUnalignedAndOddlyPadded_Taken(MagTrial mag)
    {
        Message answer = mag.Answer(mag.Attach());
        MobilityOption[] options = [.. answer.Options.AsEnumerable().Reverse().SelectMany(option => (MobilityOption[])[MobilityOption.Unknown(3), option])];
        answer.Options.Clear();
        mag.Send(answer.With(options).Do(message => message.Padding = Padding.Odd));
        mag.ExpectServed(true, "after an answer of another encoder");
        mag.Silence("after an answer of another encoder", 6);
    }

    [Case("5844-3.2.3.2-2", Needs = Needs.Inside)]
    public static void Status170_NoFurtherRequest(MagTrial mag) => ExpectNoFurther(mag, 170, OptionType.Ipv4Request);

    [Case("5844-3.2.3.2-4", Needs = Needs.Inside)]
    public static void Status172_NoFurtherPrefix(MagTrial mag) => ExpectNoFurther(mag, 172, OptionType.HomeNetworkPrefix);

    [Case("5844-3.2.3.2-3", Needs = Needs.Inside)]
    public static void Status171_SameAddressIsNotAskedForAgain(MagTrial mag)
    {
        mag.Serve();
        ReceivedMessage refresh = mag.Await(MessageType.Update, 3600);
        mag.Send(mag.Answer(refresh, 171));
        ReceivedMessage? again = mag.Next(5);
        Expect.That(again is null || !again.Has(OptionType.Ipv4Request) || again.HomeAddress4.Equals(IPAddress.Any), "another request or none");
    }

    [Case("5844-3.2.3.2-5", Needs = Needs.Inside)]
    public static void Reply_Missing_NoIpv4(MagTrial mag)
    {
        mag.Send(mag.Answer(mag.Attach()).Without(OptionType.Ipv4Reply).Without(OptionType.Ipv4Router));
        mag.ExpectServed(true, "with IPv6");
        Expect.That(mag.Tunnel!.HomeAddress4 is null, "no IPv4 address in the tunnel");
    }

    [Case("5844-3.2.3.2-6", Needs = Needs.Inside)]
    public static void Reply_Refuses_NoIpv4(MagTrial mag)
    {
        mag.Send(mag.Answer(mag.Attach()).Replace(MobilityOption.Ipv4Reply(129, MagTrial.GivenAddress4, 24)));
        mag.ExpectServed(true, "with IPv6");
        Expect.That(mag.Tunnel!.HomeAddress4 is null, "no IPv4 address in the tunnel");
    }

    [Case("5845-4.2-6", "5845-4.2-10", Needs = Needs.Inside)]
    public static void Acceptance_WithoutKeyOrWithStatusTwo_IsNoGreSession(MagTrial mag)
    {
        mag.Send(mag.Answer(mag.Attach()).Without(OptionType.GreKey));
        mag.ExpectServed(false, "without an uplink key");
        mag.Next(5);
        mag.Send(mag.Answer(mag.Attach(new AttachWish { Identifier = "second@example.com" }), 2).Without(OptionType.GreKey));
        mag.ExpectServed(false, "with status 2");
        Expect.That(mag.Node.Tunnels!.All(tunnel => !tunnel.IsForwarding), "no GRE tunnel");
    }

    [Case("5845-4.2-8")]
    public static void Status163_SentAgainWithTheKey(MagTrial mag)
    {
        mag.Serve();
        mag.Access.Detach();
        ReceivedMessage leave = mag.Await(MessageType.Update);
        mag.Send(mag.Answer(leave, 163));
        Expect.That(mag.Await(MessageType.Update).GreKey != 0, "a downlink key");
    }

    private static void ExpectUnanswered(MagTrial mag)
    {
        mag.ExpectServed(false, "after an answer that is none");
        mag.Await(MessageType.Update, 5);
    }

    private static void ExpectNoFurther(MagTrial mag, byte status, byte option)
    {
        mag.Send(mag.Answer(mag.Attach(), status));
        while (mag.Next(60) is ReceivedMessage further)
        {
            Expect.That(!further.Has(option), $"no option {option} after status {status}");
        }
    }
}
