using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;
using Pmip.Models.Pair;
using Xunit;

namespace Pmip.Unit.Engine.Pair;

public sealed class SupervisionTests
{
    private static readonly SupervisionConfiguration Watch = new() { HeartbeatInterval = Duration.FromSeconds(10), RestartCounter = 1 };

    [Theory]
    [InlineData(SignallingForm.Ipv6)]
    [InlineData(SignallingForm.UdpMapped)]
    [InlineData(SignallingForm.UdpBare)]
    [InlineData(SignallingForm.Ipv4Mapped)]
    public void Pair_OnAnyTransport_WatchOverEachOther(SignallingForm form)
    {
        Domain domain = Make(form: form);
        domain.Attach(0, "mn1@example.com");
        domain.Drive();

        domain.DriveSeconds(100);

        Assert.True(domain.Lma.Peers.TryRead(0, out PeerView mag));
        Assert.True(domain.Mags[0].Peers.TryRead(0, out PeerView lma));
        Assert.Equal((PeerPathState.Reachable, PeerPathState.Reachable), (mag.State, lma.State));
        Assert.Equal((1u, 1u), (mag.RestartCounter, lma.RestartCounter));
        Assert.InRange(domain.Lma.Supervision.Counters[SupervisionCounter.HeartbeatRequestsSent], 9, 11);
        Assert.InRange(domain.Mags[0].Supervision.Counters[SupervisionCounter.HeartbeatRequestsSent], 9, 11);
        Assert.Equal(Duration.FromMilliseconds(10), mag.RoundTrip);
    }

    [Fact]
    public void Lma_CutOff_IsMissedByTheMagAndTheMagByTheLma()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Drive();
        domain.DriveSeconds(15);

        domain.Link.LossPercent = 100;
        domain.DriveSeconds(60);

        Assert.Equal(1, domain.Mags[0].Supervision.Counters[SupervisionCounter.PeersUnreachable]);
        Assert.Equal(1, domain.Lma.Supervision.Counters[SupervisionCounter.PeersUnreachable]);
        Assert.Equal(0, domain.Lma.Count);
        domain.Verify();
    }

    [Fact]
    public void Mag_Restarted_AnnouncesItAndTheLmaDropsItsBindings()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Attach(1, "mn2@example.com");
        domain.Drive();
        domain.DriveSeconds(15);

        domain.Mags[0] = Make(counter: 2).Mags[0];
        domain.DriveSeconds(1);

        Assert.Equal(1, domain.Lma.Supervision.Counters[SupervisionCounter.PeersRestarted]);
        Assert.Equal(1, domain.Lma.Counters[LmaCounter.BindingSwept]);
        Assert.Equal(1, domain.Lma.Peers.BindingsOf(1));
    }

    [Fact]
    public void Lma_Restarted_AnnouncesItAndTheMagRegistersItsConnectionsAgain()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Drive();
        domain.DriveSeconds(15);

        domain.Lmas[0] = Make(counter: 2).Lma;
        domain.DriveSeconds(1);

        Assert.Equal(1, domain.Mags[0].Supervision.Counters[SupervisionCounter.PeersRestarted]);
        Assert.Equal(1, domain.Mags[0].Counters[MagCounter.ConnectionsRestored]);
        Assert.Equal((1, 1), (domain.Mags[0].Count, domain.Lma.Count));
        Assert.Empty(domain.Downs[0]);
    }

    [Fact]
    public void Pair_UnderHeartbeats_AllocatesNothing()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Attach(1, "mn2@example.com");
        domain.Drive();
        domain.DriveSeconds(100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        domain.DriveSeconds(100_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(domain.Lma.Supervision.Counters[SupervisionCounter.HeartbeatResponsesMatched] > 10_000);
    }

    private static Domain Make(uint counter = 1, SignallingForm form = SignallingForm.Ipv6)
    {
        SupervisionConfiguration watch = Watch with { RestartCounter = counter, AnnouncesRestart = counter > 1 };
        return new Domain(new DomainOptions
        {
            Form = form,
            Lma = c => c with
            {
                Supervision = watch,
                Ipv6 = Pmip.Foundation.Addressing.IpAddress.Parse("2001:db8:f::1"),
                Ipv4 = Pmip.Foundation.Addressing.IpAddress.Parse("192.0.2.1"),
            },
            Mag = c => c with { Supervision = watch },
        });
    }
}
