using System;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Which update is the later one (RFC 5213 5.5, RFC 6275 9.5.1).</summary>
public static class LmaOrderingCases
{
    private const ulong Second = 1 << 16;

    [Case("5213-5.5-18")]
    public static void Timestamp_Valid_Returned(LmaTrial lma)
    {
        ulong time = lma.Timestamp();
        ReceivedMessage answer = lma.Register(lma.Update().Replace(MobilityOption.Timestamp(time)));
        Expect.That(answer.Timestamp == time, $"the timestamp {time:x}, it is {answer.Timestamp:x}");
    }

    [Case("5213-5.5-17", "5213-5.5-19", "5213-5.5-20")]
    public static void Timestamp_NotLaterThanTheLast_157WithTheTimeOfTheLma(LmaTrial lma)
    {
        ulong time = lma.Timestamp();
        Message update = lma.Update().Replace(MobilityOption.Timestamp(time));
        ReceivedMessage first = lma.Register(update);
        Message same = lma.Again(update, first).Replace(MobilityOption.Timestamp(time));
        lma.Refused(157, same);
        ReceivedMessage answer = lma.Refused(157, same.Replace(MobilityOption.Timestamp(time - 1)));
        ExpectTimeOfTheLma(lma, answer);
    }

    [Case("5213-5.5-15", "5213-5.5-21", "5213-5.5-22", "probe-old-time")]
    public static void Timestamp_OutsideTheWindow_156WithTheTimeOfTheLma(LmaTrial lma)
    {
        ExpectTimeOfTheLma(lma, lma.Refused(156, lma.Update().Replace(MobilityOption.Timestamp(1))));
        ExpectTimeOfTheLma(lma, lma.Refused(156, lma.Update().Replace(MobilityOption.Timestamp(lma.Timestamp() + (3600 * Second)))));
    }

    [Case("5213-5.5-11", "5213-5.5-12")]
    public static void Sequence_WithTimestamp_DoesNotMatterButComesBack(LmaTrial lma)
    {
        Message update = lma.Update();
        ReceivedMessage first = lma.Register(update);
        Message again = lma.Again(update, first);
        again.Sequence = update.Sequence;
        Expect.Equal(update.Sequence, lma.Register(again).Sequence, "sequence number");
        again = lma.Again(update, first);
        again.Sequence = (update.Sequence - 100) & 0xFFFF;
        Expect.Equal(again.Sequence, lma.Register(again).Sequence, "sequence number");
    }

    [Case("5213-5.5-23", "5213-5.5-24")]
    public static void Sequence_WithoutTimestamp_OldOneIs135WithTheLast(LmaTrial lma)
    {
        Message update = lma.Update().Without(OptionType.Timestamp).Do(u => u.Sequence = 65_535);
        ReceivedMessage first = lma.Register(update);
        Message again = lma.Again(update, first);
        foreach (int old in (int[])[65_535, 65_534, 32_767])
        {
            again.Sequence = old;
            Expect.Equal(65_535, lma.Refused(135, again).Sequence, "the last number");
        }

        again.Sequence = 0;
        lma.Register(again);
        again.Sequence = 32_767;
        lma.Register(again);
    }

    private static void ExpectTimeOfTheLma(LmaTrial lma, ReceivedMessage answer)
    {
        ulong now = lma.Node.Timestamp;
        ulong distance = Math.Max(now, answer.Timestamp) - Math.Min(now, answer.Timestamp);
        Expect.That(distance < 5 * Second, $"the time of the LMA, it is {distance / Second} s off");
    }
}
