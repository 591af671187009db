using System.Linq;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Extension, end and retransmission at the MAG (RFC 5213 6.9.1.3, 6.9.1.4, 6.9.4).</summary>
public static class MagSessionCases
{
    private const double Lifetime = 3600;

    [Case("5213-6.9.1.3-1", "5213-6.9.1.3-2", "5213-6.9.1.3-3", "5844-3.2.3.3-3", "5844-3.2.3.3-4", "5845-3.3.2-3", Needs = Needs.Inside)]
    public static void Extension_HasTheOptionsAndTheAssignedAddresses(MagTrial mag)
    {
        ReceivedMessage first = mag.Serve();
        ReceivedMessage refresh = mag.Await(MessageType.Update, Lifetime);
        Expect.That(Types(first).SequenceEqual(Types(refresh)), "the options of the first update");
        Expect.Equal(MagTrial.GivenPrefix, refresh.Prefix, "the prefix");
        Expect.Equal(64, refresh.PrefixLength, "its length");
        Expect.Equal(MagTrial.GivenAddress4, refresh.HomeAddress4, "the address");
        Expect.Equal(24, refresh.Only(OptionType.Ipv4Request).Value[0] >> 2, "its length");
        Expect.Equal(5, refresh.Handoff, "indicator");
        Expect.Equal(first.GreKey, refresh.GreKey, "the downlink key");
        Expect.That(refresh.Lifetime > 0, "a lifetime");
    }

    [Case("5844-3.2.3.3-10", Needs = Needs.Inside)]
    public static void Extension_OfIpv4Only_HasNoPrefix(MagTrial mag)
    {
        mag.Serve(new AttachWish { HasIpv6 = false });
        Expect.That(!mag.Await(MessageType.Update, Lifetime).Has(OptionType.HomeNetworkPrefix), "no prefix");
    }

    [Case("5844-3.2.3.3-12", "R6", Needs = Needs.Inside)]
    public static void Extension_Unanswered_ForwardingEndsWithTheLifetime(MagTrial mag)
    {
        mag.Serve();
        mag.Wait(Lifetime + 1);
        mag.ExpectServed(false, "after the lifetime");
        Expect.Equal(0, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5844-3.2.3.3-12", Needs = Needs.Inside)]
    public static void Extension_Refused_ForwardingEnds(MagTrial mag)
    {
        mag.Serve();
        mag.Send(mag.Answer(mag.Await(MessageType.Update, Lifetime), 129));
        mag.ExpectServed(false, "after a refusal");
        Expect.Equal(0, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5213-6.9.1.4-1", "5213-6.9.1.4-2", "5213-6.9.1.4-3", "5213-6.9.1.4-4", "5845-4.2-12")]
    public static void End_UpdateWithLifetimeZeroAndTheAssignedAddresses(MagTrial mag)
    {
        ReceivedMessage first = mag.Serve();
        mag.Access.Detach();
        ReceivedMessage leave = mag.Await(MessageType.Update);
        Expect.Equal(0, leave.Lifetime, "lifetime");
        Expect.Equal(4, leave.Handoff, "indicator");
        Expect.That(!leave.Has(OptionType.GreKey), "no key");
        Expect.That(Types(first).Where(type => type != OptionType.GreKey).SequenceEqual(Types(leave)), "the options of the first update");
        Expect.That(leave.Prefixes.All(prefix => prefix.Equals(MagTrial.GivenPrefix)), "the prefix");
        Expect.That(!leave.Has(OptionType.Ipv4Request) || leave.HomeAddress4.Equals(MagTrial.GivenAddress4), "the address");
    }

    [Case("5213-6.9.1.4-6", "5213-6.9.1.4-7", "5213-6.9.1.4-8", "R5", "R17", Needs = Needs.Inside)]
    public static void End_Answered_NothingIsLeft(MagTrial mag)
    {
        ReceivedMessage first = mag.Serve();
        mag.Access.Detach();
        Expect.Equal(0, mag.Node.Tunnels!.Count, "number of tunnels");
        mag.Send(mag.Answer(mag.Await(MessageType.Update)));
        mag.Silence("after the end", 10);
        ReceivedMessage again = mag.Attach();
        Expect.That(again.GreKey != first.GreKey, "a key that is not the released one");
        Expect.That(again.Prefixes.All(prefix => !prefix.Equals(MagTrial.GivenPrefix)), "nothing of the former session");
    }

    [Case("5213-6.9.1.4-6", Needs = Needs.Inside)]
    public static void End_Unanswered_EntryGoesAllTheSame(MagTrial mag)
    {
        mag.Serve();
        mag.Access.Detach();
        mag.Wait(10);
        for (int messages = 0; mag.Next(0) is not null; messages++)
        {
            Expect.That(messages < 5, "a few updates");
        }

        Expect.That(mag.Attach().Prefixes.All(prefix => !prefix.Equals(MagTrial.GivenPrefix)), "nothing of the former session");
    }

    [Case("5213-6.9.4-2", "5213-6.9.4-4", "5213-6.9.4-6", Needs = Needs.LongWait)]
    public static void Update_Unanswered_SentAgainLaterAndLater(MagTrial mag)
    {
        ReceivedMessage last = mag.Attach();
        double time = mag.Node.Elapsed.TotalSeconds;
        double expected = 1;
        for (int i = 0; i < 3; i++)
        {
            ReceivedMessage again = mag.Await(MessageType.Update, 30);
            double gap = mag.Node.Elapsed.TotalSeconds - time;
            Expect.That(i == 0 || gap > expected * 1.5, $"twice the time before, it is {gap:F1} s");
            Expect.That(again.Timestamp > last.Timestamp, "a later timestamp");
            (last, time, expected) = (again, mag.Node.Elapsed.TotalSeconds, gap);
        }
    }

    [Case("5213-6.9.4-3")]
    public static void Update_Unanswered_NotSentAgainWhenTheDeviceIsGone(MagTrial mag)
    {
        mag.Attach();
        mag.Access.Detach();
        while (mag.Next(6) is ReceivedMessage further)
        {
            Expect.Equal(0, further.Lifetime, "lifetime");
        }
    }

    [Case("5213-5.5-2", "5213-6.9.4-7", Needs = Needs.SequenceNumbers)]
    public static void Sequence_WithoutTimestamps_CountsInTheSessionAndFollowsTheLma(MagTrial mag)
    {
        ReceivedMessage first = mag.Attach();
        Expect.That(!first.Has(OptionType.Timestamp), "no timestamp");
        ReceivedMessage again = mag.Await(MessageType.Update, 5);
        Expect.Equal((first.Sequence + 1) & 0xFFFF, again.Sequence, "sequence number");
        mag.Send(mag.Answer(again, 135).Do(answer => answer.Sequence = 0));
        Message old = mag.Answer(again, 135);
        old.Body[2] = 0x12;
        old.Body[3] = 0x34;
        mag.Send(old);
        ReceivedMessage third = mag.Await(MessageType.Update, 5);
        Expect.That(third.Sequence is 1 or 0x1235, $"the number after the last that the LMA knows, it is {third.Sequence}");
    }

    private static byte[] Types(ReceivedMessage message) => [.. message.Options.Select(option => option.Type).Order()];
}
