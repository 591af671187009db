using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

public sealed class SweepTests
{
    private static readonly Registration Good = new();
    private readonly AnchorBench _bench = new();

    [Fact]
    public void Sweep_OfAMag_Expired_EndsItsBindingsOneByOne()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Identifier = "mn2@example.com" });
        _bench.Send(Good with { Identifier = "mn3@example.com", From = AnchorBench.Mag2 });

        Assert.True(_bench.Anchor.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0)));
        _bench.Wait(1);
        System.Collections.Generic.List<Answer> steps = _bench.ExpireAll();
        _bench.Wait(1);
        steps.AddRange(_bench.ExpireAll());

        Assert.All(steps, step => Assert.True(step.Kinds.Count(static kind => kind == EffectKind.RemoveSession) <= 1));
        Assert.Equal(2, _bench.Anchor.Counters[LmaCounter.BindingSwept]);
        Assert.Equal(1, _bench.Anchor.Count);
        Assert.Equal(2, steps.Count(static step => step.Notices.Contains(EngineNotice.BindingSwept)));
    }

    [Fact]
    public void Sweep_OfARestartedMag_BindingInItsGraceTime_WaitsForAnotherMag()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown });

        _bench.Anchor.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));
        _bench.ExpireAll();

        Assert.Equal(1, _bench.Anchor.Count);
        Assert.Equal(0, _bench.Anchor.Counters[LmaCounter.BindingSwept]);
    }

    [Fact]
    public void Sweep_WithoutAPlace_IsCounted()
    {
        for (int i = 0; i <= BindingSweep.NarrowMax; i++)
        {
            _bench.Anchor.BeginSweep(new SweepScope(SweepCause.ComponentFailed, -1) { Component = i });
        }

        Assert.Equal(BindingSweep.NarrowMax, _bench.Anchor.Counters[LmaCounter.SweepsBegun]);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.SweepsRefused]);
    }
}
