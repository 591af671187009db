using System;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>Any order of verbs, messages and time keeps the MAG whole; every step ends with <see cref="MagChurn.Check"/>.</summary>
public sealed class MagPropertyTests
{
    [Theory]
    [InlineData(DownlinkKeyScope.Node, true)]
    [InlineData(DownlinkKeyScope.Lma, false)]
    [Trait("Requirement", "R14")]
    [Trait("Requirement", "R17")]
    public void Gateway_AnySequenceOfEvents_StaysWholeAndComesToRest(DownlinkKeyScope scope, bool usesTimestamps) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(300), Prop.ForAll(ArbMap.Default.ArbFor<ulong[]>(), steps =>
        {
            MagChurn churn = new(scope, usesTimestamps);
            foreach (ulong step in steps)
            {
                churn.Step(new Prng(step));
                churn.Check();
            }

            // Nobody answers any more: whatever there was ends by its lifetime, and no timer is left that keeps the engine awake.
            churn.Pass(Duration.FromSeconds(200));
            churn.Check();
            Assert.Equal(0, churn.Mag.Count);
            Assert.Equal(0, churn.Path.Count);
            Assert.Equal(Instant.Never, churn.Mag.NextDeadline);
        }));

    [Theory]
    [InlineData(DownlinkKeyScope.Node)]
    [InlineData(DownlinkKeyScope.Lma)]
    [Trait("Requirement", "R17")]
    public void Gateway_ReconfiguredBetweenAnyEvents_StaysWholeAndComesToRest(DownlinkKeyScope scope) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(80).WithEndSize(300), Prop.ForAll(ArbMap.Default.ArbFor<ulong[]>(), steps =>
        {
            MagChurn churn = new(scope);
            foreach (ulong step in steps)
            {
                Prng prng = new(step);
                if (prng.Below(6) == 0)
                {
                    churn.Reconfigure((uint)prng.Below(8));
                    churn.Check();
                }

                churn.Step(prng);
                churn.Check();
            }

            churn.Reconfigure(0);
            churn.Pass(Duration.FromSeconds(200));
            churn.Check();
            Assert.Equal(0, churn.Mag.Count);
            Assert.Equal(0, churn.Path.Count);
            Assert.Equal(Instant.Never, churn.Mag.NextDeadline);
        }));

    [Fact]
    public void Gateway_EveryVerbAndMessage_AllocatesNothing()
    {
        MagChurn churn = new();
        Prng prng = new(20_260_301);
        Run(churn, prng, 20_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(churn, prng, 300_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        churn.Check();

        // The mix is worth its name only if it reached all of this.
        MagCounter[] reached =
        [
            MagCounter.ConnectionsUp, MagCounter.RefreshesAccepted, MagCounter.ConnectionsExpired, MagCounter.ConnectionsRestored,
            MagCounter.ConnectionsSwept, MagCounter.RegistrationsRevoked, MagCounter.ConnectionsRevoked, MagCounter.Ipv4Revoked,
            MagCounter.RevocationsRepeated, MagCounter.RevocationsWaiting, MagCounter.RevocationsSent, MagCounter.RevocationsRetransmitted,
            MagCounter.RevocationsUnanswered, MagCounter.RevocationsConfirmed, MagCounter.RevocationsRefused, MagCounter.PresenceProbes,
            MagCounter.ConnectionsReaffirmed, MagCounter.FamiliesAsked, MagCounter.FamiliesDropped, MagCounter.FamiliesRefused,
            MagCounter.DeferredAddressesAsked, MagCounter.EarlyUplinksConfirmed, MagCounter.EarlyUplinksChanged, MagCounter.AttachesBackedOff,
            MagCounter.AttachesAddressMissing, MagCounter.AttachesSecondConnection, MagCounter.SessionsRefused, MagCounter.BindingErrorsUnknownType,
            MagCounter.ConnectionsReasserted, MagCounter.ConnectionsLeftUnnoticed, MagCounter.DeregistrationsUnanswered, MagCounter.MessagesMalformed,
            MagCounter.ParametersTaken, MagCounter.ParametersUnfit, MagCounter.ParametersPassedOver,
        ];
        foreach (MagCounter counter in reached)
        {
            Assert.True(churn.Mag.Counters[counter] > 0, counter.ToString());
        }
    }

    private static void Run(MagChurn churn, Prng prng, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            churn.Step(prng);
        }
    }
}
