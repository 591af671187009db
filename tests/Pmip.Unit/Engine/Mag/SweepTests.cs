using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
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
        _bench.Attach(MagBench.Request("mn3@example.com", accessNode: 9));

        Assert.True(_bench.Mag.BeginSweep(new SweepScope(SweepCause.GlobalRevocationPeer, 0)));
        _bench.Advance(10);

        Assert.Equal(1, _bench[MagCounter.ConnectionsSwept]);
        Assert.Equal(2, _bench.Mag.Count);
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
