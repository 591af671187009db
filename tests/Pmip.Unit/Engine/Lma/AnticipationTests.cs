using System;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Reading ahead for a burst changes nothing that anybody can see.</summary>
public sealed class AnticipationTests
{
    // From this size on an anchor reads ahead.
    private static readonly EngineLimits Large = new() { Bindings = 8192, Peers = 4 };

    [Fact]
    public void Anchor_BurstAnticipated_AnswersAsWithout()
    {
        AnchorBench ahead = new(c => c with { Limits = Large });
        AnchorBench plain = new(c => c with { Limits = Large });
        for (int round = 0; round < 3; round++)
        {
            Registration[] burst = new Registration[LocalMobilityAnchor.AnticipatedMax + 3]; // The last three have no room.
            for (int i = 0; i < burst.Length; i++)
            {
                burst[i] = new Registration { Identifier = $"mn{i}@example.com", Key = (uint)i + 1, Lifetime = (ushort)(round == 2 ? 0 : 20) };
                ahead.Anchor.Anticipate(ahead.Encode(burst[i]));
            }

            ahead.Anchor.AnticipateBindings();
            foreach (Registration registration in burst)
            {
                Answer expected = plain.Send(registration);
                Answer answer = ahead.Send(registration);
                Assert.Equal(expected.Status, answer.Status);
                Assert.Equal(expected.Installed?.SendKey, answer.Installed?.SendKey);
                ahead.Wait(0.01);
                plain.Wait(0.01);
            }
        }
    }

    [Fact]
    public void Anchor_JunkAnticipated_NothingHappens() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), messages =>
        {
            AnchorBench bench = new(c => c with { Limits = Large });
            byte[] update = bench.Encode(new Registration());
            foreach (byte[] message in messages)
            {
                bench.Anchor.Anticipate(message);
                message.AsSpan(0, Math.Min(message.Length, update.Length - 12)).CopyTo(update.AsSpan(12)); // Junk where options should be.
                bench.Anchor.Anticipate(update);
            }

            bench.Anchor.AnticipateBindings();
            Assert.Equal(0, bench.Anchor.Count);
            Assert.Equal(0, bench.Anchor.Counters[LmaCounter.HeaderMalformed]);
        }));
}
