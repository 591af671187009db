using System.Linq;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>A MAG revokes bindings of one node (RFC 5846 8.2).</summary>
public sealed class NodeRevocationTests
{
    private const string Node = "mn1@example.com";
    private const RevocationFlags Ipv4Only = RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly;
    private readonly AnchorBench _bench = new();

    [Fact]
    [Trait("Requirement", "R5")]
    [Trait("Requirement", "R17")]
    public void Bri_OfANode_AcknowledgedAndAllThatItHasFromThatMagEnds()
    {
        Answer first = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });
        _bench.Send(new Registration { AccessPoint = "ims", Key = 0xA2 });
        _bench.Send(new Registration { Identifier = "mn2@example.com", Key = 0xA3 });
        _bench.Send(new Registration { AccessPoint = "meters", From = AnchorBench.Mag2, Prefixes = [], Ipv4 = "0.0.0.0" });

        // MAG1 -> LMA  BRI trigger=5 P MN-ID
        Answer answer = Indicate(RevocationTrigger.UserTermination);

        SentRevocation sent = Assert.Single(answer.Revocations);
        Assert.Equal(BindingRevocationType.Acknowledgement, sent.Type);
        Assert.Equal(RevocationStatus.Success, sent.Status);
        Assert.Equal(77, sent.Sequence);
        Assert.Equal(RevocationFlags.Proxy, sent.Flags);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag1), sent.Path.Remote);
        Answer[] steps = [.. _bench.ExpireAll()];
        Assert.Equal(2, steps.Count(step => step.Removed is not null));
        Assert.Equal(2, _bench.Anchor.Count);
        Assert.Equal(0, _bench.Anchor.RevocationCount);
        Assert.Equal(1, _bench.Anchor.Peers.BindingsOf(0));
        Assert.Equal(2, _bench.Anchor.Counters[LmaCounter.BindingRevoked]);
        Assert.NotEqual(first.Key, _bench.Send(new Registration { Sequence = 9 }).Key);
    }

    [Fact]
    public void Bri_OfOnePrefix_ThatBindingEndsAlone()
    {
        _bench.Send(new Registration());
        Answer other = _bench.Send(new Registration { AccessPoint = "ims", Key = 0xA2 });
        AnchorBench.Wording wording = (ref BindingRevocationIndication bri) =>
        {
            bri.HomeNetworkPrefixes.TryAdd(IpPrefix.Parse("2001:db8:dead::/64"));
            bri.HomeNetworkPrefixes.TryAdd(IpPrefix.Parse(other.Prefixes[0]));
        };

        Assert.Equal(RevocationStatus.Success, StatusOf(Indicate(RevocationTrigger.UserTermination, wording)));
        _bench.ExpireAll();

        BindingCacheEntryView left = Only();
        Assert.Equal("internet", Encoding.UTF8.GetString(left.AccessPoint));
    }

    [Theory]
    [InlineData("internet", (byte)1, 1)]
    [InlineData("internet", (byte)3, 2)]
    [InlineData("internet", null, 0)]
    [InlineData("ims", null, 2)]
    [InlineData("nowhere", null, 2)]
    public void Bri_OfAService_OnlyThoseConnectionsEnd(string service, byte? connection, int left)
    {
        _bench.Send(new Registration { PdnConnectionId = 1 });
        _bench.Send(new Registration { PdnConnectionId = 2, Key = 0xA2 });
        Assert.Equal(2, _bench.Anchor.Count);

        Answer answer = Indicate(RevocationTrigger.UserTermination, (ref BindingRevocationIndication bri) =>
        {
            bri.Options.HasServiceSelection = true;
            bri.Options.ServiceSelection = Encoding.UTF8.GetBytes((char)service.Length + service);
            bri.Options.ThreeGpp.HasPdnConnectionId = connection is not null;
            bri.Options.ThreeGpp.PdnConnectionId = connection ?? 0;
        });
        _bench.ExpireAll();

        Assert.Equal(left == 2 ? RevocationStatus.BindingDoesNotExist : RevocationStatus.Success, StatusOf(answer));
        Assert.Equal(left, _bench.Anchor.Count);
    }

    [Theory]
    [InlineData(AnchorBench.Mag1, 0)]
    [InlineData("2001:db8:f::99", 1)]
    public void Bri_WithAlternateCareOfAddress_OnlyBindingsAtThatAddressEnd(string careOf, int left)
    {
        _bench.Send(new Registration());

        _bench.Indicate(AnchorBench.Mag1, RevocationFlags.Proxy, RevocationTrigger.UserTermination, Node, careOf);
        _bench.ExpireAll();

        Assert.Equal(left, _bench.Anchor.Count);
    }

    [Fact]
    [Trait("Requirement", "R21")]
    public void Bri_WithV_Ipv4GoesAndThePrefixStays()
    {
        Answer before = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        Answer answer = Indicate(RevocationTrigger.UserTermination, Ipv4Of(before.Ipv4!), Ipv4Only);

        Assert.Equal(RevocationStatus.Success, StatusOf(answer));
        Assert.Equal(Ipv4Only, answer.Revocations[0].Flags);
        Assert.Equal([EffectKind.InstallSession, EffectKind.Notice, EffectKind.Transmit], answer.Kinds);
        Assert.True(answer.Installed!.Value.IsForwarding);
        BindingCacheEntryView view = Only();
        Assert.True(view.HomeAddress4.IsUnspecified);
        Assert.Equal(before.Prefixes[0], view.HomeNetworkPrefixes[0].ToString());
        Assert.Equal(BindingState.Active, view.State);
    }

    [Fact]
    public void Bri_WithV_OfAConnectionWithoutPrefix_TheBindingEnds()
    {
        Answer before = _bench.Send(new Registration { AccessPoint = "meters", Prefixes = [], Ipv4 = "0.0.0.0" });

        Indicate(RevocationTrigger.UserTermination, Ipv4Of(before.Ipv4!), Ipv4Only);

        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.45.0.77")]
    public void Bri_WithV_AddressIsNotTheNodes_128(string address)
    {
        _bench.Send(new Registration { Ipv4 = "0.0.0.0" });
        _bench.Send(new Registration { AccessPoint = "ims", Key = 0xA2 });

        Assert.Equal(
            RevocationStatus.BindingDoesNotExist, StatusOf(Indicate(RevocationTrigger.UserTermination, Ipv4Of(address), Ipv4Only)));

        Assert.Equal(2, _bench.Anchor.Count);
        Assert.Equal(0L, _bench.Anchor.Counters[LmaCounter.Ipv4AddressRevoked]);
    }

    [Theory]
    [InlineData(RevocationFlags.Proxy, (RevocationTrigger)8, Node, RevocationStatus.TriggerNotSupported)]
    [InlineData(RevocationFlags.Proxy, (RevocationTrigger)255, Node, RevocationStatus.TriggerNotSupported)]
    [InlineData(RevocationFlags.Proxy, RevocationTrigger.PerPeerPolicy, Node, RevocationStatus.TriggerNotSupported)]
    [InlineData(RevocationFlags.Proxy, RevocationTrigger.Unspecified, "mn9@example.com", RevocationStatus.BindingDoesNotExist)]
    [InlineData(RevocationFlags.Proxy, RevocationTrigger.Unspecified, null, RevocationStatus.RevokedNodesIdentityRequired)]
    [InlineData(RevocationFlags.Proxy, RevocationTrigger.Unspecified, "", RevocationStatus.RevokedNodesIdentityRequired)]
    [InlineData(Ipv4Only, RevocationTrigger.Unspecified, Node, RevocationStatus.Ipv4HomeAddressOptionRequired)]
    [InlineData((RevocationFlags)0, RevocationTrigger.Unspecified, Node, RevocationStatus.FunctionNotSupported)]
    public void Bri_ThatCannotBeDone_AnsweredWithItsStatus(RevocationFlags flags, RevocationTrigger trigger, string? identifier, RevocationStatus status)
    {
        _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        Answer answer = _bench.Indicate(AnchorBench.Mag1, flags, trigger, identifier);
        _bench.ExpireAll();

        Assert.Equal(status, StatusOf(answer));
        Assert.Equal(BindingState.Active, Only().State);
    }

    [Theory]
    [InlineData(RevocationFlags.Proxy)]
    [InlineData(Ipv4Only)]
    public void Bri_OfAnotherMagsBinding_128AndItStays(RevocationFlags flags)
    {
        Answer before = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });
        _bench.Send(new Registration { Identifier = "mn2@example.com", From = AnchorBench.Mag2 });

        Answer answer = _bench.Indicate(
            AnchorBench.Mag2, flags, RevocationTrigger.UserTermination, Node, also: flags == Ipv4Only ? Ipv4Of(before.Ipv4!) : null);
        _bench.ExpireAll();

        Assert.Equal(RevocationStatus.BindingDoesNotExist, StatusOf(answer));
        Assert.Equal(2, _bench.Anchor.Count);
        Assert.Equal(0L, _bench.Anchor.Counters[LmaCounter.Ipv4AddressRevoked]);
    }

    [Theory]
    [InlineData(RevocationTrigger.HandoverSameAccess)]
    [InlineData(RevocationTrigger.HandoverDifferentAccess)]
    [InlineData(RevocationTrigger.HandoverUnknown)]
    public void Bri_NodeHasMoved_BindingStaysForTheNewMag(RevocationTrigger trigger)
    {
        Answer before = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        Assert.Equal(RevocationStatus.Success, StatusOf(Indicate(trigger)));
        Answer step = Assert.Single(_bench.ExpireAll(), item => item.Installed is not null);
        Assert.False(step.Installed!.Value.IsForwarding);
        Assert.Equal(BindingState.DeregistrationGrace, Only().State);
        Answer moved = _bench.Send(new Registration
        {
            From = AnchorBench.Mag2,
            Ipv4 = "0.0.0.0",
            Handoff = HandoffIndicator.BetweenMags,
            Sequence = 5,
        });

        Assert.Equal(before.Prefixes, moved.Prefixes);
        Assert.Equal(before.Ipv4, moved.Ipv4);
        Assert.Equal(before.Key, moved.Key);
        Assert.True(moved.Installed!.Value.IsForwarding);
    }

    [Fact]
    public void Bri_WhileAnUpdateWaitsForTheNodesDeparture_TheBindingMoves()
    {
        AnchorBench bench = new(c => c with { UnknownHandoff = UnknownHandoffRule.Wait });
        Answer before = bench.Send(new Registration());
        Assert.True(bench.Send(new Registration { From = AnchorBench.Mag2, Handoff = HandoffIndicator.Unknown, Sequence = 7 }).IsSilent);

        bench.Indicate(AnchorBench.Mag1, RevocationFlags.Proxy, RevocationTrigger.AccessNetworkTermination, Node);
        Answer moved = Assert.Single(bench.ExpireAll(), item => !item.IsSilent);

        Assert.Equal(BindingStatus.Accepted, moved.Status);
        Assert.Equal(before.Prefixes, moved.Prefixes);
        Assert.Equal(1, bench.Anchor.Count);
    }

    [Fact]
    public void Bri_SentAgain_SameAnswerForTenSeconds()
    {
        _bench.Send(new Registration());
        Indicate(RevocationTrigger.UserTermination);
        _bench.ExpireAll();

        Assert.Equal(RevocationStatus.Success, StatusOf(Indicate(RevocationTrigger.UserTermination)));
        _bench.Wait(11);
        Assert.Equal(RevocationStatus.BindingDoesNotExist, StatusOf(Indicate(RevocationTrigger.UserTermination)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bri_OfWhatTheLmaIsRevoking_EndsItAndTheLateAnswerMeetsNothing(bool isNode)
    {
        _bench.Send(new Registration());
        Answer sent;
        if (isNode)
        {
            _bench.RevokeNode(Node, RevocationTrigger.Administrative, out sent);
        }
        else
        {
            _bench.Revoke(_bench.SlotOf(Node), RevocationTrigger.Administrative, RevokedPart.Whole, out sent);
        }

        Indicate(RevocationTrigger.UserTermination);
        _bench.ExpireAll();
        Assert.Equal(0, _bench.Anchor.Count);
        _bench.Acknowledge(sent.Revocations[0]);
        _bench.Settle();

        Assert.Equal(0, _bench.Anchor.RevocationCount);
        Assert.Equal(isNode ? 0 : 1, _bench.Anchor.Counters[LmaCounter.RevocationAnswerUnmatched]);
    }

    [Fact]
    public void Bri_TableOfRevocationsIsFull_SilentUntilThereIsRoom()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { Revocations = 1 } });
        bench.Send(new Registration());
        bench.Send(new Registration { Identifier = "mn2@example.com", Key = 0xA2 });
        bench.Revoke(bench.SlotOf("mn2@example.com"), RevocationTrigger.UserTermination, RevokedPart.Whole, out Answer sent);

        Assert.Empty(bench.Indicate(AnchorBench.Mag1, RevocationFlags.Proxy, RevocationTrigger.UserTermination, Node).Revocations);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.RevocationTableFull]);
        bench.Acknowledge(sent.Revocations[0]);
        Answer answer = bench.Indicate(AnchorBench.Mag1, RevocationFlags.Proxy, RevocationTrigger.UserTermination, Node);
        bench.ExpireAll();

        Assert.Equal(RevocationStatus.Success, StatusOf(answer));
        Assert.Equal(0, bench.Anchor.Count);
    }

    private static AnchorBench.Wording Ipv4Of(string address) => (ref BindingRevocationIndication bri) =>
    {
        bri.Options.Ipv4HomeAddressRequestCount = 1;
        bri.Options.Ipv4HomeAddressRequest = new Ipv4HomeAddress(IpAddress.Parse(address), 32);
    };

    private static RevocationStatus StatusOf(Answer answer) => Assert.Single(answer.Revocations).Status;

    private Answer Indicate(RevocationTrigger trigger, AnchorBench.Wording? also = null, RevocationFlags flags = RevocationFlags.Proxy) =>
        _bench.Indicate(AnchorBench.Mag1, flags, trigger, Node, also: also);

    private BindingCacheEntryView Only()
    {
        int slot = Enumerable.Range(0, _bench.Anchor.Capacity).Single(slot => _bench.Anchor.TryRead(slot, _bench.Now, out _));
        Assert.True(_bench.Anchor.TryRead(slot, _bench.Now, out BindingCacheEntryView view));
        return view;
    }
}
