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

    [Fact]
    public void Sweep_OfARestartedMag_TellsItWhatEnds_UntilItAnswers()
    {
        _bench.Send(Good);
        _bench.Anchor.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));

        SentRevocation sent = Assert.Single(_bench.ExpireAll().SelectMany(static step => step.Revocations));
        _bench.Acknowledge(sent, RevocationStatus.BindingDoesNotExist);

        Assert.Equal(RevocationTrigger.PossiblyOutOfSync, sent.Trigger);
        Assert.Equal(RevocationFlags.Proxy, sent.Flags);
        Assert.Equal("mn1@example.com", sent.Identifier);
        Assert.Single(sent.Prefixes);
        Assert.Equal(0, _bench.Anchor.RevocationCount);
        Assert.Equal(0, _bench.Anchor.Count);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.OutOfSyncRevoked]);
    }

    [Fact]
    public void Sweep_OfARestartedMag_ThatLacksRevocation_EndsWithoutAWord()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Identifier = "mn2@example.com" });
        _bench.Revoke(_bench.SlotOf("mn2@example.com"), RevocationTrigger.Administrative, RevokedPart.Whole, out Answer revoked);
        _bench.AnswerWithError(Assert.Single(revoked.Revocations));
        _bench.ExpireAll();

        _bench.Anchor.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));

        Assert.Empty(_bench.ExpireAll().SelectMany(static step => step.Revocations));
        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    public void Sweep_OfARestartedMag_NodeRegisteredAgain_NoRetransmissionEndsWhatItHasNow()
    {
        _bench.Send(Good);
        _bench.Anchor.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));
        SentRevocation first = Assert.Single(_bench.ExpireAll().SelectMany(static step => step.Revocations));

        Answer again = _bench.Send(Good with { Sequence = 2 });
        _bench.Wait(5);

        Assert.Equal(first.Prefixes, again.Prefixes);
        Assert.Empty(_bench.ExpireAll().SelectMany(static step => step.Revocations));
        Assert.Equal(0, _bench.Anchor.RevocationCount);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Fact]
    public void Sweep_OfASilentMag_TellsItNothing()
    {
        _bench.Send(Good);
        _bench.Anchor.BeginSweep(new SweepScope(SweepCause.PeerUnreachable, 0));

        Assert.Empty(_bench.ExpireAll().SelectMany(static step => step.Revocations));
        Assert.Equal(0, _bench.Anchor.Count);
    }
}
