using System;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

public sealed class NodeArrivalTests
{
    public static TheoryData<string, AttachTrigger> Triggers => new()
    {
        { "rs", AttachTrigger.RouterSolicitation },
        { "dad", AttachTrigger.AddressDetection },
        { "ns", AttachTrigger.NeighborDiscovery },
        { "na", AttachTrigger.NeighborDiscovery },
        { "arp", AttachTrigger.Arp },
        { "discover", AttachTrigger.Dhcp },
        { "renew", AttachTrigger.Dhcp },
        { "traffic6", AttachTrigger.Traffic },
        { "traffic4", AttachTrigger.Traffic },
    };

    [Theory]
    [MemberData(nameof(Triggers))]
    public void Node_SendsAnything_Unknown_Arrives(string frame, AttachTrigger trigger)
    {
        AccessBench bench = new();
        bench.Receive(Build(frame));
        AccessEffect arrived = Assert.Single(bench.Effects);
        Assert.Equal(AccessEffectKind.NodeArrived, arrived.Kind);
        Assert.Equal(trigger, arrived.Trigger);
        Assert.Equal(0, arrived.Profile);
        Assert.Equal(1, arrived.Connections);
        Assert.True(bench.Links.TryRead(arrived.Node, out AccessNodeView view));
        Assert.Equal(AccessNodeState.Registering, view.State);
        Assert.Equal(AccessBench.Device, view.LinkLayerAddress);

        bench.Receive(Build(frame));
        Assert.Single(bench.Effects); // It arrives once.
    }

