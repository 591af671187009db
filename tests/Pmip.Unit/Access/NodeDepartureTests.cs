using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

public sealed class NodeDepartureTests
{
    [Fact]
    public void Node_Silent_IsProbedInBothFamilies_ThenLeaves()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Pass(Duration.FromMilliseconds(9_999));
        Assert.Empty(bench.Frames);
        bench.Pass(Duration.FromMilliseconds(1));
        Assert.Equal(2, bench.Frames.Count);
        NeighborDiscoveryMessage probe = AccessBench.Discovery(bench.Frames[0]);
        Assert.Equal(AccessBench.DeviceLinkLocal, probe.Target);
        Assert.Equal(AccessBench.DeviceLinkLocal, probe.Destination);
        EthernetHeader.TryRead(bench.Frames[1], out EthernetHeader header);
        Assert.Equal(AccessBench.Device, header.Destination);
        ArpPacket.TryRead(header.Payload, out ArpPacket arp);
        Assert.Equal(AccessBench.Home4, arp.TargetAddress);
        Assert.Equal(AccessBench.Router4, arp.SenderAddress);

        bench.Pass(Duration.FromSeconds(3));
        Assert.Equal(6, bench.Frames.Count);
        AccessEffect left = bench.Only(AccessEffectKind.NodeLeft);
        Assert.Equal(LeaveReason.Unreachable, left.Reason);
        Assert.Equal(node, bench.Only(AccessEffectKind.NodeForgotten).Node);
        bench.Down(node, 0);
        Assert.Equal(0, bench.Links.Count);
        Assert.Equal(Instant.Never, bench.Links.NextDeadline);
    }

    [Fact]
    public void Node_AnswersAProbe_Stays()
    {
        AccessBench bench = new();
        bench.Serve();
        for (int i = 0; i < 10; i++)
        {
            bench.Pass(Duration.FromSeconds(12));
            bench.Receive(AccessBench.NeighborAdvertisement(AccessBench.Device, AccessBench.DeviceLinkLocal));
        }

        Assert.False(bench.Has(AccessEffectKind.NodeLeft));
        Assert.True(bench.Links.Counters[AccessCounter.Probes] > 0);
    }

    [Fact]
    public void Node_SeenByTheDataPath_IsNotProbed()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        for (int i = 0; i < 20; i++)
        {
            bench.Pass(Duration.FromSeconds(5));
            bench.Links.NoteTraffic(node, bench.Now);
        }

        Assert.Equal(0, bench.Links.Counters[AccessCounter.Probes]);
    }

    [Fact]
    public void Link_GoesDown_AllItsNodesLeaveAfterAWhile()
    {
        AccessBench bench = new(configuration => configuration with { DefaultProfile = 0 });
        bench.Serve();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Stranger));
        bench.Receive(AccessBench.RouterSolicitation(new MacAddress(0x0200_0000_0077)), link: 1);
        bench.Forget();
        bench.LinkDown(0);
        bench.Pass(Duration.FromMilliseconds(299));
        Assert.Empty(bench.Effects);
        bench.Pass(Duration.FromMilliseconds(1));
        Assert.Equal(2, bench.Effects.FindAll(effect => effect.Kind == AccessEffectKind.NodeLeft && effect.Link == 0).Count);
        Assert.Equal(2, bench.Links.Counters[AccessCounter.Departures]);
    }

    [Fact]
    public void Link_Flaps_NodesStay()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.LinkDown(0);
        bench.Pass(Duration.FromMilliseconds(200));
        bench.Links.LinkUp(0, bench.Now, bench.Outbox);
        bench.Pass(Duration.FromSeconds(5));
        Assert.False(bench.Has(AccessEffectKind.NodeLeft));
    }

    [Fact]
    public void Operator_Detaches_NodeLeaves_AndIsLeftAloneForAWhile()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        Assert.True(bench.Detach(node));
        Assert.False(bench.Detach(node));
        Assert.Equal(LeaveReason.Operator, bench.Only(AccessEffectKind.NodeLeft).Reason);
        bench.Down(node, 0);
        bench.Forget();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.Empty(bench.Effects);
        bench.Pass(Duration.FromSeconds(10));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.True(bench.Has(AccessEffectKind.NodeArrived));
    }

    [Fact]
    public void Operator_Detaches_NodeStaysAway_SlotIsFree()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        Assert.True(bench.Detach(node));
        bench.Down(node, 0);
        bench.Pass(Duration.FromSeconds(40));
        Assert.Equal(0, bench.Links.Count);
        Assert.False(bench.Detach(node));
    }

    [Fact]
    public void Node_ComesBack_WhileItLeaves_ArrivesWhenTheOldRegistrationIsGone()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.LinkDown(0);
        bench.Pass(Duration.FromMilliseconds(300));
        bench.Forget();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.Empty(bench.Effects);
        bench.Down(node, 0);
        Assert.Equal(node, bench.Only(AccessEffectKind.NodeArrived).Node);
    }

    [Fact]
    public void Node_Leaves_NobodyReports_SlotIsFreeAfterTheGrace()
    {
        AccessBench bench = new();
        bench.Serve();
        bench.LinkDown(0);
        bench.Pass(Duration.FromSeconds(6));
        Assert.Equal(0, bench.Links.Count);
    }

    [Fact]
    public void Connection_Refused_NodeWaitsTwiceAsLongEachTime()
    {
        AccessBench bench = new();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        bench.Refused(0, 0);
        for (int seconds = 1; seconds <= 8; seconds *= 2)
        {
            bench.Forget();
            bench.Pass(Duration.FromMilliseconds((seconds * 1000) - 1));
            bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
            Assert.Empty(bench.Effects);
            bench.Pass(Duration.FromMilliseconds(1));
            bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
            Assert.Equal(1, bench.Only(AccessEffectKind.NodeArrived).Connections);
            bench.Refused(0, 0);
        }
    }

    [Fact]
    public void Connection_OneOfTwoRefused_NodeIsServed_AndAsksAgainForThatOne()
    {
        AccessBench bench = new();
        MacAddress second = new(0x0200_0000_0002);
        bench.Receive(AccessBench.RouterSolicitation(second));
        bench.Refused(0, 1);
        bench.Up(0, 0, AccessBench.Grant);
        bench.Forget();
        bench.Pass(Duration.FromSeconds(2));
        bench.Receive(AccessBench.RouterSolicitation(second));
        Assert.Equal(2, bench.Only(AccessEffectKind.NodeArrived).Connections);
    }

    [Fact]
    public void Report_AboutNoConnection_IsCounted()
    {
        AccessBench bench = new();
        bench.Up(0, 0, AccessBench.Grant);
        bench.Down(5, 0);
        bench.Refused(-1, 9);
        Assert.Empty(bench.Effects);
        Assert.Equal(3, bench.Links.Counters[AccessCounter.StaleReport]);
    }
}
