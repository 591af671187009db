using System;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Revocations, reservations, heartbeats and waiting updates in any order with registrations.</summary>
public sealed class AnchorEventTests
{
    [Theory]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.Revoke)]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.Move)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.Wait)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.Revoke)]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R19")]
    public void Anchor_AnySequenceOfEvents_TablesAgreeAndAllComesToAnEnd(SpecificationMode mode, UnknownHandoffRule rule) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), steps =>
        {
            AnchorBench bench = Bench(mode, rule);
            AnchorEvents events = new(bench);
            foreach (uint step in steps)
            {
                // FsCheck's numbers are small: all their bits must matter.
                events.Happen(unchecked((step + 1) * 2654435761u) >> 3);
                bench.Anchor.Verify();
            }

            events.Pass(Duration.FromSeconds(300));
            bench.Anchor.Verify();
            Assert.Equal(0, bench.Anchor.Count);
            Assert.Equal(0, bench.Anchor.RevocationCount);
        }));

    [Theory]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.Revoke)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.Wait)]
    [Trait("Requirement", "R5")]
    public void Anchor_EventsOfAllKinds_AllocateNothing(SpecificationMode mode, UnknownHandoffRule rule)
    {
        AnchorBench bench = Bench(mode, rule);
        AnchorEvents events = new(bench);
        Prng random = new(29_275);
        long before = 0;
        for (int i = 0; i < 120_000; i++)
        {
            if (i == 20_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            events.Happen(unchecked((uint)random.Next()));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        bench.Anchor.Verify();

        // The mix is worth its name only if it reached all of this.
        LmaCounter[] reached =
        [
            LmaCounter.BindingRevoked, LmaCounter.RevocationSucceeded, LmaCounter.RevocationRetransmitted, LmaCounter.RevocationUnanswered,
            LmaCounter.RevocationNodeAttached, LmaCounter.IndicationReceived, LmaCounter.BindingSwept, LmaCounter.OutOfSyncRevoked,
            LmaCounter.UpdateWaits, LmaCounter.Ipv4AddressRevoked,
        ];
        Assert.All(reached, counter => Assert.True(bench.Anchor.Counters[counter] > 0, counter.ToString()));
    }

    private static AnchorBench Bench(SpecificationMode mode, UnknownHandoffRule rule) => new(c => c with
    {
        Mode = mode,
        UnknownHandoff = rule,
        Limits = new EngineLimits { Bindings = 8, Peers = 4, Revocations = 6, WaitingUpdates = 2, Reservations = 3, OptionOctets = 32 },
        Quarantine = Duration.FromSeconds(5),
    });
}