    [Fact]
    public void Node_Unknown_NoProfile_LeavesNoState()
    {
        AccessBench bench = new();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Stranger));
        Assert.Empty(bench.Effects);
        Assert.Equal(0, bench.Links.Count);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.UnknownProfile]);
    }

    [Fact]
    public void Node_Unknown_DefaultProfile_Arrives()
    {
        AccessBench bench = new(configuration => configuration with { DefaultProfile = 1 });
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Stranger));
        Assert.Equal(3, bench.Only(AccessEffectKind.NodeArrived).Connections);
    }

    [Fact]
    public void Nodes_TooMany_TableFull_IsCounted()
    {
        AccessBench bench = new(configuration => configuration with { DefaultProfile = 0 });
        for (ulong i = 0; i < 10; i++)
        {
            bench.Receive(AccessBench.RouterSolicitation(new MacAddress(0x0200_0000_1000 + i)));
        }

        Assert.Equal(8, bench.Links.Count);
        Assert.Equal(2, bench.Links.Counters[AccessCounter.TableFull]);
    }

    [Fact]
    public void Nodes_TooFast_OnOneLink_ArePutOff()
    {
        AccessBench bench = new(configuration => configuration with { DefaultProfile = 0, AttachesPerSecond = 1, AttachBurst = 2 });
        for (ulong i = 0; i < 4; i++)
        {
            bench.Receive(AccessBench.RouterSolicitation(new MacAddress(0x0200_0000_1000 + i)));
        }

        Assert.Equal(2, bench.Links.Count);
        Assert.Equal(2, bench.Links.Counters[AccessCounter.AttachLimited]);
        bench.Receive(AccessBench.RouterSolicitation(new MacAddress(0x0200_0000_2000)), link: 1);
        Assert.Equal(3, bench.Links.Count); // The other link has its own limit.
        bench.Pass(Duration.FromSeconds(1));
        bench.Receive(AccessBench.RouterSolicitation(new MacAddress(0x0200_0000_1003)));
        Assert.Equal(4, bench.Links.Count);
    }

    [Theory]
    [InlineData(0x0000_0000_0000UL, AccessCounter.BadSourceAddress)]
    [InlineData(0x0100_0000_0001UL, AccessCounter.BadSourceAddress)]
    [InlineData(0xffff_ffff_ffffUL, AccessCounter.BadSourceAddress)]
    [InlineData(0x0000_5e00_5213UL, AccessCounter.OurSourceAddress)]
    public void Frame_SourceCannotBeANode_IsCounted(ulong source, AccessCounter counter)
    {
        AccessBench bench = new(configuration => configuration with { DefaultProfile = 0 });
        bench.Receive(AccessBench.Traffic6(new MacAddress(source), AccessBench.DeviceLinkLocal));
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench.Links.Counters[counter]);
    }

    [Fact]
    public void Station_AnnouncedByItsAccessPoint_ArrivesWithoutAPacketOfItsOwn()
    {
        AccessBench bench = new();
        byte[] frame = new byte[60];
        Assert.Equal(WireStatus.Ok, LayerTwoUpdate.EmitFrame(AccessBench.Device, frame, out int written));
        Assert.Equal(LayerTwoUpdate.FrameLength, written);
        bench.Receive(frame);
        Assert.Equal(AttachTrigger.Association, bench.Only(AccessEffectKind.NodeArrived).Trigger);
    }

    [Fact]
    public void ServedStation_AnnouncedAnew_IsReaffirmed()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Effects.Clear();
        byte[] frame = new byte[60];
        Assert.Equal(WireStatus.Ok, LayerTwoUpdate.EmitFrame(AccessBench.Device, frame, out _));
        bench.Receive(frame);
        AccessEffect effect = bench.Only(AccessEffectKind.NodeReaffirmed);
        Assert.Equal((node, 1, AttachTrigger.Association), (effect.Node, effect.Connections, effect.Trigger));
        Assert.Equal(1, bench.Links.Counters[AccessCounter.Reaffirmations]);
    }

    [Fact]
    public void Frame_OtherProtocolOrTagged_IsNoTrigger()
    {
        AccessBench bench = new();
        bench.Receive(AccessBench.Frame(AccessBench.Device, MacAddress.Broadcast, 0x88CC, new byte[46]));
        bench.Receive(AccessBench.Frame(AccessBench.Device, MacAddress.Broadcast, EtherType.Vlan, new byte[46]));
        bench.Receive([1, 2, 3]);
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.OtherProtocol]);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.TaggedFrame]);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.MalformedFrame]);
    }

    [Fact]
    public void Node_AppearsOnOtherLink_LeavesTheFirst()
    {
        AccessBench bench = new();
        int node = bench.Serve();
        bench.Receive(AccessBench.Traffic6(AccessBench.Device, AccessBench.DeviceLinkLocal), link: 1);
        Assert.Equal(LeaveReason.Moved, bench.Only(AccessEffectKind.NodeLeft).Reason);
        Assert.Equal(node, bench.Only(AccessEffectKind.NodeForgotten).Node);
        AccessEffect arrived = bench.Only(AccessEffectKind.NodeArrived);
        Assert.Equal(1, arrived.Link);
        Assert.NotEqual(node, arrived.Node);
        bench.Down(node, 0);
        Assert.Equal(-1, bench.Links.FindNode(AccessBench.Device, 0));
    }

    private static byte[] Build(string frame) => frame switch
    {
        "rs" => AccessBench.RouterSolicitation(AccessBench.Device),
        "dad" => AccessBench.NeighborSolicitation(AccessBench.Device, IpAddress.Unspecified, AccessBench.DeviceLinkLocal),
        "ns" => AccessBench.NeighborSolicitation(AccessBench.Device, AccessBench.DeviceLinkLocal, IpAddress.Parse("fe80::9")),
        "na" => AccessBench.NeighborAdvertisement(AccessBench.Device, AccessBench.DeviceLinkLocal),
        "arp" => AccessBench.Arp(AccessBench.Device, AccessBench.Home4, AccessBench.Router4),
        "discover" => new DhcpRequest().ToFrame(),
        "renew" => new DhcpRequest { Type = DhcpV4MessageType.Request, ClientAddress = AccessBench.Home4 }.ToFrame(),
        "traffic6" => AccessBench.Traffic6(AccessBench.Device, IpAddress.Parse("2001:db8:100:1::5")),
        "traffic4" => AccessBench.Traffic4(AccessBench.Device, AccessBench.Home4),
        _ => throw new ArgumentOutOfRangeException(nameof(frame)),
    };

    [Fact]
    public void Operator_Attaches_NodeNotHeard_Arrives()
    {
        AccessBench bench = new();

        Assert.Equal(OperatorAttachStatus.Started, bench.Attach(AccessBench.Device));

        AccessEffect arrived = bench.Only(AccessEffectKind.NodeArrived);
        Assert.Equal(AttachTrigger.Operator, arrived.Trigger);
        Assert.Equal(OperatorAttachStatus.AlreadyAttached, bench.Attach(AccessBench.Device));
        bench.Up(arrived.Node, 0, AccessBench.Grant);
        Assert.Equal(OperatorAttachStatus.AlreadyAttached, bench.Attach(AccessBench.Device));
    }

    [Fact]
    public void Operator_Attaches_NodeThatMustWait_ArrivesAtOnce()
    {
        AccessBench bench = new();
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        int node = bench.Only(AccessEffectKind.NodeArrived).Node;
        bench.Refused(node, 0);
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        Assert.Single(bench.Effects);

        Assert.Equal(OperatorAttachStatus.Started, bench.Attach(AccessBench.Device));
        Assert.Equal(2, bench.Effects.Count);
    }

    [Fact]
    public void Operator_Attaches_NodeThatLeavesOrHasNoProfile_Told()
    {
        AccessBench bench = new();
        Assert.Equal(OperatorAttachStatus.NoProfile, bench.Attach(AccessBench.Stranger));
        bench.Receive(AccessBench.RouterSolicitation(AccessBench.Device));
        int node = bench.Only(AccessEffectKind.NodeArrived).Node;
        bench.Up(node, 0, AccessBench.Grant);
        bench.Detach(node);

        Assert.Equal(OperatorAttachStatus.Leaving, bench.Attach(AccessBench.Device));
    }

    [Fact]
    public void Operator_Attaches_TableFull_Told()
    {
        AccessBench bench = new(configuration => configuration with { DefaultProfile = 0 });
        for (ulong i = 0; i < 8; i++)
        {
            Assert.Equal(OperatorAttachStatus.Started, bench.Attach(new MacAddress(0x0200_0000_1000 + i)));
        }

        Assert.Equal(OperatorAttachStatus.NoRoom, bench.Attach(new MacAddress(0x0200_0000_2000)));
    }
}
