using System.Text;
using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>Revocations that the MAG sends (RFC 5846 9.2).</summary>
[Trait("Requirement", "R5")]
public sealed class GlobalRevocationTests
{
    [Fact]
    public void Peer_Revoked_OneMessageNamesUsAndTheConnectionsEndWithTheAnswer()
    {
        MagBench bench = NewBench();
        bench.AttachUp(MagBench.Request("a@x"));
        bench.AttachUp(MagBench.Request("b@y"));

        Assert.Equal(GlobalRevocationStart.Pending, bench.RevokePeer());
        Recorded sent = bench.Single(EffectKind.Transmit);
        Check(sent, RevocationTrigger.PerPeerPolicy, "mag1.example.com");
        Assert.Equal(GlobalRevocationStart.Busy, bench.RevokePeer());
        bench.AnswerRevocation(sent, RevocationStatus.Success, sequenceOff: 1);
        Assert.Equal(1, bench[MagCounter.RevocationAnswersUnmatched]);
        bench.AnswerRevocation(sent, RevocationStatus.Success, lma: 1);
        Assert.Equal(2, bench[MagCounter.RevocationAnswersUnmatched]);
        Assert.Equal(2, bench.Mag.Count);
        bench.AnswerRevocation(sent, RevocationStatus.Success);
        bench.Advance(1000);

        Assert.Equal(0, bench.Mag.Count);
        Assert.Contains(bench.Effects, static e => e.Kind == EffectKind.ConnectionDown && e.Code == (byte)ConnectionEnd.Operator);
        Assert.DoesNotContain(EffectKind.Transmit, bench.Kinds());
        Assert.Equal(1, bench[MagCounter.RevocationsSent]);
        Assert.Equal(1, bench[MagCounter.RevocationsConfirmed]);
        bench.AnswerRevocation(sent, RevocationStatus.Success);
        Assert.Equal(3, bench[MagCounter.RevocationAnswersUnmatched]);
    }

    [Fact]
    public void Realm_Revoked_OnlyItsConnectionsEnd()
    {
        MagBench bench = NewBench();
        bench.AttachUp(MagBench.Request("a@x"));
        int other = bench.AttachUp(MagBench.Request("b@y"));

        Assert.Equal(GlobalRevocationStart.Pending, bench.RevokeRealm("x"));
        Recorded sent = bench.Single(EffectKind.Transmit);
        Check(sent, RevocationTrigger.RevokingNodePolicy, "@x");
        bench.AnswerRevocation(sent, RevocationStatus.BindingDoesNotExist);
        bench.Advance(1000);

        Assert.Equal(1, bench.Mag.Count);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(other));
    }

    [Fact]
    public void Peer_DoesNotAnswer_SameMessageOnceMoreThenCleanedUp()
    {
        MagBench bench = NewBench();
        bench.AttachUp();
        Instant start = bench.Now;
        bench.RevokePeer();
        byte[] first = bench.Single(EffectKind.Transmit).Octets;

        bench.Fire();
        Assert.Equal(1000, bench.Now.Since(start).Milliseconds);
        Assert.Equal(first, bench.Single(EffectKind.Transmit).Octets);
        Assert.Equal(1, bench[MagCounter.RevocationsRetransmitted]);
        bench.Fire();
        Assert.Equal(3000, bench.Now.Since(start).Milliseconds);
        bench.Advance(1000);

        Assert.Equal(1, bench[MagCounter.RevocationsUnanswered]);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Peer_Refuses_ConnectionsStayAndItIsNotAskedAgain()
    {
        MagBench bench = NewBench();
        bench.AttachUp();
        bench.RevokePeer();

        bench.AnswerRevocation(bench.Single(EffectKind.Transmit), RevocationStatus.GlobalRevocationNotAuthorized);
        Assert.Equal((byte)EngineNotice.RevocationRefused, bench.Single(EffectKind.Notice).Code);
        bench.Advance(10_000);

        Assert.Equal(1, bench.Mag.Count);
        Assert.Equal(1, bench[MagCounter.RevocationsRefused]);
        Assert.Equal(GlobalRevocationStart.NotAuthorized, bench.RevokePeer());
        Assert.Equal(GlobalRevocationStart.Pending, bench.RevokeRealm("example.com"));
    }

    [Fact]
    public void Revocation_ThatCannotBegin_SaysWhy()
    {
        MagBench bench = NewBench();
        Assert.Equal(GlobalRevocationStart.NothingRegistered, bench.RevokePeer());
        Assert.Equal(GlobalRevocationStart.NoSuchLma, bench.RevokePeer(5));
        Assert.Equal(GlobalRevocationStart.NoSuchLma, bench.RevokePeer(-1));
        Assert.Equal(GlobalRevocationStart.RealmUnfit, bench.RevokeRealm(string.Empty));
        Assert.Equal(GlobalRevocationStart.RealmUnfit, bench.RevokeRealm("@x"));
        Assert.Equal(GlobalRevocationStart.RealmUnfit, bench.RevokeRealm(new string('x', 300)));
        MagBench nameless = new();
        nameless.AttachUp();
        Assert.Equal(GlobalRevocationStart.NoIdentity, nameless.RevokePeer());
    }

    [Fact]
    public void Realm_NoPlaceForItsSweep_CleanedUpLater()
    {
        MagBench bench = NewBench();
        bench.AttachUp(MagBench.Request("a@x"));
        bench.RevokeRealm("x");
        Recorded sent = bench.Single(EffectKind.Transmit);
        for (ushort i = 0; i < 16; i++)
        {
            bench.Revoke(RevocationTrigger.RevokingNodePolicy, $"@realm{i}", RevocationFlags.Proxy | RevocationFlags.Global, sequence: i);
        }

        bench.AnswerRevocation(sent, RevocationStatus.Success);
        Assert.Equal(1, bench[MagCounter.SweepsRefused]);
        bench.Advance(5000);

        Assert.Equal(0, bench.Mag.Count);
    }

    private static MagBench NewBench() => new(static c => c with { Identity = "mag1.example.com" });

    private static void Check(Recorded sent, RevocationTrigger trigger, string identifier)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(sent.Octets, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication));
        Assert.Equal(trigger, indication.Trigger);
        Assert.Equal(RevocationFlags.Proxy | RevocationFlags.Global, indication.Flags);
        Assert.Equal(identifier, Encoding.UTF8.GetString(indication.Options.Identifier));
    }
}
