using System.Collections.Generic;
using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

public sealed class LifetimeTests
{
    [Fact]
    public void Registration_Unanswered_SentAgainWithDoublingDelayThenRefused0()
    {
        MagBench bench = new(static c => c with { TransmissionsMax = 4, MaxBindAckTimeout = Duration.FromSeconds(3) });
        Instant start = bench.Now;
        bench.Attach(MagBench.Request());
        HashSet<ushort> numbers = [MagBench.Read(bench.LastUpdate).Sequence];
        ulong timestamp = MagBench.Read(bench.LastUpdate).Timestamp;
        long[] expected = [1000, 3000, 6000];

        foreach (long at in expected)
        {
            bench.Fire();
            Assert.Equal(at, bench.Now.Since(start).Milliseconds);
            Assert.True(numbers.Add(MagBench.Read(bench.LastUpdate).Sequence));
            Assert.True(MagBench.Read(bench.LastUpdate).Timestamp > timestamp);
            timestamp = MagBench.Read(bench.LastUpdate).Timestamp;
        }

        bench.Fire();
        Assert.Equal(9000, bench.Now.Since(start).Milliseconds);
        Assert.Equal([EffectKind.ConnectionRefused], bench.Kinds());
        Assert.Equal(0, bench.Single(EffectKind.ConnectionRefused).Code);
        Assert.Equal(1, bench[MagCounter.RegistrationsUnanswered]);
        Assert.Equal(3, bench[MagCounter.UpdatesRetransmitted]);
        Assert.Equal(0, bench.Mag.Count);
        Assert.Equal(Instant.Never, bench.Mag.NextDeadline);
    }

    [Fact]
    public void Timestamp_ClockStandsStillOrGoesBack_IsLaterAllTheSame()
    {
        MagBench bench = new();
        WallClock wall = bench.Wall;
        bench.Attach(MagBench.Request());
        ulong first = MagBench.Read(bench.LastUpdate).Timestamp;
        bench.Wall = wall with { Timestamp = wall.Timestamp - (100 * 65536) };

        bench.Fire();

        Assert.Equal(wall.Timestamp, first);
        Assert.Equal(first + 1, MagBench.Read(bench.LastUpdate).Timestamp);
    }

    [Fact]
    [Trait("Requirement", "R6")]
    public void Refresh_BeforeTheLifetimeEnds_HasEveryAddressAndKeepsTheSession()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        Instant start = bench.Now;

        bench.Fire();
        Assert.InRange(bench.Now.Since(start).Seconds, 275, 300);
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal(HandoffIndicator.ReRegistration, u.HandoffIndicator);
            Assert.Equal(MagBench.Prefix, u.HomeNetworkPrefixes[0]);
            Assert.Equal(MagBench.Address4, u.Ipv4HomeAddressRequest.Address);
            Assert.Equal(16, u.Ipv4HomeAddressRequest.PrefixLength);
            Assert.True(u.HasGreKey);
        });
        Assert.Equal(bench.DownlinkKeyOf(slot), MagBench.Read(bench.LastUpdate).GreKey);

        bench.Answer();
        Assert.Empty(bench.Kinds());
        Assert.Equal(1, bench[MagCounter.RefreshesAccepted]);
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(400, view.LifetimeRemaining.Seconds);
    }

    [Fact]
    [Trait("Requirement", "R6")]
    public void Refresh_Unanswered_SentOnUntilTheLifetimeEndsThenConnectionDown()
    {
        MagBench bench = new();
        bench.AttachUp();
        Instant start = bench.Now;

        bench.Advance(399_999);
        Assert.DoesNotContain(EffectKind.ConnectionDown, bench.Kinds());
        Assert.True(bench.UpdatesSent > 6);
        bench.Fire();

        Assert.Equal(400, bench.Now.Since(start).Seconds);
        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.Expired, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.False(bench.Single(EffectKind.RemoveSession).Session.IsForwarding);
        Assert.Equal(1, bench[MagCounter.ConnectionsExpired]);
        Assert.Equal(1, bench[MagCounter.RefreshesStarted]);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Refresh_ChangesTheUplinkKey_SessionInstalledAgainWithLaterGeneration()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());
        bench.Answer();
        uint generation = bench.Single(EffectKind.InstallSession).Session.Generation;
        bench.Fire();

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.GreKey = new(0x1234));

        Assert.Equal(0x1234u, bench.Single(EffectKind.InstallSession).Session.SendKey.Value);
        Assert.True(bench.Single(EffectKind.InstallSession).Session.Generation > generation);
    }

    [Fact]
    public void Node_AppearsAnew_IsRegisteredAgainAsOneThatMayHaveMoved()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();

        Assert.True(bench.Reaffirm(slot));
        Assert.Equal([EffectKind.Transmit], bench.Kinds());
        Assert.Equal(HandoffIndicator.Unknown, MagBench.Read(bench.LastUpdate).HandoffIndicator);
        Assert.Equal(bench.DownlinkKeyOf(slot), MagBench.Read(bench.LastUpdate).GreKey);
        Assert.Equal(BindingUpdateState.Refreshing, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.ConnectionsReaffirmed]);
        bench.Answer();
        bench.Fire();
        Assert.Equal(HandoffIndicator.ReRegistration, MagBench.Read(bench.LastUpdate).HandoffIndicator);
        Assert.True(bench.Detach(slot));
        Assert.False(bench.Reaffirm(slot));
    }

    [Fact]
    public void Memory_ForALargerTable_CostsMore()
    {
        long small = MobileAccessGateway.BytesFor(new Pmip.Engine.Configuration.EngineLimits { Bindings = 4096 });
        Assert.InRange(small, 4096 * 200, 4096 * 1024);
        MagBench bench = new(static c => c with { DownlinkKeyScope = Pmip.Engine.Configuration.DownlinkKeyScope.Lma });
        Assert.True(MobileAccessGateway.BytesFor(bench.Configuration) > MobileAccessGateway.BytesFor(bench.Configuration.Limits));
    }
}
