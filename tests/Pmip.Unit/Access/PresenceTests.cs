using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Access;

/// <summary>Presence that is asked for, traffic that spares a probe, and registrations that are tried again.</summary>
public sealed class PresenceTests
{
    [Fact]
    public void Presence_AskedFor_NodeIsProbedAtOnceAndItsAnswerIsReported()
    {
        AccessBench bench = new();
        int node = bench.Serve();

        Assert.True(bench.AskPresence(node));
        Assert.NotEmpty(bench.Frames);
        Assert.False(bench.Has(AccessEffectKind.NodePresent));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));

        Assert.Equal(1, bench.Only(AccessEffectKind.NodePresent).Connections);
        bench.Forget();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.False(bench.Has(AccessEffectKind.NodePresent));
        Assert.False(bench.AskPresence(7));
    }

    [Fact]
    public void Silence_OfABusyNode_TrafficSparesTheProbe()
    {
        AccessBench bench = new();
        int node = bench.Serve();

        bench.PassUntilSilent();
        Assert.Equal(node, bench.Only(AccessEffectKind.NodeSilent).Node);
        Assert.Empty(bench.Frames);
        bench.Links.NoteTraffic(node, bench.Now);
        bench.Forget();
        bench.Pass(Duration.FromSeconds(9));

        Assert.Equal(0, bench.Links.Counters[AccessCounter.Probes]);
    }

    [Fact]
    public void Connection_LostForNoReasonOfTheNodes_TriedAgainWhileTheNodeIsPresent()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Links.ConnectionDown(node, 0, bench.Now, bench.Outbox, AfterLoss.Retry);
        bench.Drain();
        bench.Forget();

        bench.Pass(Duration.FromMilliseconds(1300));

        Assert.Equal(AttachTrigger.Retry, bench.Only(AccessEffectKind.NodeArrived).Trigger);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.Retries]);
    }

    [Fact]
    public void Connection_UnansweredAgainAndAgain_WaitsGrowTo32SecondsAndTheNodeIsProbed()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Links.ConnectionDown(node, 0, bench.Now, bench.Outbox, AfterLoss.Retry);
        bench.Drain();
        Duration longest = default;
        for (int attempt = 0; attempt < 12; attempt++)
        {
            bench.Forget();
            Instant from = bench.Now;
            while (!bench.Has(AccessEffectKind.NodeArrived))
            {
                bench.Pass(Duration.FromMilliseconds(100));
                if (bench.Frames.Count > 0)
                {
                    bench.Frames.Clear();
                    bench.Receive(AccessBench.NeighborAdvertisement(AccessBench.Device, AccessBench.DeviceLinkLocal));
                }

                Assert.True(bench.Now.Since(from) < Duration.FromSeconds(60));
            }

            longest = bench.Now.Since(from) > longest ? bench.Now.Since(from) : longest;
            bench.Links.ConnectionRefused(node, 0, bench.Now, bench.Outbox, AfterLoss.Retry);
            bench.Drain();
        }

        Assert.InRange(longest.Seconds, 30, 42);
    }

    [Fact]
    public void Connection_LostAndTheNodeIsSilent_GivenUp()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Pass(Duration.FromSeconds(9));
        bench.Links.ConnectionDown(node, 0, bench.Now, bench.Outbox, AfterLoss.Retry);
        bench.Drain();
        bench.Forget();

        bench.Pass(Duration.FromSeconds(8));

        Assert.False(bench.Has(AccessEffectKind.NodeArrived));
        Assert.False(bench.Links.TryRead(node, out _));
    }

    [Fact]
    public void Connection_EndedBySomebody_NodeMustAsk()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Down(node, 0);
        bench.Forget();

        bench.Pass(Duration.FromSeconds(20));
        Assert.False(bench.Has(AccessEffectKind.NodeArrived));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));

        Assert.True(bench.Has(AccessEffectKind.NodeArrived));
    }

    [Fact]
    public void Connection_EndedAfterTheNodeWasAskedAndSilent_NodeIsServedAtOnceWhenItComesBack()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        Assert.True(bench.AskPresence(node));
        bench.Pass(Duration.FromMilliseconds(800));
        bench.Down(node, 0);
        bench.Forget();

        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));

        Assert.Equal(node, bench.Only(AccessEffectKind.NodeArrived).Node);
    }

    [Fact]
    public void Connection_EndedAfterTheNodeWasAskedAndAnswered_NodeWaits()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        Assert.True(bench.AskPresence(node));
        bench.Receive(AccessBench.NeighborAdvertisement(AccessBench.Device, AccessBench.DeviceLinkLocal));
        bench.Down(node, 0);
        bench.Forget();

        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));

        Assert.False(bench.Has(AccessEffectKind.NodeArrived));
    }

    [Fact]
    public void SecondConnection_LostWhileTheFirstIsUp_IsTriedAgain()
    {
        AccessBench bench = new();
        MacAddress device = new(0x0200_0000_0002);
        bench.Receive(AccessBench.RouterSolicitation(device));
        int node = bench.Links.FindNode(device, 0);
        bench.Up(node, 0, AccessBench.Grant);
        bench.Links.ConnectionRefused(node, 1, bench.Now, bench.Outbox, AfterLoss.Retry);
        bench.Drain();
        bench.Forget();

        bench.Pass(Duration.FromSeconds(2));

        Assert.Equal(2, bench.Only(AccessEffectKind.NodeArrived).Connections);
    }

    [Fact]
    public void Refusal_WithATimeToStayAway_NodeRestsThatLong()
    {
        AccessBench bench = new();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        int node = bench.Links.FindNode(AccessBench.Device, 0);
        bench.Links.ConnectionRefused(node, 0, bench.Now, bench.Outbox, AfterLoss.Wait, Duration.FromSeconds(100));
        bench.Drain();
        bench.Forget();

        bench.Pass(Duration.FromSeconds(99));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.False(bench.Has(AccessEffectKind.NodeArrived));
        bench.Pass(Duration.FromSeconds(2));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));

        Assert.True(bench.Has(AccessEffectKind.NodeArrived));
    }
}
