using System.Collections.Generic;
using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Revocations that the anchor begins: one binding, its IPv4 home address, one node (RFC 5846 9.1, TS 29.275 5.4).</summary>
public sealed class RevocationTests
{
    private const string Node = "mn1@example.com";
    private readonly AnchorBench _bench = new();

    [Fact]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R17")]
    public void Revoke_Binding_MagAcknowledges_BindingKeyAndSessionGo()
    {
        Answer before = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        // LMA -> MAG1  BRI trigger=5 P MN-ID HNP
        Assert.Equal(RevocationStart.Started, _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.UserTermination, RevokedPart.Whole, out Answer sent));
        SentRevocation indication = Assert.Single(sent.Revocations);
        Assert.Equal(BindingRevocationType.Indication, indication.Type);
        Assert.Equal(RevocationTrigger.UserTermination, indication.Trigger);
        Assert.Equal(RevocationFlags.Proxy, indication.Flags);
        Assert.Equal(Node, indication.Identifier);
        Assert.Equal(before.Prefixes, indication.Prefixes);
        Assert.Null(indication.Ipv4);
        Assert.Equal("\u0008internet"u8.ToArray(), indication.Service);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag1), indication.Path.Remote);
        Assert.Null(sent.Installed);
        Assert.Equal(BindingState.Revoking, StateOf(Node));

        // MAG1 -> LMA  BRA status=0
        Answer end = _bench.Acknowledge(indication);

        Assert.Equal(before.Installed!.Value.Index, end.Removed!.Value.Index);
        Assert.Equal([EngineNotice.BindingRevoked], end.Notices);
        Assert.Equal(0, _bench.Anchor.Count);
        Assert.Equal(0, _bench.Anchor.RevocationCount);
        Answer later = _bench.Send(new Registration { Sequence = 9 });
        Assert.NotEqual(before.Key, later.Key);
    }

    [Fact]
    public void Revoke_Administrative_TrafficStopsAtOnce()
    {
        _bench.Send(new Registration());

        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Administrative, RevokedPart.Whole, out Answer sent);

        Assert.Equal([EffectKind.InstallSession, EffectKind.Transmit], sent.Kinds);
        Assert.False(sent.Installed!.Value.IsForwarding);
    }

    [Theory]
    [InlineData(RevocationStatus.PartialSuccess, LmaCounter.RevocationSucceededInPart)]
    [InlineData(RevocationStatus.BindingDoesNotExist, LmaCounter.RevocationOfNothing)]
    [InlineData(RevocationStatus.Ipv4HomeAddressOptionRequired, LmaCounter.RevocationRefused)]
    [InlineData(RevocationStatus.GlobalRevocationNotAuthorized, LmaCounter.RevocationRefused)]
    [InlineData(RevocationStatus.RevokedNodesIdentityRequired, LmaCounter.RevocationRefused)]
    [InlineData(RevocationStatus.MobileNodeAttached, LmaCounter.RevocationNodeAttached)]
    [InlineData(RevocationStatus.TriggerNotSupported, LmaCounter.RevocationRefused)]
    [InlineData(RevocationStatus.FunctionNotSupported, LmaCounter.RevocationRefused)]
    [InlineData(RevocationStatus.ProxyRevocationNotSupported, LmaCounter.RevocationRefused)]
    [Trait("Requirement", "R5")]
    public void Revoke_Binding_MagAnswersAnythingElse_CountedAndBindingGoes(RevocationStatus status, LmaCounter counter)
    {
        _bench.Send(new Registration());
        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer sent);

        Answer end = _bench.Acknowledge(sent.Revocations[0], status);

        Assert.NotNull(end.Removed);
        Assert.Equal(1, _bench.Anchor.Counters[counter]);
        Assert.Equal(counter is LmaCounter.RevocationRefused or LmaCounter.RevocationNodeAttached, end.Notices.Contains(EngineNotice.RevocationRefused));
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void Revoke_NoAnswer_SameMessageAfterOneSecondThenTheBindingGoesTwoSecondsLater()
    {
        _bench.Send(new Registration());
        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer first);

        _bench.Wait(0.999);
        Assert.Empty(_bench.ExpireAll());
        _bench.Wait(0.002);
        Answer again = Assert.Single(_bench.ExpireAll());
        Assert.Equal(first.Revocations[0].Octets, again.Revocations[0].Octets);
        _bench.Wait(1.99);
        Assert.Empty(_bench.ExpireAll());
        _bench.Wait(0.02);
        Answer end = Assert.Single(_bench.ExpireAll());

        Assert.NotNull(end.Removed);
        Assert.Equal([EngineNotice.RevocationUnanswered, EngineNotice.BindingRevoked], end.Notices);
        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    public void Revoke_MoreRetriesConfigured_DelayStaysAtItsMaximum()
    {
        AnchorBench bench = new(c => c with { BriMaxRetriesNumber = 3 });
        bench.Send(new Registration());
        bench.Revoke(bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out _);
        List<double> at = [];
        for (double waited = 0.5; bench.Anchor.Count > 0; waited += 0.5)
        {
            bench.Wait(0.5);
            at.AddRange(bench.ExpireAll().Select(_ => waited));
        }

        Assert.Equal([1, 3, 5, 7], at);
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void Revoke_Ipv4Only_OnlyTheAddressGoes()
    {
        Answer before = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Administrative, RevokedPart.Ipv4, out Answer sent);
        SentRevocation indication = sent.Revocations[0];
        Assert.Equal(RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly, indication.Flags);
        Assert.Empty(indication.Prefixes);
        Assert.Equal(before.Ipv4, indication.Ipv4);
        Answer end = _bench.Acknowledge(indication);

        Assert.True(end.Installed!.Value.HomeAddress4.IsUnspecified);
        Assert.True(end.Installed!.Value.IsForwarding);
        Assert.Equal(1, end.Installed!.Value.HomeNetworkPrefixes.Count);
        Assert.Equal(before.Key, end.Installed!.Value.ReceiveKey);
        Assert.Equal([EngineNotice.Ipv4AddressRevoked], end.Notices);
        Assert.Equal(RevocationStart.NoIpv4HomeAddress, _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Administrative, RevokedPart.Ipv4, out _));
    }

    [Fact]
    public void Revoke_WholeBindingOfIpv4Only_NamesTheAddressWithV()
    {
        Answer before = _bench.Send(new Registration { Prefixes = [], Ipv4 = "0.0.0.0" });

        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Administrative, RevokedPart.Whole, out Answer sent);

        Assert.Equal(RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly, sent.Revocations[0].Flags);
        Assert.Equal(before.Ipv4, sent.Revocations[0].Ipv4);
        Assert.NotNull(_bench.Acknowledge(sent.Revocations[0]).Removed);
    }

    [Fact]
    public void Pbu_WhileTheBindingIsRevoked_RefusedWith129()
    {
        _bench.Send(new Registration());
        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer sent);

        Answer refused = _bench.Send(new Registration { Sequence = 2, Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal(BindingStatus.AdministrativelyProhibited, refused.Status);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.UpdateDuringRevocation]);
        Assert.NotNull(_bench.Acknowledge(sent.Revocations[0]).Removed);
    }

    [Fact]
    public void Pbu_WithLifetimeZeroWhileTheBindingIsRevoked_AnsweredAndTheAcknowledgementEndsIt()
    {
        _bench.Send(new Registration());
        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer sent);

        Answer left = _bench.Send(new Registration { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown });
        Assert.Equal(BindingStatus.Accepted, left.Status);
        Answer end = _bench.Acknowledge(sent.Revocations[0]);

        Assert.NotNull(end.Removed);
        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    public void Bra_ThatAnswersNothing_Counted()
    {
        _bench.Send(new Registration());
        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer sent);
        SentRevocation indication = sent.Revocations[0];

        Answer other = _bench.Acknowledge(indication with { Sequence = unchecked((ushort)(indication.Sequence + 1)) });
        Answer stranger = _bench.Acknowledge(indication with { Path = new Registration { From = AnchorBench.Mag2 }.Path });

        Assert.Empty(other.Kinds);
        Assert.Empty(stranger.Kinds);
        Assert.Equal(2, _bench.Anchor.Counters[LmaCounter.RevocationAnswerUnmatched]);
        Assert.Equal(BindingState.Revoking, StateOf(Node));
    }

    [Fact]
    public void BindingError_InAnswerToARevocation_BindingGoesAndTheMagIsNotAskedAgain()
    {
        _bench.Send(new Registration());
        _bench.Send(new Registration { Identifier = "mn2@example.com", Key = 0xA2 });
        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer sent);

        _bench.AnswerWithError(sent.Revocations[0]);
        Answer end = Assert.Single(_bench.ExpireAll());
        RevocationStart start = _bench.Revoke(_bench.SlotOf("mn2@example.com"), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer second);

        Assert.NotNull(end.Removed);
        Assert.Equal(RevocationStart.EndedWithoutMag, start);
        Assert.NotNull(second.Removed);
        Assert.Empty(second.Revocations);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.RevocationUnsupported]);
        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R2")]
    public void RevokeNode_BindingsWithTwoMags_OneMessageEachWithTheIdentifierOnly()
    {
        _bench.Send(new Registration());
        _bench.Send(new Registration { AccessPoint = "ims", Key = 0xA2 });
        _bench.Send(new Registration { AccessPoint = "meters", Prefixes = [], Ipv4 = "0.0.0.0", From = AnchorBench.Mag2 });
        _bench.Send(new Registration { Identifier = "mn2@example.com", Key = 0xA3 });

        Assert.Equal(RevocationStart.Started, _bench.RevokeNode(Node, RevocationTrigger.Administrative, out Answer sent));
        Assert.Equal(2, sent.Revocations.Count);
        Assert.All(sent.Revocations, r => Assert.True(r is { Identifier: Node, Prefixes.Count: 0, Ipv4: null, Service: null, Flags: RevocationFlags.Proxy }));
        Assert.Equal(RevocationStart.AlreadyUnderWay, _bench.RevokeNode(Node, RevocationTrigger.Administrative, out _));
        int removed = 0;
        foreach (SentRevocation indication in sent.Revocations)
        {
            removed += _bench.Acknowledge(indication).Removed is null ? 0 : 1;
        }

        removed += _bench.ExpireAll().Count(answer => answer.Removed is not null);

        Assert.Equal(3, removed);
        Assert.Equal(1, _bench.Anchor.Count);
        Assert.Equal(0, _bench.Anchor.RevocationCount);
        Assert.Equal(RevocationStart.NotFound, _bench.RevokeNode(Node, RevocationTrigger.Administrative, out _));
    }

    [Fact]
    public void Revoke_NotPossible_SaysWhy()
    {
        Assert.Equal(RevocationStart.NotFound, _bench.Revoke(-1, RevocationTrigger.Administrative, RevokedPart.Whole, out _));
        Assert.Equal(RevocationStart.NotFound, _bench.Revoke(int.MaxValue, RevocationTrigger.Administrative, RevokedPart.Whole, out _));
        _bench.Send(new Registration());
        int slot = _bench.SlotOf(Node);
        Assert.Equal(RevocationStart.TriggerNotAllowed, _bench.Revoke(slot, RevocationTrigger.HandoverUnknown, RevokedPart.Whole, out _));
        Assert.Equal(RevocationStart.TriggerNotAllowed, _bench.RevokeNode(Node, RevocationTrigger.PerPeerPolicy, out _));
        Assert.Equal(RevocationStart.NotFound, _bench.RevokeNode(new string('x', 2000), RevocationTrigger.Administrative, out _));
        Assert.Equal(RevocationStart.Started, _bench.Revoke(slot, RevocationTrigger.Administrative, RevokedPart.Whole, out _));
        Assert.Equal(RevocationStart.AlreadyUnderWay, _bench.Revoke(slot, RevocationTrigger.Administrative, RevokedPart.Whole, out _));
    }

    [Fact]
    public void Revoke_TableFull_Refused()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { Revocations = 1 } });
        bench.Send(new Registration());
        bench.Send(new Registration { Identifier = "mn2@example.com", Key = 0xA2 });
        bench.Revoke(bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out _);

        Assert.Equal(RevocationStart.TableFull, bench.Revoke(bench.SlotOf("mn2@example.com"), RevocationTrigger.Unspecified, RevokedPart.Whole, out _));
        Assert.Equal(RevocationStart.TableFull, bench.RevokeNode("mn2@example.com", RevocationTrigger.Unspecified, out _));
        Assert.Equal(2, bench.Anchor.Counters[LmaCounter.RevocationTableFull]);
    }

    [Fact]
    public void Revoke_InTheGraceTime_EndsAtOnce()
    {
        _bench.Send(new Registration());
        _bench.Send(new Registration { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown });

        Assert.Equal(RevocationStart.EndedWithoutMag, _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Administrative, RevokedPart.Whole, out Answer end));

        Assert.NotNull(end.Removed);
        Assert.Empty(end.Revocations);
    }

    [Fact]
    public void Removal_OfABindingUnderRevocation_EndsTheRevocation()
    {
        _bench.Send(new Registration());
        int slot = _bench.SlotOf(Node);
        _bench.Revoke(slot, RevocationTrigger.Administrative, RevokedPart.Whole, out Answer sent);

        _bench.Remove(slot);

        Assert.Equal(0, _bench.Anchor.RevocationCount);
        _bench.Acknowledge(sent.Revocations[0]);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.RevocationAnswerUnmatched]);
    }

    [Fact]
    public void SessionRefused_OfABindingUnderRevocation_EndsWithoutAnswer()
    {
        Answer before = _bench.Send(new Registration());
        _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Administrative, RevokedPart.Whole, out _);

        Answer end = _bench.Refuse(before.Installed!.Value.Index);

        Assert.True(end.IsSilent);
        Assert.NotNull(end.Removed);
    }

    [Fact]
    public void Revocation_InIetfMode_NoServiceSelection()
    {
        AnchorBench bench = AnchorBench.Ietf();
        bench.Send(new Registration());

        bench.Revoke(bench.SlotOf(Node), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer sent);

        Assert.Null(sent.Revocations[0].Service);
    }

    private BindingState StateOf(string node)
    {
        Assert.True(_bench.Anchor.TryRead(_bench.SlotOf(node), _bench.Now, out BindingCacheEntryView view));
        return view.State;
    }
}
