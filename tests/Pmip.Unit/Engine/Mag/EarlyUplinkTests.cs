using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>The uplink key is known before the acknowledgement (R16).</summary>
[Trait("Requirement", "R16")]
public sealed class EarlyUplinkTests
{
    [Fact]
    public void R16_UplinkKeyKnown_SessionAndNodeComeBeforeTheUpdate()
    {
        MagBench bench = new();

        int slot = bench.Attach(Relocated());

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp, EffectKind.Transmit], bench.Kinds());
        TunnelSession session = bench.Single(EffectKind.InstallSession).Session;
        Assert.True(session.IsForwarding);
        Assert.Equal(MagBench.UplinkKey, session.SendKey);
        Assert.Equal(bench.DownlinkKeyOf(slot), session.ReceiveKey);
        Assert.Equal(MagBench.Prefix, session.HomeNetworkPrefixes[0]);
        Assert.Equal(MagBench.Address4, session.HomeAddress4);
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal(HandoffIndicator.BetweenMags, u.HandoffIndicator);
            Assert.Equal(MagBench.Prefix, u.HomeNetworkPrefixes[0]);
            Assert.Equal(MagBench.Address4, u.Ipv4HomeAddressRequest.Address);
            Assert.Equal(16, u.Ipv4HomeAddressRequest.PrefixLength);
        });
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(BindingUpdateState.Registering, view.State);
        Assert.Equal(400, view.LifetimeRemaining.Seconds);
        Assert.Equal(1, bench[MagCounter.EarlyUplinksStarted]);
    }

    [Fact]
    public void R16_AcknowledgementConfirmsTheKey_SessionIsNotTouched()
    {
        MagBench bench = new();
        int slot = bench.Attach(Relocated());

        bench.Answer();

        Assert.Equal([EffectKind.ConnectionUp], bench.Kinds());
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.EarlyUplinksConfirmed]);
        Assert.Equal(1, bench[MagCounter.ConnectionsUp]);
    }

    [Fact]
    public void R16_AcknowledgementChangesTheKey_OneInstallationInPlace()
    {
        MagBench bench = new();
        bench.Attach(Relocated());
        TunnelSession before = bench.Single(EffectKind.InstallSession).Session;

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.GreKey = new GreKey(0x77));

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        TunnelSession after = bench.Single(EffectKind.InstallSession).Session;
        Assert.Equal(before.Index, after.Index);
        Assert.Equal(before.ReceiveKey, after.ReceiveKey);
        Assert.Equal(new GreKey(0x77), after.SendKey);
        Assert.True(after.Generation > before.Generation);
        Assert.Equal(1, bench[MagCounter.EarlyUplinksChanged]);
    }

    [Fact]
    public void R16_Refused_SessionAndConnectionAreTakenDown()
    {
        MagBench bench = new();
        bench.Attach(Relocated());

        bench.Answer(BindingStatus.NotLmaForThisMobileNode);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.Refused, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal(1, bench[MagCounter.RegistrationsRefused]);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void R16_NoAnswer_SessionAndConnectionAreTakenDown()
    {
        MagBench bench = new();
        bench.Attach(Relocated());

        bench.Advance(60_000);

        Assert.Equal(EffectKind.RemoveSession, bench.Kinds()[^2]);
        Assert.Equal(EffectKind.ConnectionDown, bench.Kinds()[^1]);
        Assert.Equal((byte)ConnectionEnd.Unanswered, bench.Single(EffectKind.ConnectionDown).Code);
        Assert.Equal(0, bench.Mag.Count);
    }

    [Fact]
    public void R16_AddressesAreNotTheNodes_NothingIsForwardedUntilOthersCome()
    {
        MagBench bench = new();
        bench.Attach(Relocated());

        bench.Answer(BindingStatus.NotAuthorizedForHomeNetworkPrefix);
        Assert.Equal([EffectKind.InstallSession, EffectKind.Transmit], bench.Kinds());
        Assert.False(bench.Single(EffectKind.InstallSession).Session.IsForwarding);
        Assert.True(MagBench.Read(bench.LastUpdate).HomeNetworkPrefixes[0].Address.IsUnspecified);
        bench.Answer();

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        Assert.True(bench.Single(EffectKind.InstallSession).Session.IsForwarding);
    }

    [Fact]
    public void R16_NodeLeavesBeforeTheAnswer_SessionIsRemoved()
    {
        MagBench bench = new();
        int slot = bench.Attach(Relocated());

        Assert.True(bench.Detach(slot));

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown, EffectKind.Transmit], bench.Kinds());
    }

    [Fact]
    public void R16_DataPathRefusesTheSession_ConnectionDown()
    {
        MagBench bench = new();
        int slot = bench.Attach(Relocated());

        bench.RefuseSession(bench.SessionOf(slot));

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown, EffectKind.Transmit], bench.Kinds());
    }

    [Fact]
    public void R16_KeyWithoutAnAddress_AddressMissing()
    {
        MagBench bench = new();
        AttachRequest request = Relocated();
        request.HomeNetworkPrefixes = default;
        request.HomeAddress4 = IpAddress.FromIPv4(0);

        Assert.Equal(AttachStatus.AddressMissing, bench.TryAttach(request, out _));

        Assert.Equal(1, bench[MagCounter.AttachesAddressMissing]);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void Attach_OneAddressKnownAndNoKey_ItIsAskedForAndTheOtherFamilyIsAny()
    {
        MagBench bench = new();
        AttachRequest request = Relocated();
        request.UplinkKey = GreKey.None;
        request.HomeAddress4 = default;

        bench.Attach(request);

        Assert.Equal([EffectKind.Transmit], bench.Kinds());
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal(MagBench.Prefix, u.HomeNetworkPrefixes[0]);
            Assert.Equal(1, u.Ipv4HomeAddressRequestCount);
            Assert.True(u.Ipv4HomeAddressRequest.Address.IsUnspecified);
        });
    }

    private static AttachRequest Relocated()
    {
        AttachRequest request = MagBench.Request(indicator: HandoffIndicator.BetweenMags);
        request.UplinkKey = MagBench.UplinkKey;
        request.HomeNetworkPrefixes.TryAdd(MagBench.Prefix);
        request.HomeAddress4 = MagBench.Address4;
        request.HomeAddress4PrefixLength = 16;
        request.DefaultRouter4 = IpAddress.Parse("10.45.0.1");
        return request;
    }
}
