using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

public sealed class SweepTests
{
    private readonly MagBench _bench = new();

    [Fact]
    public void Sweep_OfAnLma_Expired_EndsWhatIsUpAndLeavesTheRest()
    {
        _bench.AttachUp();
        _bench.Attach(MagBench.Request("mn2@example.com", lma: 1, accessNode: 8));
        _bench.Answer(lma: 1);

        Assert.True(_bench.Mag.BeginSweep(new SweepScope(SweepCause.GlobalRevocationPeer, 0)));
        _bench.Advance(10);

        Assert.Equal(1, _bench[MagCounter.ConnectionsSwept]);
        Assert.Equal(1, _bench.Mag.Count);
        Assert.Contains(_bench.Effects, static e => e.Kind == EffectKind.ConnectionDown && e.Code == (byte)ConnectionEnd.Revoked && e.AccessNode == 7);
        Assert.Contains(_bench.Effects, static e => e.Kind == EffectKind.Notice && e.Code == (byte)EngineNotice.BindingSwept);
    }

    [Fact]
    public void Sweep_OfASilentLma_Expired_TellsTheAccessSideThatThePeerIsLost()
    {
        _bench.AttachUp();

        _bench.Mag.BeginSweep(new SweepScope(SweepCause.PeerUnreachable, 0));
        _bench.Advance(10);

        Assert.Contains(_bench.Effects, static e => e.Kind == EffectKind.ConnectionDown && e.Code == (byte)ConnectionEnd.PeerLost);
    }

    [Theory]
    [InlineData(RevocationTrigger.PerPeerPolicy, null)]
    [InlineData(RevocationTrigger.RevokingNodePolicy, "@example.com")]
    [Trait("Requirement", "R5")]
    public void GlobalRevocation_WhileAFirstRegistrationIsUnderWay_EndsItToo(RevocationTrigger trigger, string? realm)
    {
        int slot = _bench.Attach(MagBench.Request());
        int other = _bench.Attach(MagBench.Request("mn2@example.com", lma: 1, accessNode: 8));
        byte[] update = _bench.LastUpdate;

        _bench.Revoke(trigger, realm, RevocationFlags.Proxy | RevocationFlags.Global);
        Assert.Equal(RevocationStatus.Success, _bench.Acknowledged().Status);
        _bench.Advance(1);

        Assert.Equal(BindingUpdateState.Deregistering, _bench.StateOf(slot));
        Assert.Equal(BindingUpdateState.Registering, _bench.StateOf(other));
        Recorded down = _bench.Single(EffectKind.ConnectionDown);
        Assert.Equal(((byte)ConnectionEnd.Revoked, 7), (down.Code, down.AccessNode));
        Assert.NotSame(update, _bench.LastUpdate);
        _bench.CheckLastUpdate(static (in ProxyBindingUpdate sent) => Assert.Equal(0, sent.LifetimeUnits));
        Assert.Equal(1, _bench[MagCounter.RegistrationsRevoked]);
        Assert.Equal(0, _bench[MagCounter.ConnectionsSwept]);
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void GlobalRevocation_ThenAFirstRegistration_LeavesItAlone()
    {
        _bench.AttachUp();
        _bench.Revoke(RevocationTrigger.PerPeerPolicy, null, RevocationFlags.Proxy | RevocationFlags.Global);

        int slot = _bench.Attach(MagBench.Request("mn2@example.com", accessNode: 8));
        _bench.Advance(10);

        Assert.Equal(1, _bench[MagCounter.ConnectionsSwept]);
        Assert.Equal(BindingUpdateState.Registering, _bench.StateOf(slot));
        Assert.Equal(0, _bench[MagCounter.RegistrationsRevoked]);
    }

    [Fact]
    public void Sweep_OfARestartedLma_LeavesAFirstRegistrationToItsRetransmissions()
    {
        int slot = _bench.Attach(MagBench.Request());

        _bench.Mag.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));
        _bench.Advance(10);

        Assert.Equal(BindingUpdateState.Registering, _bench.StateOf(slot));
        Assert.Equal(0, _bench[MagCounter.ConnectionsRestored]);
    }

    [Fact]
    public void Sweep_WithoutAPlace_IsCounted()
    {
        for (int i = 0; i <= BindingSweep.NarrowMax; i++)
        {
            _bench.Mag.BeginSweep(new SweepScope(SweepCause.ComponentFailed, -1) { Component = i });
        }

        Assert.Equal(BindingSweep.NarrowMax, _bench[MagCounter.SweepsBegun]);
        Assert.Equal(1, _bench[MagCounter.SweepsRefused]);
    }
}
