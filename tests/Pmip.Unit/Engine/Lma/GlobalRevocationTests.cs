using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Revocations of everything between two nodes, and of a realm, from either side (RFC 5846 9.1 and 9.2, G).</summary>
public sealed class GlobalRevocationTests
{
    private const RevocationFlags ProxyGlobal = RevocationFlags.Proxy | RevocationFlags.Global;
    private readonly AnchorBench _bench = new();

    [Fact]
    [Trait("Requirement", "R5")]
    public void RevokePeer_MagAcknowledges_ItsBindingsEndAndNoOthers()
    {
        Fill();

        Assert.Equal(RevocationStart.Started, _bench.RevokePeer(0, out Answer sent));
        SentRevocation indication = Assert.Single(sent.Revocations);
        Assert.Equal(RevocationTrigger.PerPeerPolicy, indication.Trigger);
        Assert.Equal(ProxyGlobal, indication.Flags);
        Assert.Null(indication.Identifier);
        Assert.Equal(16, indication.Octets.Length);
        Assert.Equal(RevocationStart.AlreadyUnderWay, _bench.RevokePeer(0, out _));
        Assert.Equal(3, _bench.Anchor.Count);
        _bench.Acknowledge(indication);
        _bench.Settle();

        Assert.Equal(0, _bench.Anchor.Peers.BindingsOf(0));
        Assert.Equal(1, _bench.Anchor.Peers.BindingsOf(1));
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void RevokeRealm_NoAnswer_OnlyTheNodesOfTheRealmEnd()
    {
        Fill();

        Assert.Equal(RevocationStart.Started, _bench.RevokeRealm(0, "example.com", out Answer sent));
        Assert.Equal(RevocationTrigger.RevokingNodePolicy, sent.Revocations[0].Trigger);
        Assert.Equal("@example.com", sent.Revocations[0].Identifier);
        _bench.Settle();

        Assert.Equal(-1, _bench.SlotOf("a@example.com"));
        Assert.NotEqual(-1, _bench.SlotOf("b@sub.example.com"));
        Assert.NotEqual(-1, _bench.SlotOf("c@example.com"));
    }

    [Fact]
    public void RevokePeer_MagLacksRevocation_EndedHereAlone()
    {
        Fill();
        _bench.RevokePeer(0, out Answer sent);
        _bench.AnswerWithError(sent.Revocations[0]);
        _bench.Settle();
        Assert.Equal(1, _bench.Anchor.Count);
        _bench.Send(new Registration { Identifier = "a@example.com", Sequence = 9 });

        Assert.Equal(RevocationStart.EndedWithoutMag, _bench.RevokePeer(0, out Answer second));
        _bench.Settle();

        Assert.Empty(second.Revocations);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Fact]
    public void RevokePeer_NotPossible_SaysWhy()
    {
        Assert.Equal(RevocationStart.NotFound, _bench.RevokePeer(-1, out _));
        Assert.Equal(RevocationStart.NotFound, _bench.RevokePeer(99, out _));
        Assert.Equal(RevocationStart.PeerNeverHeard, _bench.RevokePeer(0, out _));
        Assert.Equal(RevocationStart.RealmInvalid, _bench.RevokeRealm(0, "", out _));
        Assert.Equal(RevocationStart.RealmInvalid, _bench.RevokeRealm(0, "@example.com", out _));
        Assert.Equal(RevocationStart.RealmInvalid, _bench.RevokeRealm(0, new string('x', 300), out _));
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void Bri_OfAMagForAllItsBindings_AcknowledgedAndTheyEnd()
    {
        Fill();

        Answer answer = Indicate(ProxyGlobal, RevocationTrigger.PerPeerPolicy, "mag1.example.com");
        SentRevocation sent = Assert.Single(answer.Revocations);
        Assert.Equal(BindingRevocationType.Acknowledgement, sent.Type);
        Assert.Equal(RevocationStatus.Success, sent.Status);
        Assert.Equal(77, sent.Sequence);
        Assert.Equal(ProxyGlobal, sent.Flags);
        Assert.Equal([EngineNotice.PeerRevokedBindings], answer.Notices);
        for (int step = 0; step < 10; step++)
        {
            _bench.ExpireAll();
            _bench.Wait(0.1);
        }

        Assert.Equal(1, _bench.Anchor.Count);

        // The answer was lost: the same message gets the same answer.
        Assert.Equal(RevocationStatus.Success, Indicate(ProxyGlobal, RevocationTrigger.PerPeerPolicy, "mag1.example.com").Revocations[0].Status);
        _bench.Wait(20);
        Assert.Equal(
            RevocationStatus.BindingDoesNotExist, Indicate(ProxyGlobal, RevocationTrigger.PerPeerPolicy, "mag1.example.com").Revocations[0].Status);
    }

    [Theory]
    [InlineData(AnchorBench.Mag1, 1)]
    [InlineData("2001:db8:f::99", 3)]
    public void Bri_WithAlternateCareOfAddress_OnlyBindingsAtThatAddressEnd(string careOf, int left)
    {
        Fill();

        Indicate(ProxyGlobal, RevocationTrigger.PerPeerPolicy, "mag1.example.com", careOf);
        _bench.Settle();

        Assert.Equal(left, _bench.Anchor.Count);
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void Bri_OfAMagForARealm_ItsNodesEnd()
    {
        Fill();

        Answer answer = Indicate(ProxyGlobal, RevocationTrigger.RevokingNodePolicy, "@example.com");
        _bench.Settle();

        Assert.Equal(RevocationStatus.Success, answer.Revocations[0].Status);
        Assert.Equal(2, _bench.Anchor.Count);
        Assert.Equal(-1, _bench.SlotOf("a@example.com"));
    }

    [Theory]
    [InlineData(ProxyGlobal, RevocationTrigger.PerPeerPolicy, null, RevocationStatus.GlobalRevocationNotAuthorized)]
    [InlineData(ProxyGlobal, RevocationTrigger.RevokingNodePolicy, null, RevocationStatus.RevokedNodesIdentityRequired)]
    [InlineData(ProxyGlobal, RevocationTrigger.RevokingNodePolicy, "example.com", RevocationStatus.RevokedNodesIdentityRequired)]
    [InlineData(ProxyGlobal, RevocationTrigger.RevokingNodePolicy, "@nobody", RevocationStatus.BindingDoesNotExist)]
    [InlineData(ProxyGlobal, RevocationTrigger.Administrative, "a@example.com", RevocationStatus.FunctionNotSupported)]
    [InlineData(RevocationFlags.Global, RevocationTrigger.PerPeerPolicy, "mag1", RevocationStatus.FunctionNotSupported)]
    [InlineData(ProxyGlobal, (RevocationTrigger)200, "mag1", RevocationStatus.TriggerNotSupported)]
    [InlineData(ProxyGlobal, RevocationTrigger.Testing250, "mag1", RevocationStatus.TriggerNotSupported)]
    public void Bri_ThatCannotBeDone_AnsweredWithItsStatus(RevocationFlags flags, RevocationTrigger trigger, string? identifier, RevocationStatus status)
    {
        Fill();

        Answer answer = Indicate(flags, trigger, identifier);
        _bench.Settle();

        Assert.Equal(status, answer.Revocations[0].Status);
        Assert.Equal(3, _bench.Anchor.Count);
    }

    [Theory]
    [InlineData(RevocationTrigger.PerPeerPolicy, "mag1")]
    [InlineData(RevocationTrigger.RevokingNodePolicy, "@example.com")]
    public void Bri_WhenNotAllowedByConfiguration_130(RevocationTrigger trigger, string identifier)
    {
        AnchorBench bench = new(c => c with { AcceptGlobalRevocation = false });
        bench.Send(new Registration());

        Answer answer = bench.Indicate(AnchorBench.Mag1, ProxyGlobal, trigger, identifier);

        Assert.Equal(RevocationStatus.GlobalRevocationNotAuthorized, answer.Revocations[0].Status);
    }

    [Fact]
    public void Bri_OfAMagWithoutBindings_128()
    {
        Answer answer = Indicate(ProxyGlobal, RevocationTrigger.PerPeerPolicy, "mag1");

        Assert.Equal(RevocationStatus.BindingDoesNotExist, answer.Revocations[0].Status);
    }

    private void Fill()
    {
        _bench.Send(new Registration { Identifier = "a@example.com" });
        _bench.Send(new Registration { Identifier = "b@sub.example.com", Key = 0xA2 });
        _bench.Send(new Registration { Identifier = "c@example.com", From = AnchorBench.Mag2 });
    }

    private Answer Indicate(RevocationFlags flags, RevocationTrigger trigger, string? identifier, string? careOf = null) =>
        _bench.Indicate(AnchorBench.Mag1, flags, trigger, identifier, careOf);
}
