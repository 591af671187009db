using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>Families added to and dropped from a running connection.</summary>
[Trait("Requirement", "R21")]
public sealed class TypeChangeTests
{
    [Fact]
    public void Addition_DoubtedAndThenRefused_PresenceChangesNothingAnyMore()
    {
        MagBench bench = new();
        int slot = bench.AttachUp(MagBench.Request(type: PdnType.Ipv6));
        bench.ChangeType(slot, PdnType.Ipv4v6);
        byte[] update = bench.LastUpdate;

        bench.Answer(BindingStatus.TimestampLowerThanPreviousAccepted, update: update);
        bench.Answer(BindingStatus.InsufficientResources, update: update);

        Assert.Equal(1, bench[MagCounter.FamiliesRefused]);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        Assert.False(bench.NotePresence(slot, isPresent: true));
        bench.Advance(2000);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Fact]
    public void Ipv4_AddedToARunningSession_AskedForBesideThePrefixAndInstalledInPlace()
    {
        MagBench bench = new();
        int slot = bench.AttachUp(MagBench.Request(type: PdnType.Ipv6));

        Assert.Equal(TypeChangeStatus.Pending, bench.ChangeType(slot, PdnType.Ipv4v6));
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal(HandoffIndicator.ReRegistration, u.HandoffIndicator);
            Assert.Equal(100, u.LifetimeUnits);
            Assert.Equal(MagBench.Prefix, u.HomeNetworkPrefixes[0]);
            Assert.True(u.Ipv4HomeAddressRequest.Address.IsUnspecified);
            Assert.Equal(1, u.Ipv4HomeAddressRequestCount);
        });
        bench.Answer();

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        Assert.Equal(MagBench.Address4, bench.Single(EffectKind.InstallSession).Session.HomeAddress4);
        Assert.Equal(1, bench[MagCounter.FamiliesAsked]);
        Assert.Equal(TypeChangeStatus.AlreadySo, bench.ChangeType(slot, PdnType.Ipv4v6));
    }

    [Fact]
    public void Ipv4_AdditionRefused_SessionGoesOnWithIpv6AndIsRefreshed()
    {
        MagBench bench = new();
        int slot = bench.AttachUp(MagBench.Request(type: PdnType.Ipv6));
        bench.ChangeType(slot, PdnType.Ipv4v6);

        bench.Answer(BindingStatus.NotAuthorizedForIpv4MobilityService);

        Assert.Equal([EffectKind.ConnectionUp], bench.Kinds());
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.FamiliesRefused]);
        bench.Fire();
        Assert.Equal(0, MagBench.Read(bench.LastUpdate).Ipv4HomeAddressRequestCount);
        Assert.Equal(HandoffIndicator.ReRegistration, MagBench.Read(bench.LastUpdate).HandoffIndicator);
    }

    [Theory]
    [InlineData(PdnType.Ipv6, 0, 1)]
    [InlineData(PdnType.Ipv4, 1, 0)]
    public void Family_Dropped_DataPathFirstThenADeregistrationThatNamesItAlone(PdnType left, int prefixes, int requests)
    {
        MagBench bench = new();
        int slot = bench.AttachUp();

        Assert.Equal(TypeChangeStatus.Pending, bench.ChangeType(slot, left));
        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp, EffectKind.Transmit], bench.Kinds());
        Assert.Equal(requests != 0, bench.Single(EffectKind.InstallSession).Session.HomeAddress4.IsUnspecified);
        Assert.Equal(1 - prefixes, bench.Single(EffectKind.InstallSession).Session.HomeNetworkPrefixes.Count);
        bench.CheckLastUpdate((in ProxyBindingUpdate u) =>
        {
            Assert.Equal(0, u.LifetimeUnits);
            Assert.Equal(HandoffIndicator.Unknown, u.HandoffIndicator);
            Assert.Equal(prefixes, u.HomeNetworkPrefixes.Count);
            Assert.Equal(requests, u.Ipv4HomeAddressRequestCount);
            Assert.False(u.HasGreKeyOption);
        });
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(requests != 0, view.HomeAddress4.IsUnspecified);
        bench.Answer();

        Assert.Empty(bench.Kinds());
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.FamiliesDropped]);
        Assert.Equal(1, bench[MagCounter.DeregistrationsAccepted]);
        bench.Fire();
        Assert.Equal(1 - requests, MagBench.Read(bench.LastUpdate).Ipv4HomeAddressRequestCount);
        Assert.Equal(1 - prefixes, MagBench.Read(bench.LastUpdate).HomeNetworkPrefixes.Count);
        Assert.True(MagBench.Read(bench.LastUpdate).LifetimeUnits > 0);
    }

    [Fact]
    public void Family_DroppedAndUnanswered_SentOnceMoreThenTheSessionGoesOn()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.ChangeType(slot, PdnType.Ipv6);
        int sent = bench.UpdatesSent;

        bench.Fire();
        Assert.Equal(sent + 1, bench.UpdatesSent);
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.HandoffIndicator = HandoffIndicator.NewInterface);
        bench.Fire();

        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.DeregistrationsUnanswered]);
        Assert.Empty(bench.Kinds());
    }

    [Fact]
    public void Family_DroppedThenWantedAgainBeforeTheAnswer_IsAskedForAnew()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.ChangeType(slot, PdnType.Ipv6);

        Assert.Equal(TypeChangeStatus.Pending, bench.ChangeType(slot, PdnType.Ipv4v6));

        Assert.True(MagBench.Read(bench.LastUpdate).Ipv4HomeAddressRequest.Address.IsUnspecified);
        bench.Answer();
        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
    }

    [Fact]
    public void Family_DroppedThenDetached_TheOtherIsDeregistered()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.ChangeType(slot, PdnType.Ipv6);

        Assert.True(bench.Detach(slot));

        Assert.Equal(0, MagBench.Read(bench.LastUpdate).Ipv4HomeAddressRequestCount);
        Assert.Equal(MagBench.Prefix, MagBench.Read(bench.LastUpdate).HomeNetworkPrefixes[0]);
    }

    [Fact]
    public void Family_ExchangedOrOfNoConnection_IsAnAnswer()
    {
        MagBench bench = new();
        Assert.Equal(TypeChangeStatus.NotUp, bench.ChangeType(0, PdnType.Ipv4v6));
        int slot = bench.Attach(MagBench.Request(type: PdnType.Ipv6));
        Assert.Equal(TypeChangeStatus.NotUp, bench.ChangeType(slot, PdnType.Ipv4v6));
        bench.Answer();

        Assert.Equal(TypeChangeStatus.OneAtATime, bench.ChangeType(slot, PdnType.Ipv4));

        Assert.Empty(bench.Effects);
    }
}
