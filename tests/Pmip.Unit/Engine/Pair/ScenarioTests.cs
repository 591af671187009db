using System.Text;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Models.Pair;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Pair;

/// <summary>The main job between real MAGs and a real LMA.</summary>
public sealed class ScenarioTests
{
    private const string Node = "mn1@example.com";

    [Theory]
    [InlineData(SignallingForm.Ipv6, PdnType.Ipv4v6)]
    [InlineData(SignallingForm.Ipv6, PdnType.Ipv4)]
    [InlineData(SignallingForm.Ipv6, PdnType.Ipv6)]
    [InlineData(SignallingForm.UdpBare, PdnType.Ipv4v6)]
    [InlineData(SignallingForm.UdpMapped, PdnType.Ipv4v6)]
    [InlineData(SignallingForm.Ipv4Mapped, PdnType.Ipv4v6)]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R9")]
    [Trait("Requirement", "R13")]
    [Trait("Requirement", "R15")]
    [Trait("Requirement", "R21")]
    public void Attach_OverAnyTransport_BothEndsHaveTheSameTunnel(SignallingForm form, PdnType type)
    {
        Domain domain = new(new DomainOptions { Form = form });

        domain.Attach(0, Node, type);
        domain.Drive();

        TunnelSession mag = domain.MagPaths[0].Single();
        TunnelSession lma = domain.LmaPaths[0].Single();
        Assert.Equal(mag.SendKey, lma.ReceiveKey);
        Assert.Equal(lma.SendKey, mag.ReceiveKey);
        Assert.Equal(mag.LocalEndpoint, lma.RemoteEndpoint);
        Assert.Equal(lma.LocalEndpoint, mag.RemoteEndpoint);
        Assert.Equal(form != SignallingForm.Ipv6, mag.LocalEndpoint.IsIPv4);
        Assert.True(mag.HomeNetworkPrefixes.SetEquals(lma.HomeNetworkPrefixes));
        Assert.Equal(mag.HomeAddress4, lma.HomeAddress4);
        Assert.Equal((type & PdnType.Ipv6) != 0 ? 1 : 0, mag.HomeNetworkPrefixes.Count);
        Assert.Equal((type & PdnType.Ipv4) == 0, mag.HomeAddress4.IsUnspecified);
        Assert.Equal(1, domain.Ups[0]);
        domain.Verify();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refresh_ForADay_SessionStaysAsItWas(bool timestamps)
    {
        Domain domain = new(new DomainOptions { Mag = c => c with { UseTimestamps = timestamps } });
        int slot = domain.Attach(0, Node);
        domain.Drive();
        TunnelSession before = domain.MagPaths[0].Single();

        domain.DriveSeconds(86_400);

        Assert.Equal(before.Generation, domain.MagPaths[0].Single().Generation);
        Assert.Equal(before.SendKey, domain.LmaPaths[0].Single().ReceiveKey);
        Assert.True(domain.Mags[0].Counters[MagCounter.RefreshesAccepted] >= 24);
        Assert.Equal(1, domain.Ups[0]);
        Assert.Empty(domain.Downs[0]);
        Assert.True(domain.Mags[0].TryRead(slot, domain.Now, out _));
        domain.Verify();
    }

    // MAG1 -> LMA  create; MAG2 -> LMA  hand over; MAG1 -> LMA  de-register too late, ignored.
    [Theory]
    [InlineData(HandoffIndicator.BetweenMags, 0ul, true)]
    [InlineData(HandoffIndicator.Unknown, 0x0200_0000_0001ul, true)]
    [InlineData(HandoffIndicator.BetweenMags, 0ul, false)]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R15")]
    [Trait("Requirement", "R18")]
    public void Handover_ToAnotherMag_SameAddressesAndUplinkKeyAndLateEndIgnored(HandoffIndicator indicator, ulong mac, bool timestamps)
    {
        Domain domain = new(new DomainOptions { Mag = c => c with { UseTimestamps = timestamps } });
        int old = domain.Attach(0, Node, mac: mac);
        domain.Drive();
        TunnelSession first = domain.MagPaths[0].Single();
        domain.DriveSeconds(1);

        domain.Attach(1, Node, indicator: indicator, mac: mac);
        domain.Drive();
        TunnelSession second = domain.MagPaths[1].Single();
        Assert.True(first.HomeNetworkPrefixes.SetEquals(second.HomeNetworkPrefixes));
        Assert.Equal(first.HomeAddress4, second.HomeAddress4);
        Assert.Equal(first.SendKey, second.SendKey);
        Assert.Equal(second.ReceiveKey, domain.LmaPaths[0].Single().SendKey);
        Assert.Equal(second.LocalEndpoint, domain.LmaPaths[0].Single().RemoteEndpoint);

        Assert.True(domain.Detach(0, old));
        domain.DriveSeconds(30);
        Assert.Equal(0, domain.Mags[0].Count);
        Assert.Equal(1, domain.Lma.Count);
        Assert.Equal(second.ReceiveKey, domain.LmaPaths[0].Single().SendKey);
        Assert.Equal(0, domain.MagPaths[0].Count);
        domain.Verify();
    }

    [Fact]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R17")]
    public void Detach_WithGrace_TablesAreEmptyOnBothSidesAfterIt()
    {
        Domain domain = new(new DomainOptions());
        int slot = domain.Attach(0, Node);
        domain.Drive();

        domain.Detach(0, slot);
        domain.Drive();
        Assert.Equal(0, domain.Mags[0].Count);
        Assert.Equal(0, domain.MagPaths[0].Count);
        Assert.Equal(1, domain.Lma.Count);
        Assert.False(domain.LmaPaths[0].Count == 1 && domain.LmaPaths[0].Single().IsForwarding);

        domain.DriveSeconds(11);
        Assert.Equal(0, domain.Lma.Count);
        Assert.Equal(0, domain.LmaPaths[0].Count);
        Assert.Equal([ConnectionEnd.NodeLeft], domain.Downs[0]);
        domain.Verify();
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Attach_WithinTheGrace_SameAddressesAndNewDownlinkKey()
    {
        Domain domain = new(new DomainOptions());
        int slot = domain.Attach(0, Node, mac: 0x0200_0000_0001);
        domain.Drive();
        TunnelSession before = domain.MagPaths[0].Single();

        domain.Detach(0, slot);
        domain.Attach(0, Node, mac: 0x0200_0000_0001);
        domain.DriveSeconds(20);

        TunnelSession after = domain.MagPaths[0].Single();
        Assert.True(before.HomeNetworkPrefixes.SetEquals(after.HomeNetworkPrefixes));
        Assert.Equal(before.HomeAddress4, after.HomeAddress4);
        Assert.NotEqual(before.ReceiveKey, after.ReceiveKey);
        Assert.Equal(after.ReceiveKey, domain.LmaPaths[0].Single().SendKey);
        domain.Verify();
    }

    [Fact]
    [Trait("Requirement", "R6")]
    public void Lifetime_EndsInSilence_BothSidesLetGo()
    {
        Domain domain = new(new DomainOptions());
        domain.Attach(0, Node);
        domain.Drive();

        domain.Link.LossPercent = 100;
        domain.DriveSeconds(3601);

        Assert.Equal([ConnectionEnd.Expired], domain.Downs[0]);
        Assert.Equal(0, domain.Mags[0].Count);
        Assert.Equal(0, domain.Lma.Count);
        Assert.Equal(0, domain.MagPaths[0].Count + domain.LmaPaths[0].Count);
        domain.Verify();
    }

    [Fact]
    public void Attach_OverALossyLink_ComesUpByRetransmission()
    {
        Domain domain = new(new DomainOptions { Seed = 7 });
        domain.Link.LossPercent = 40;
        domain.Link.DuplicationPercent = 20;
        domain.Link.Jitter = Duration.FromMilliseconds(50);

        for (int i = 0; i < 20; i++)
        {
            domain.Attach(0, $"mn{i}");
        }

        domain.DriveSeconds(60);
        Assert.True(domain.Mags[0].Counters[MagCounter.UpdatesRetransmitted] > 0);
        Assert.True(domain.MagPaths[0].Count >= 15);
        domain.Link.LossPercent = 0;
        domain.DriveSeconds(3600);
        domain.Verify();
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void Connections_TwoAccessPointsOfANode_TwoTunnelsWithTheirOwnAddresses()
    {
        Domain domain = new(new DomainOptions());

        int internet = domain.Attach(0, Node);
        domain.Attach(0, Node, accessPoint: Domain.Ims);
        domain.Attach(0, Node, pdnConnectionId: 2);
        domain.Drive();

        Assert.Equal(3, domain.Lma.Count);
        Assert.Equal(3, domain.MagPaths[0].Count);
        domain.Detach(0, internet);
        domain.DriveSeconds(11);
        Assert.Equal(2, domain.Lma.Count);
        Assert.Equal(2, domain.MagPaths[0].Count);
        domain.Verify();
    }

    [Fact]
    [Trait("Requirement", "R14")]
    public void Keys_PerLma_OneValueTowardsTwoLmasNamesTwoTunnels()
    {
        Domain domain = new(new DomainOptions { Lmas = 2, Mag = static c => c with { DownlinkKeyScope = DownlinkKeyScope.Lma } });

        domain.Attach(0, "a", lma: 0);
        domain.Attach(0, "b", lma: 1);
        domain.Drive();

        GreKey key = domain.LmaPaths[0].Single().SendKey;
        Assert.Equal(key, domain.LmaPaths[1].Single().SendKey);
        Assert.Equal(2, domain.MagPaths[0].Count);
        Assert.NotEqual(
            domain.MagPaths[0].Receiving(key, domain.AddressOf(0, false))!.Value.Index,
            domain.MagPaths[0].Receiving(key, domain.AddressOf(1, false))!.Value.Index);
    }

    [Fact]
    public void Lma_TableFullOrPoolExhausted_NodeIsRefusedWith130()
    {
        Domain full = new(new DomainOptions { Lma = static c => c with { Limits = c.Limits with { Bindings = 1 } } });
        full.Attach(0, "a");
        full.Attach(1, "b");
        full.Drive();
        Assert.Equal([BindingStatus.InsufficientResources], full.Refusals[1]);

        Domain exhausted = new(new DomainOptions
        {
            Lma = static c => c with { AccessPoints = [c.AccessPoints[0] with { Ipv4Pool = IpPrefix.Parse("10.45.0.0/30") }] },
        });
        exhausted.Attach(0, "a", PdnType.Ipv4);
        exhausted.Attach(1, "b", PdnType.Ipv4);
        exhausted.Drive();
        Assert.Equal([BindingStatus.InsufficientResources], exhausted.Refusals[1]);
        Assert.Equal(0, exhausted.Mags[1].Count);
    }

    [Fact]
    public void Clock_OfAMagIsWrong_RefusedUntilItIsRight()
    {
        Domain domain = new(new DomainOptions { Mags = 1 });
        domain.MagWithClockError = 0;
        domain.ClockErrorMicroseconds = 5_000_000;
        domain.Attach(0, Node);
        domain.DriveSeconds(2);
        Assert.Equal(0, domain.Ups[0]);
        Assert.True(domain.Mags[0].Counters[MagCounter.TimestampMismatches] > 0);

        domain.ClockErrorMicroseconds = 0;
        domain.DriveSeconds(30);
        Assert.Equal(1, domain.Ups[0]);
    }

    [Fact]
    public void Node_ReadAtTheLma_IsTheOneThatAttached()
    {
        Domain domain = new(new DomainOptions());
        domain.Attach(0, Node);
        domain.Drive();

        for (int slot = 0; slot < domain.Lma.Capacity; slot++)
        {
            if (domain.Lma.TryRead(slot, domain.Now, out BindingCacheEntryView view))
            {
                Assert.Equal(Node, Encoding.UTF8.GetString(view.Identifier));
                return;
            }
        }

        Assert.Fail("the LMA has no binding");
    }
}
