using System;
using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>Revocations that an LMA sends (RFC 5846 9.1).</summary>
[Trait("Requirement", "R5")]
public sealed class RevocationTests
{
    [Theory]
    [InlineData(RevocationTrigger.Unspecified)]
    [InlineData(RevocationTrigger.Administrative)]
    [InlineData(RevocationTrigger.UserTermination)]
    [InlineData(RevocationTrigger.AccessNetworkTermination)]
    [InlineData(RevocationTrigger.PossiblyOutOfSync)]
    [Trait("Requirement", "R17")]
    public void Revocation_OfANode_AcknowledgedThenSessionAndConnectionEnd(RevocationTrigger trigger)
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        GreKey key = bench.DownlinkKeyOf(slot);

        bench.Revoke(trigger, flags: RevocationFlags.Proxy | (RevocationFlags)0x0123);
        Assert.Equal((RevocationStatus.Success, (ushort)77, RevocationFlags.Proxy), bench.Acknowledged());
        bench.Advance(0);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.Revoked, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal((byte)EngineNotice.BindingRevoked, bench.Single(EffectKind.Notice).Code);
        Assert.Equal(0, bench.Mag.Count);
        Assert.NotEqual(key, bench.DownlinkKeyOf(bench.Attach(MagBench.Request())));
        Assert.Equal(1, bench[MagCounter.RevocationsReceived]);
        Assert.Equal(1, bench[MagCounter.RevocationsAccepted]);
        Assert.Equal(1, bench[MagCounter.ConnectionsRevoked]);
    }

    [Fact]
    public void Revocation_Retransmitted_SameAnswerAlthoughTheBindingIsGone()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Revoke();
        bench.Advance(1000);

        bench.Revoke();
        Assert.Equal((RevocationStatus.Success, (ushort)77, RevocationFlags.Proxy), bench.Acknowledged());
        Assert.Equal(1, bench[MagCounter.RevocationsRepeated]);

        bench.Revoke(sequence: 78);
        Assert.Equal(RevocationStatus.BindingDoesNotExist, bench.Acknowledged().Status);
        bench.Advance(11_000);
        bench.Revoke();
        Assert.Equal(RevocationStatus.BindingDoesNotExist, bench.Acknowledged().Status);
        Assert.Equal(2, bench[MagCounter.RevocationsWithoutBinding]);
    }

    [Fact]
    public void Revocation_MoreThanAreRemembered_OldestAnswerIsForgotten()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Revoke(sequence: 1);
        for (ushort sequence = 2; sequence < 200; sequence++)
        {
            bench.Revoke(sequence: sequence, node: "nobody");
        }

        bench.Revoke(sequence: 199, node: "nobody");
        Assert.Equal(1, bench[MagCounter.RevocationsRepeated]);
        bench.Revoke(sequence: 1);
        Assert.Equal(RevocationStatus.Success, bench.Acknowledged().Status); // The connection is there until its timer ends it.
    }

    [Fact]
    public void Revocation_OfANodeWithThreeConnections_AllOrTheOnesThatAreNamed()
    {
        IpPrefix other = IpPrefix.Parse("2001:db8:200:1::/64");
        MagBench bench = new();
        bench.AttachUp(MagBench.Request(accessPoint: 0));
        bench.Attach(MagBench.Request(accessPoint: 1));
        bench.Answer(change: (ref ProxyBindingAcknowledgement a) =>
        {
            a.HomeNetworkPrefixes = default;
            a.HomeNetworkPrefixes.TryAdd(other);
        });
        bench.AttachUp(MagBench.Request(accessPoint: 1, pdnConnectionId: 2));
        bench.AttachUp(MagBench.Request("mn2@example.com"));

        bench.Revoke(sequence: 1, change: (ref BindingRevocationIndication i) => i.HomeNetworkPrefixes.TryAdd(other));
        bench.Advance(0);
        Assert.Equal(3, bench.Mag.Count);
        bench.Revoke(sequence: 2, change: static (ref BindingRevocationIndication i) =>
        {
            i.Options.ThreeGpp.HasPdnConnectionId = true;
            i.Options.ThreeGpp.PdnConnectionId = 2;
        });
        bench.Advance(0);
        Assert.Equal(2, bench.Mag.Count);
        bench.Revoke(sequence: 3, change: static (ref BindingRevocationIndication i) =>
        {
            i.Options.HasServiceSelection = true;
            i.Options.ServiceSelection = "\u0003ims"u8;
        });
        Assert.Equal(RevocationStatus.BindingDoesNotExist, bench.Acknowledged().Status);
        bench.AttachUp(MagBench.Request(accessPoint: 1, pdnConnectionId: 2));
        bench.Revoke(sequence: 4);
        bench.Advance(0);

        Assert.Equal(2, bench.Kinds().Count(static k => k == EffectKind.ConnectionDown));
        Assert.Equal(1, bench.Mag.Count);
    }

    [Fact]
    public void Revocation_OfIpv4Alone_SessionGoesOnWithIpv6()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();

        bench.Revoke(flags: RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly, change: NameIpv4);
        Assert.Equal((RevocationStatus.Success, (ushort)77, RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly), bench.Acknowledged());
        bench.Advance(0);

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        Assert.True(bench.Single(EffectKind.InstallSession).Session.HomeAddress4.IsUnspecified);
        Assert.Equal(1, bench.Single(EffectKind.InstallSession).Session.HomeNetworkPrefixes.Count);
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.True(view.HomeAddress4.IsUnspecified);
        Assert.Equal(1, bench[MagCounter.Ipv4Revoked]);
        bench.Fire();
        Assert.Equal(0, MagBench.Read(bench.LastUpdate).Ipv4HomeAddressRequestCount);
    }

    [Fact]
    public void Revocation_OfIpv4AloneOfAnIpv4Connection_ItEnds()
    {
        MagBench bench = new();
        bench.AttachUp(MagBench.Request(type: PdnType.Ipv4));

        bench.Revoke(flags: RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly, change: NameIpv4);
        bench.Advance(0);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
    }

    public static TheoryData<MagCounter, RevocationStatus, RevocationTrigger, RevocationFlags, bool, IndicationChange?> Refusals => new()
    {
        { MagCounter.RevocationsWithoutProxyFlag, RevocationStatus.ProxyRevocationNotSupported, RevocationTrigger.Administrative, 0, true, null },
        { MagCounter.RevocationsForUnknownReason, RevocationStatus.TriggerNotSupported, (RevocationTrigger)8, RevocationFlags.Proxy, true, null },
        { MagCounter.RevocationsForUnknownReason, RevocationStatus.TriggerNotSupported, RevocationTrigger.PerPeerPolicy, RevocationFlags.Proxy, true, null },
        { MagCounter.RevocationsForUnknownReason, RevocationStatus.TriggerNotSupported, (RevocationTrigger)200, Global, false, null },
        { MagCounter.RevocationsOfUnknownKind, RevocationStatus.FunctionNotSupported, RevocationTrigger.Administrative, Global, true, null },
        { MagCounter.RevocationsOfUnknownKind, RevocationStatus.FunctionNotSupported, RevocationTrigger.PerPeerPolicy, Global, true, null },
        {
            MagCounter.RevocationsWithoutIdentity, RevocationStatus.RevokedNodesIdentityRequired, RevocationTrigger.Administrative,
            RevocationFlags.Proxy, false, null
        },
        { MagCounter.RevocationsWithoutIdentity, RevocationStatus.RevokedNodesIdentityRequired, RevocationTrigger.RevokingNodePolicy, Global, false, null },
        { MagCounter.RevocationsWithoutIdentity, RevocationStatus.RevokedNodesIdentityRequired, RevocationTrigger.RevokingNodePolicy, Global, true, null },
        { MagCounter.RevocationsWithoutIpv4Address, RevocationStatus.Ipv4HomeAddressOptionRequired, RevocationTrigger.Administrative, Ipv4Only, true, null },
        {
            MagCounter.RevocationsWithoutBinding, RevocationStatus.BindingDoesNotExist, RevocationTrigger.Administrative, Ipv4Only, true,
            static (ref BindingRevocationIndication i) =>
            {
                i.Options.Ipv4HomeAddressRequestCount = 1;
                i.Options.Ipv4HomeAddressRequest = new Ipv4HomeAddress(IpAddress.Parse("10.45.0.99"), 16);
            }
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Revocation_Unfit_RefusedWithItsStatusAndNothingEnds(
        MagCounter counter, RevocationStatus status, RevocationTrigger trigger, RevocationFlags flags, bool hasNode, IndicationChange? change)
    {
        MagBench bench = new();
        bench.AttachUp();

        bench.Revoke(trigger, hasNode ? MagBench.Node : null, flags, change);

        Assert.Equal(status, bench.Acknowledged().Status);
        Assert.Equal(1, bench[counter]);
        bench.Advance(10_000);
        Assert.Equal(1, bench.Mag.Count);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void Revocation_FromAnLmaThatIsNotTheBindings_128AndCounted()
    {
        MagBench bench = new();
        bench.AttachUp();

        bench.Revoke(lma: 1);

        Assert.Equal(RevocationStatus.BindingDoesNotExist, bench.Acknowledged().Status);
        Assert.Equal(1, bench[MagCounter.RevocationsOfOthersNodes]);
        bench.Advance(1000);
        Assert.Equal(1, bench.Mag.Count);
        bench.Revoke(RevocationTrigger.PerPeerPolicy, null, Global, lma: 1);
        Assert.Equal(RevocationStatus.BindingDoesNotExist, bench.Acknowledged().Status);
    }

    [Fact]
    public void Revocation_OfAConnectionThatIsEnding_AcceptedAndReleased()
    {
        MagBench bench = new();
        bench.Detach(bench.AttachUp());

        bench.Revoke(RevocationTrigger.HandoverUnknown);
        Assert.Equal(RevocationStatus.Success, bench.Acknowledged().Status);
        bench.Advance(0);

        Assert.Empty(bench.Kinds());
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Revocation_OfAConnectionThatIsBeingRegistered_ItEnds()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request());

        bench.Revoke();
        bench.Advance(0);

        Assert.Equal([EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void Revocation_OfAPeer_EveryConnectionWithItEnds()
    {
        MagBench bench = new();
        bench.AttachUp(MagBench.Request("a@x"));
        bench.AttachUp(MagBench.Request("b@y"));
        int other = bench.Attach(MagBench.Request("c@x", lma: 1));
        bench.Answer(lma: 1);

        bench.Revoke(RevocationTrigger.PerPeerPolicy, null, Global);
        Assert.Equal((RevocationStatus.Success, (ushort)77, Global), bench.Acknowledged());
        bench.Advance(1000);

        Assert.Equal(1, bench.Mag.Count);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(other));
        Assert.All(bench.Effects.Where(static e => e.Kind == EffectKind.ConnectionDown), static e => Assert.Equal((byte)ConnectionEnd.Revoked, e.Code));
    }

    [Fact]
    public void Revocation_OfARealm_ExactlyItsNodesEnd()
    {
        MagBench bench = new();
        bench.AttachUp(MagBench.Request("a@x"));
        int sub = bench.AttachUp(MagBench.Request("b@sub.x"));

        bench.Revoke(RevocationTrigger.RevokingNodePolicy, "@x", Global);
        Assert.Equal(RevocationStatus.Success, bench.Acknowledged().Status);
        bench.Advance(1000);

        Assert.Equal(1, bench.Mag.Count);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(sub));
    }

    [Fact]
    public void Revocation_OfMoreRealmsAtOnceThanThereArePlaces_Refused()
    {
        MagBench bench = new();
        bench.AttachUp();
        for (ushort i = 0; i < 16; i++)
        {
            bench.Revoke(RevocationTrigger.RevokingNodePolicy, $"@realm{i}", Global, sequence: i);
            Assert.Equal(RevocationStatus.Success, bench.Acknowledged().Status);
        }

        bench.Revoke(RevocationTrigger.RevokingNodePolicy, "@realm16", Global, sequence: 16);

        Assert.Equal(RevocationStatus.GlobalRevocationNotAuthorized, bench.Acknowledged().Status);
        Assert.Equal(1, bench[MagCounter.RevocationsWithoutPlace]);
    }

    [Fact]
    public void Revocation_Malformed_NoAnswer()
    {
        MagBench bench = new();
        byte[] unknownKind = [59, 1, 16, 0, 0, 0, 9, 0, 0, 1, 0x80, 0, 1, 2, 0, 0];
        byte[] overrun = [59, 1, 16, 0, 0, 0, 1, 0, 0, 1, 0x80, 0, 8, 200, 0, 0];
        byte[] answerOverrun = [59, 1, 16, 0, 0, 0, 2, 0, 0, 1, 0x80, 0, 8, 200, 0, 0];

        bench.Receive(unknownKind);
        bench.Receive(overrun);
        bench.Receive(answerOverrun);

        Assert.Empty(bench.Effects);
        Assert.Equal(3, bench[MagCounter.MessagesMalformed]);
    }

    private const RevocationFlags Global = RevocationFlags.Proxy | RevocationFlags.Global;

    private const RevocationFlags Ipv4Only = RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly;

    private static void NameIpv4(ref BindingRevocationIndication indication)
    {
        indication.Options.Ipv4HomeAddressRequestCount = 1;
        indication.Options.Ipv4HomeAddressRequest = new Ipv4HomeAddress(MagBench.Address4, 16);
    }
}
