using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Models.Pair;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Pair;

public sealed class PartialFailureTests
{
    private static readonly IpAddress LmaAddress = IpAddress.Parse("2001:db8:f::1");

    [Fact]
    public void Connection_OfTwoNodesThatKnowComponents_EachKeepsTheOthers()
    {
        Domain domain = Make();
        int slot = domain.Attach(0, "mn1@example.com");
        domain.Drive();

        Assert.True(domain.Lma.TryReadComponent(0, out ConnectionSetIdentifier ofMag));
        Assert.True(domain.Mags[0].TryReadComponent(slot, out ConnectionSetIdentifier ofLma));
        Assert.Equal(ConnectionSetIdentifier.Of(domain.AddressOf(1, false), 7), ofMag);
        Assert.Equal(ConnectionSetIdentifier.Of(LmaAddress, 3), ofLma);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Connection_OfWhichOneEndKnowsNoComponents_HasNone(bool atMag, bool atLma)
    {
        Domain domain = Make(atMag, atLma);
        int slot = domain.Attach(0, "mn1@example.com");
        domain.Drive();

        Assert.False(domain.Mags[0].TryReadComponent(slot, out _));
        Assert.False(domain.Lma.TryReadComponent(0, out _));
        domain.Verify();
    }

    [Fact]
    public void Component_OfAMag_Reported_EndsItsBindingsAtTheLmaAndNoOthers()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Attach(0, "mn2@example.com");
        domain.Attach(1, "mn3@example.com");
        domain.Drive();

        Assert.Equal(FailureReportStart.Started, domain.Mags[0].ReportComponentFailure(7));
        domain.DriveSeconds(5);

        Assert.Equal(2, domain.Lma.Counters[LmaCounter.BindingSwept]);
        Assert.Equal(1, domain.Lma.Count);
        Assert.Equal((0, 1), (domain.Mags[0].Count, domain.Mags[1].Count));
        Assert.Equal(1, domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresSent]);
        Assert.Equal(1, domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresAnswered]);
        Assert.Equal(1, domain.Lma.Supervision.Counters[SupervisionCounter.ComponentFailuresReceived]);
        domain.Verify();
    }

    [Fact]
    public void Component_OfAnLma_Reported_EndsTheConnectionsAtEveryMag()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Attach(1, "mn2@example.com");
        domain.Drive();

        domain.Lma.ReportComponentFailure(3);
        domain.DriveSeconds(5);

        Assert.Equal((0, 0, 0), (domain.Lma.Count, domain.Mags[0].Count, domain.Mags[1].Count));
        Assert.Equal([ConnectionEnd.PeerLost], domain.Downs[0]);
        Assert.Equal(2, domain.Lma.Supervision.Counters[SupervisionCounter.ComponentFailuresAnswered]);
    }

    [Fact]
    public void Component_OfAnEarlierLife_Reported_LeavesThePresentBindings()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Drive();

        domain.Mags[0].ReportComponentFailure(6);
        domain.DriveSeconds(5);

        Assert.Equal((1, 1), (domain.Lma.Count, domain.Mags[0].Count));
        Assert.Equal(1, domain.Lma.Supervision.Counters[SupervisionCounter.ComponentFailuresUnmatched]);
        Assert.Equal(1, domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresAnswered]);
    }

    [Fact]
    public void Report_WithoutAnAnswer_IsSentTwiceAndEnds()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Drive();

        domain.Link.LossPercent = 100;
        Assert.Equal(FailureReportStart.Started, domain.Mags[0].ReportComponentFailure(6));
        Assert.Equal(FailureReportStart.Busy, domain.Mags[0].ReportComponentFailure(5));
        domain.DriveSeconds(5);

        Assert.Equal(2, domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresSent]);
        Assert.Equal(1, domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresUnanswered]);
        Assert.Equal(FailureReportStart.Started, domain.Mags[0].ReportComponentFailure(5));
    }

    [Fact]
    public void Report_WithoutAComponentOfOurOwn_IsRefused()
    {
        Domain domain = Make(atMag: false, atLma: false);
        domain.Attach(0, "mn1@example.com");
        domain.Drive();

        Assert.Equal(FailureReportStart.NotConfigured, domain.Lma.ReportComponentFailure(3));
        domain.DriveSeconds(5);
        Assert.Equal(1, domain.Mags[0].Count);
    }

    [Fact]
    public void Indication_OfMoreComponentsThanHavePlaces_IsAPartialSuccess()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Drive();
        for (int i = 0; i < BindingSweep.NarrowMax; i++)
        {
            domain.Lma.BeginSweep(new SweepScope(SweepCause.ComponentFailed, -1) { Component = 1000 + i });
        }

        Inject(domain, from: 1, csid: 7, node: domain.AddressOf(1, false));

        Assert.Equal(1, domain.Lma.Supervision.Counters[SupervisionCounter.ComponentSweepsRefused]);
        Assert.Equal(0, domain.Lma.Supervision.Counters[SupervisionCounter.ComponentFailuresUnmatched]);
    }

    [Fact]
    public void Indication_OfAnotherMagsComponent_TouchesNothing()
    {
        Domain domain = Make();
        domain.Attach(0, "mn1@example.com");
        domain.Drive();

        Inject(domain, from: 2, csid: 7, node: domain.AddressOf(1, false));
        domain.DriveSeconds(5);

        Assert.Equal(1, domain.Lma.Count);
    }

    [Fact]
    public void Component_Malformed_IsNotKept()
    {
        Domain domain = Make();
        ProxyBindingUpdate update = new() { Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy, LifetimeUnits = 100, Sequence = 1 };
        update.HasIdentifier = true;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.Identifier = "mn1@example.com"u8;
        update.HasServiceSelection = true;
        update.ServiceSelection = "\x08internet"u8;
        update.HasHandoffIndicator = true;
        update.HandoffIndicator = HandoffIndicator.NewInterface;
        update.HasAccessTechnologyType = true;
        update.AccessTechnologyType = AccessTechnologyType.Ethernet;
        update.HasTimestamp = true;
        update.Timestamp = domain.WallOf(0).Timestamp;
        update.HasGreKeyOption = true;
        update.HasGreKey = true;
        update.GreKey = new GreKey(5);
        update.HomeNetworkPrefixes.TryAdd(default);
        update.OptionSet.ThreeGpp.FirstFqCsid = [0x02, 192, 0, 2, 11, 0, 7, 0, 8];
        byte[] octets = new byte[update.EncodedLength];
        Assert.Equal(WireStatus.Ok, update.Emit(octets, out _));

        domain.Inject(1, 0, SignallingForm.Ipv6, octets);

        Assert.Equal(1, domain.Lma.Count);
        Assert.False(domain.Lma.TryReadComponent(0, out _));
        Assert.Equal(1, domain.Lma.Supervision.Counters[SupervisionCounter.ComponentsNotKept]);
    }

    [Fact]
    public void Report_ThatIsRefused_IsCountedAndEnds()
    {
        Domain domain = Make(atLma: true);
        domain.Attach(0, "mn1@example.com");
        domain.Drive();
        domain.Link.LossPercent = 100;
        domain.Mags[0].ReportComponentFailure(6);
        domain.DriveSeconds(0);
        ushort sequence = 0;
        for (int guess = 0; guess <= ushort.MaxValue && domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresRefused] == 0; guess++)
        {
            BindingRevocationAcknowledgement answer = new()
            {
                Status = RevocationStatus.FunctionNotSupported,
                Flags = RevocationFlags.Global | RevocationFlags.Proxy,
                Sequence = sequence++,
            };
            byte[] octets = new byte[answer.EncodedLength];
            Assert.Equal(WireStatus.Ok, answer.Emit(octets, out _));
            domain.Inject(0, 1, SignallingForm.Ipv6, octets);
        }

        Assert.Equal(1, domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresRefused]);
        domain.DriveSeconds(10);
        Assert.Equal(0, domain.Mags[0].Supervision.Counters[SupervisionCounter.ComponentFailuresUnanswered]);
    }

    [Fact]
    public void Pair_ThatKnowsComponents_AllocatesNothing()
    {
        Domain domain = Make();
        Churn(domain, 50);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Churn(domain, 200);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(domain.Lma.Counters[LmaCounter.BindingSwept] >= 250);
    }

    private static void Churn(Domain domain, int rounds)
    {
        domain.KeepsEnds = false;
        for (int i = 0; i < rounds; i++)
        {
            AttachRequest request = new()
            {
                Identifier = "mn1@example.com"u8,
                Type = PdnType.Ipv4v6,
                AccessTechnology = AccessTechnologyType.Ethernet,
                HandoffIndicator = HandoffIndicator.Unknown,
                AccessNode = 1,
            };
            domain.TryAttach(0, request, out _);
            domain.DriveSeconds(1);
            domain.Mags[0].ReportComponentFailure(7);
            domain.DriveSeconds(100);
        }
    }

    private static void Inject(Domain domain, int from, ushort csid, IpAddress node)
    {
        byte[] component = new byte[ConnectionSetIdentifier.EncodedLengthMax];
        int length = ConnectionSetIdentifier.Of(node, csid).Write(component);
        BindingRevocationIndication indication = new() { Trigger = RevocationTrigger.RevokingNodePolicy, Sequence = 1 };
        indication.Flags = RevocationFlags.Global | RevocationFlags.Proxy;
        indication.Options.ThreeGpp.FirstFqCsid = component.AsSpan(0, length);
        byte[] octets = new byte[indication.EncodedLength];
        Assert.Equal(WireStatus.Ok, indication.Emit(octets, out _));
        domain.Inject(from, 0, SignallingForm.Ipv6, octets);
    }

    private static Domain Make(bool atMag = true, bool atLma = true) => new(new DomainOptions
    {
        Lma = c => c with { OwnComponent = atLma ? ConnectionSetIdentifier.Of(LmaAddress, 3) : null },
        Mag = c => c with { OwnComponent = atMag ? ConnectionSetIdentifier.Of(c.Ipv6, 7) : null },
    });
}
