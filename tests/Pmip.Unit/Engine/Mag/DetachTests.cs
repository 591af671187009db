using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

public sealed class DetachTests
{
    [Fact]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R17")]
    public void Detach_OfAConnection_SessionGoesAtOnceAndTheKeyWithTheAnswer()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        GreKey key = bench.DownlinkKeyOf(slot);

        Assert.True(bench.Detach(slot, ConnectionEnd.Operator));
        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown, EffectKind.Transmit], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.Operator, bench.Single(EffectKind.ConnectionDown).Code);
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal(0, u.LifetimeUnits);
            Assert.Equal(HandoffIndicator.Unknown, u.HandoffIndicator);
            Assert.Equal(MagBench.Prefix, u.HomeNetworkPrefixes[0]);
            Assert.Equal(MagBench.Address4, u.Ipv4HomeAddressRequest.Address);
            Assert.False(u.HasGreKeyOption);
        });
        Assert.Equal(1, bench.Mag.Count);
        Assert.False(bench.Detach(slot));

        bench.Answer();
        Assert.Equal(0, bench.Mag.Count);
        Assert.Equal(1, bench[MagCounter.DetachesStarted]);
        Assert.Equal(1, bench[MagCounter.DeregistrationsAccepted]);
        Assert.False(bench.Detach(slot));
        Assert.NotEqual(key, bench.DownlinkKeyOf(bench.Attach(MagBench.Request())));
    }

    [Fact]
    public void Detach_Unanswered_SentOnceMoreThenReleased()
    {
        MagBench bench = new();
        bench.Detach(bench.AttachUp());
        int sent = bench.UpdatesSent;

        bench.Advance(1000);
        Assert.Equal(sent + 1, bench.UpdatesSent);
        Assert.Equal(1, bench.Mag.Count);
        bench.Advance(1000);

        Assert.Equal(0, bench.Mag.Count);
        Assert.Equal(sent + 1, bench.UpdatesSent);
        Assert.Equal(1, bench[MagCounter.DeregistrationsUnanswered]);
    }

    [Fact]
    public void Detach_Refused_ReleasedAllTheSame()
    {
        MagBench bench = new();
        bench.Detach(bench.AttachUp());

        bench.Answer(BindingStatus.ReasonUnspecified);

        Assert.Equal(0, bench.Mag.Count);
        Assert.Equal(1, bench[MagCounter.DeregistrationsRefused]);
    }

    [Fact]
    public void Detach_BeforeTheFirstAnswer_LateAcceptanceIsIgnored()
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());
        byte[] update = bench.LastUpdate;

        bench.Detach(slot);
        Assert.Equal([EffectKind.ConnectionDown, EffectKind.Transmit], bench.Kinds());
        Assert.True(MagBench.Read(bench.LastUpdate).HomeNetworkPrefixes[0].Address.IsUnspecified);
        bench.Answer(update: update);

        Assert.Empty(bench.Effects);
        Assert.Equal(BindingUpdateState.Deregistering, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.AnswersUnmatched]);
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Attach_WhileDetaching_SameSlotNewKeyAndOldAnswersAreIgnored()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        GreKey key = bench.DownlinkKeyOf(slot);
        bench.Detach(slot);
        byte[] end = bench.LastUpdate;

        int again = bench.Attach(MagBench.Request(lma: 1, accessNode: 9));
        bench.Answer(update: end);
        Assert.Equal(BindingUpdateState.Registering, bench.StateOf(again));
        bench.Answer(lma: 1);

        Assert.Equal(slot, again);
        Assert.NotEqual(key, bench.DownlinkKeyOf(again));
        Assert.True(MagBench.Read(bench.LastUpdate).Timestamp > MagBench.Read(end).Timestamp);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(again));
        Assert.Equal(1, bench[MagCounter.AttachesDuringDetach]);
        Assert.Equal(9, bench.Single(EffectKind.ConnectionUp).AccessNode);
    }

    [Fact]
    public void SessionRefused_ByTheDataPath_ConnectionDownAndDeregistered()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        int session = bench.SessionOf(slot);

        bench.RefuseSession(session);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown, EffectKind.Transmit], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.DataPath, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal(BindingUpdateState.Deregistering, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.SessionsRefused]);
        bench.RefuseSession(session);
        bench.RefuseSession(-1);
        bench.RefuseSession(int.MaxValue);
        Assert.Empty(bench.Effects);
    }
}
