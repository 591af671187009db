using Pmip.Engine.Lma;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Which binding a PBU is about in IETF mode (RFC 5213 5.4.1), and the identity of 3GPP.</summary>
public sealed class LookupTests
{
    private static readonly byte[] Interface1 = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] Interface2 = [2, 0, 0, 0, 0, 2];
    private static readonly Registration Good = new() { AccessPoint = null };
    private readonly AnchorBench _bench = AnchorBench.Ietf();

    [Theory]
    [InlineData(HandoffIndicator.NewInterface, AccessTechnologyType.Ethernet, true, BindingStatus.Accepted)]
    [InlineData(HandoffIndicator.NewInterface, AccessTechnologyType.Ethernet, false, BindingStatus.NotAuthorizedForHomeNetworkPrefix)]
    [InlineData(HandoffIndicator.NewInterface, AccessTechnologyType.Eutran, true, BindingStatus.NotAuthorizedForHomeNetworkPrefix)]
    [InlineData(HandoffIndicator.BetweenInterfaces, AccessTechnologyType.Eutran, false, BindingStatus.Accepted)]
    public void CaseA_NamedPrefix_UpdatesOnSameInterfaceOrHandoff(
        HandoffIndicator handoff, AccessTechnologyType technology, bool isSameInterface, BindingStatus status)
    {
        Answer first = _bench.Send(Good with { LinkLayerIdentifier = Interface1 });

        Answer answer = _bench.Send(Good with
        {
            From = AnchorBench.Mag2,
            Sequence = 2,
            Handoff = handoff,
            Technology = technology,
            LinkLayerIdentifier = isSameInterface ? Interface1 : Interface2,
            Prefixes = [.. first.Prefixes],
        });

        Assert.Equal(status, answer.Status);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Fact]
    public void CaseA_NoLinkLayerIdentifier_HandoffBetweenMagsUpdates()
    {
        Answer first = _bench.Send(Good);

        Answer answer = _bench.Send(Good with
        {
            From = AnchorBench.Mag2,
            Sequence = 2,
            Handoff = HandoffIndicator.BetweenMags,
            Prefixes = [.. first.Prefixes],
        });

        Assert.Equal(first.Key, answer.Key);
    }

    [Fact]
    public void CaseA_SameProxyCareOfAddress_Updates()
    {
        Answer first = _bench.Send(Good);

        Answer answer = _bench.Send(Good with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration, Prefixes = [.. first.Prefixes] });

        Assert.Equal(first.Key, answer.Key);
    }

    [Fact]
    public void CaseA_OnePrefixMore_Refused159()
    {
        Answer first = _bench.Send(Good);

        Answer answer = _bench.Send(Good with { Sequence = 2, Prefixes = [first.Prefixes[0], "2001:db8:100:8::/64"] });

        Assert.Equal(BindingStatus.PrefixSetsDoNotMatch, answer.Status);
    }

    [Fact]
    public void CaseA_SeveralPrefixesOfTheNode_AreOneBinding()
    {
        Registration several = Good with { Prefixes = ["2001:db8:100:8::/64", "2001:db8:100:9::/64"] };
        Answer first = _bench.Send(several);

        Answer second = _bench.Send(several with { Sequence = 2, Prefixes = ["2001:db8:100:9::/64", "2001:db8:100:8::/64"] });

        Assert.Equal(2, first.Installed!.Value.HomeNetworkPrefixes.Count);
        Assert.Equal(first.Key, second.Key);
    }

    [Fact]
    public void CaseA_NamedIpv4WithoutPrefix_IsTheKey()
    {
        Answer first = _bench.Send(Good with { Prefixes = [], Ipv4 = "0.0.0.0" });

        Answer answer = _bench.Send(Good with { Sequence = 2, Prefixes = [], Ipv4 = first.Ipv4, Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal(first.Key, answer.Key);
    }

    [Theory]
    [InlineData(HandoffIndicator.NewInterface, true, 1)]
    [InlineData(HandoffIndicator.NewInterface, false, 2)]
    [InlineData(HandoffIndicator.BetweenInterfaces, false, 1)]
    [InlineData(HandoffIndicator.Unknown, false, 2)]
    public void CaseB_LinkLayerIdentifier_UpdatesOnMatchOrHandoff(HandoffIndicator handoff, bool isSameInterface, int bindings)
    {
        _bench.Send(Good with { LinkLayerIdentifier = Interface1 });

        Answer answer = _bench.Send(Good with
        {
            Sequence = 2,
            Handoff = handoff,
            LinkLayerIdentifier = isSameInterface ? Interface1 : Interface2,
        });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(bindings, _bench.Anchor.Count);
    }

    [Theory]
    [InlineData(HandoffIndicator.BetweenInterfaces, 1)]
    [InlineData(HandoffIndicator.BetweenMags, 1)]
    [InlineData(HandoffIndicator.NewInterface, 2)]
    [InlineData(HandoffIndicator.Unknown, 2)]
    public void CaseC_Neither_UpdatesOnDefiniteHandoff(HandoffIndicator handoff, int bindings)
    {
        _bench.Send(Good);

        _bench.Send(Good with { From = AnchorBench.Mag2, Sequence = 2, Handoff = handoff });
        _bench.Settle();

        Assert.Equal(bindings, _bench.Anchor.Count);
    }

    [Fact]
    public void CaseC_TwoBindingsOfTheNode_HandoffIsANewSession()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Key = 0xA2 });

        _bench.Send(Good with { From = AnchorBench.Mag2, Handoff = HandoffIndicator.BetweenMags });

        Assert.Equal(3, _bench.Anchor.Count);
    }

    [Theory]
    [Trait("Requirement", "R2")]
    [InlineData(HandoffIndicator.BetweenMags)]
    [InlineData(HandoffIndicator.Unknown)]
    [InlineData(HandoffIndicator.ReRegistration)]
    public void ThreeGpp_SameNodeAndAccessPoint_IsAnUpdateWhateverTheIndicator(HandoffIndicator handoff)
    {
        AnchorBench bench = new();
        Answer first = bench.Send(new Registration());

        Answer second = bench.Send(new Registration { From = AnchorBench.Mag2, Sequence = 2, Handoff = handoff });

        Assert.Equal(first.Key, second.Key);
        Assert.Equal(1, bench.Anchor.Count);
    }

    [Fact]
    public void Ietf_TlvHeaderWanted_AcceptedWithStatus3()
    {
        Answer answer = _bench.Send(Good with { Flags = Good.Flags | BindingUpdateFlags.TlvHeader });

        Assert.Equal(BindingStatus.GreTunnelingButTlvHeaderNotSupported, answer.Status);
        Assert.NotNull(answer.Key);
    }

    [Fact]
    public void Ietf_NoServiceSelection_SubscriberGetsItsOwnAccessPoint()
    {
        Answer answer = _bench.Send(Good with { Identifier = "static@example.com" });

        Assert.Equal(["2001:db8:1ff:1::/64"], answer.Prefixes);
        Assert.Equal(0, _bench.Anchor.Counters[LmaCounter.AccessPointMissing]);
    }

    [Fact]
    public void CaseA_PrefixOfAnotherService_Refused155AndNothingTaken()
    {
        Answer first = _bench.Send(Good with { AccessPoint = "ims" });

        Answer answer = _bench.Send(Good with { AccessPoint = "internet", Sequence = 2, Prefixes = [.. first.Prefixes], Ipv4 = "0.0.0.0" });

        Assert.Equal(BindingStatus.NotAuthorizedForHomeNetworkPrefix, answer.Status);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void CaseB_TwoConnectionsToOneApn_AreTwoBindings()
    {
        Registration one = Good with { LinkLayerIdentifier = Interface1, PdnConnectionId = 1 };
        Answer first = _bench.Send(one);

        Answer second = _bench.Send(one with { PdnConnectionId = 2, Key = 0xA2 });

        Assert.NotEqual(first.Prefixes, second.Prefixes);
        Assert.Equal(2, _bench.Anchor.Count);
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void CaseC_FirstRegistrationSentAgain_AnsweredAlikeWithoutASecondBinding()
    {
        Answer first = _bench.Send(Good with { Handoff = HandoffIndicator.NewInterface, TimestampOffset = 0 });
        _bench.Wait(1);

        Answer again = _bench.Send(Good with { Handoff = HandoffIndicator.NewInterface, TimestampOffset = 0, Sequence = 2 });

        Assert.Equal(BindingStatus.Accepted, again.Status);
        Assert.Equal(first.Prefixes, again.Prefixes);
        Assert.Equal(first.Key, again.Key);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Theory]
    [InlineData(AnchorBench.Mag1, 2, 0)]
    [InlineData(AnchorBench.Mag2, 2, 1)]
    [InlineData(AnchorBench.Mag1, 1, 1)]
    public void ChangeOfService_ToOneThatIsNotAllowed_EndsTheBindingForItsOwnMagOnly(string from, int sequence, int bindings)
    {
        Answer first = _bench.Send(Good with { AccessPoint = "internet" });

        Answer answer = _bench.Send(Good with
        {
            From = from,
            AccessPoint = "intranet",
            Sequence = (ushort)sequence,
            Prefixes = [.. first.Prefixes],
        });

        Assert.Equal(BindingStatus.ServiceAuthorizationFailed, answer.Status);
        Assert.Equal(bindings, _bench.Anchor.Count);
        Assert.Equal(1 - bindings, _bench.Anchor.Counters[LmaCounter.BindingServiceChanged]);
        Assert.Equal(bindings == 0, answer.Removed is not null);
    }
}
