using System;
using Pmip.Engine.Mag;
using Pmip.Models.Pair;
using Xunit;

namespace Pmip.Unit.Engine.Pair;

public sealed class AllocationTests
{
    [Fact(DisplayName = "Zero managed bytes allocated by 1,000,000 mixed transactions")]
    public void Transactions_AMillionMixed_AllocateNothing()
    {
        Churn churn = new(20_260_101);
        churn.Run(20_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        churn.Run(1_000_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        churn.Domain.Verify();

        // The mix is worth its name only if it reached all of this.
        MagCounter[] reached =
        [
            MagCounter.ConnectionsUp, MagCounter.RefreshesAccepted, MagCounter.ConnectionsExpired, MagCounter.RegistrationsRefused,
            MagCounter.DeregistrationsAccepted, MagCounter.DeregistrationsUnanswered, MagCounter.MessagesMalformed, MagCounter.MessagesUnknown,
            MagCounter.TimestampMismatches, MagCounter.UpdatesRetransmitted, MagCounter.AttachesDuringDetach, MagCounter.AttachesIdentifierTooLong,
            MagCounter.AttachesTableFull, MagCounter.SessionsRefused,
            MagCounter.ConnectionsReaffirmed, MagCounter.FamiliesAsked, MagCounter.FamiliesDropped, MagCounter.ConnectionsRevoked,
            MagCounter.Ipv4Revoked, MagCounter.ConnectionsSwept, MagCounter.RevocationsSent, MagCounter.PresenceProbes,
            MagCounter.EarlyUplinksChanged,
        ];
        foreach (MagCounter counter in reached)
        {
            Assert.True(churn.Domain.Mags[0].Counters[counter] + churn.Domain.Mags[1].Counters[counter] > 0, counter.ToString());
        }
    }

    [Fact(DisplayName = "Same digest from two runs of one seed")]
    public void Runs_OfOneSeed_HaveTheSameDigest()
    {
        Churn first = new(42);
        Churn second = new(42);
        Churn other = new(43);

        first.Run(100_000);
        second.Run(100_000);
        other.Run(100_000);

        Assert.Equal(first.Domain.Digest, second.Domain.Digest);
        Assert.NotEqual(first.Domain.Digest, other.Domain.Digest);
        Assert.Equal(first.Domain.Now, second.Domain.Now);
    }
}
