using System.Collections.Generic;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>The end of a binding: by its MAG, by time, by the operator, by the data path (RFC 5213 5.3.5, RFC 5844 3.1.2.5).</summary>
public sealed class DeregistrationTests
{
    private static readonly Registration Leave = new() { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown, Key = null };
    private readonly AnchorBench _bench = new();

    [Fact]
    [Trait("Requirement", "R5")]
    public void Pbu_Lifetime0_AnsweredAtOnceAndTrafficStopsThenBindingIsDeleted()
    {
        Answer first = _bench.Send(new Registration());

        // MAG -> LMA  PBU seq=2 lifetime=0
        Answer answer = _bench.Send(Leave);

        Assert.Equal((BindingStatus.Accepted, 0, 2), (answer.Status, answer.Lifetime, answer.Sequence));
        Assert.Equal(first.Prefixes, answer.Prefixes);
        Assert.Null(answer.Key);
        Assert.False(answer.Installed!.Value.IsForwarding);
        Assert.Equal([EngineNotice.BindingDeregistered], answer.Notices);
        _bench.Wait(9.9);
        Assert.Empty(_bench.ExpireAll());
        _bench.Wait(0.1);
        Answer end = Assert.Single(_bench.ExpireAll());
        Assert.Equal(first.Installed!.Value.Index, end.Removed!.Value.Index);
        Assert.Equal(0, _bench.Anchor.Count);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.BindingDeleted]);
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Binding_Deleted_NextOneHasAnotherPlaceKeyAndAddress()
    {
        Answer first = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });
        _bench.Send(Leave with { Ipv4 = "0.0.0.0" });
        _bench.Wait(10);
        _bench.ExpireAll();

        Answer second = _bench.Send(new Registration { Identifier = "mn2@example.com", Ipv4 = "0.0.0.0" });

        Assert.NotEqual(first.Key, second.Key);
        Assert.NotEqual(first.Installed!.Value.Index, second.Installed!.Value.Index);
        Assert.NotEqual(first.Prefixes, second.Prefixes);
        Assert.NotEqual(first.Ipv4, second.Ipv4);
    }

    [Fact]
    public void Pbu_InTheGraceTime_RevivesTheBinding()
    {
        Answer first = _bench.Send(new Registration());
        _bench.Send(Leave);
        _bench.Wait(5);

        Answer revived = _bench.Send(new Registration { From = AnchorBench.Mag2, Sequence = 3, Handoff = HandoffIndicator.Unknown, Key = 0xC3 });

        Assert.Equal(first.Prefixes, revived.Prefixes);
        Assert.Equal(first.Key, revived.Key);
        Assert.True(revived.Installed!.Value.IsForwarding);
        Assert.Equal(new GreKey(0xC3), revived.Installed!.Value.SendKey);
        _bench.Wait(10);
        Assert.Empty(_bench.ExpireAll());
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.BindingRevived]);
    }

    [Fact]
    public void Pbu_InTheGraceTimeForOneFamilyOnly_TheOtherIsGivenUp()
    {
        Answer first = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });
        _bench.Send(Leave with { Ipv4 = "0.0.0.0" });

        Answer revived = _bench.Send(new Registration { Sequence = 3, Handoff = HandoffIndicator.Unknown, Key = 0xC3 });

        Assert.Equal(first.Prefixes, revived.Prefixes);
        Assert.Null(revived.Ipv4);
        Assert.True(revived.Installed!.Value.HomeAddress4.IsUnspecified);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.FamilyReleased]);
    }

    [Fact]
    public void Pbu_Lifetime0Again_AnsweredAgainWithoutMoreGrace()
    {
        _bench.Send(new Registration());
        _bench.Send(Leave);
        _bench.Wait(5);

        Answer again = _bench.Send(Leave with { Sequence = 3 });

        Assert.Equal(BindingStatus.Accepted, again.Status);
        Assert.Null(again.Installed);
        _bench.Wait(5);
        Assert.Single(_bench.ExpireAll());
    }

    [Fact]
    public void Pbu_Lifetime0_NoSuchBinding_IsIgnored()
    {
        Assert.True(_bench.Send(Leave).IsSilent);
        _bench.Send(new Registration());
        Assert.True(_bench.Send(Leave with { Prefixes = ["2001:db8:100:9::/64"] }).IsSilent);
        Assert.Equal(2, _bench.Anchor.Counters[LmaCounter.DeregistrationUnmatched]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pbu_Lifetime0_ListsOneFamily_OtherStays(bool endsIpv4)
    {
        Answer first = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        Answer answer = _bench.Send(endsIpv4
            ? Leave with { Prefixes = [], Ipv4 = first.Ipv4 }
            : Leave with { Prefixes = [.. first.Prefixes] });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.True(answer.Installed!.Value.IsForwarding);
        Assert.Equal(endsIpv4, answer.Installed!.Value.HomeAddress4.IsUnspecified);
        Assert.Equal(endsIpv4 ? 1 : 0, answer.Installed!.Value.HomeNetworkPrefixes.Count);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.FamilyDeregistered]);
        _bench.Wait(11);
        Assert.Empty(_bench.ExpireAll());
    }

    [Fact]
    [Trait("Requirement", "R6")]
    public void Binding_Expires_WithoutRefresh_EverythingIsReleased()
    {
        Answer first = _bench.Send(new Registration());
        Assert.Equal(_bench.Now.Microseconds + 600_000_000, _bench.Anchor.NextDeadline.Microseconds);
        _bench.Wait(600);

        List<Answer> ends = _bench.ExpireAll();

        Answer end = Assert.Single(ends);
        Assert.Equal(first.Installed!.Value.Index, end.Removed!.Value.Index);
        Assert.Equal([EngineNotice.BindingExpired], end.Notices);
        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void Binding_Removed_ByTheOperator_EverythingIsReleased()
    {
        _bench.Send(new Registration());

        Answer end = _bench.Remove(0);

        Assert.NotNull(end.Removed);
        Assert.Equal([EngineNotice.BindingRemoved], end.Notices);
        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    public void Session_Refused_AtCreation_Answered143AndForgotten()
    {
        Answer first = _bench.Send(new Registration { Sequence = 9, Ipv4 = "0.0.0.0", LinkLayerIdentifier = [2, 0, 0, 0, 0, 1] });

        Answer answer = _bench.Refuse(first.Installed!.Value.Index);

        Assert.Equal((BindingStatus.ForwardingSetupFailed, 9), (answer.Status, answer.Sequence));
        Assert.Equal([2, 0, 0, 0, 0, 1], answer.LinkLayerIdentifier);
        Assert.Equal(first.Path, answer.Path);
        Assert.Equal(Ipv4HomeAddressStatus.ReasonUnspecified, answer.Ipv4Status);
        Assert.NotNull(answer.Removed);
        Assert.Equal(0, _bench.Anchor.Count);
        Assert.Empty(_bench.Refuse(first.Installed!.Value.Index).Kinds);
    }

    [Fact]
    public void Session_Refused_WhileDeregistering_MagIsToldThatItIsGone()
    {
        Answer first = _bench.Send(new Registration());
        _bench.Send(Leave);

        Answer answer = _bench.Refuse(first.Installed!.Value.Index);

        Assert.Equal((BindingStatus.Accepted, 0), (answer.Status, answer.Lifetime));
        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    [Trait("Requirement", "R4")]
    [Trait("Requirement", "R17")]
    public void Revival_WithoutAKey_Refused163()
    {
        Answer first = _bench.Send(new Registration());
        _bench.Send(new Registration { Sequence = 2, Lifetime = 0, Prefixes = [.. first.Prefixes], Key = null });

        Answer revived = _bench.Send(new Registration { Sequence = 3, Prefixes = [.. first.Prefixes], Key = null });

        Assert.Equal(BindingStatus.GreKeyOptionRequired, revived.Status);
    }
}
