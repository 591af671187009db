using System;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>What 3GPP adds to the acknowledgement.</summary>
public sealed class ThreeGppTests
{
    [Fact]
    public void NameServers_AskedFor_ThoseOfTheAnswerAreKept()
    {
        MagBench bench = new();
        AttachRequest request = MagBench.Request();
        request.AsksForNameServers = true;
        int slot = bench.Attach(request);
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
            Assert.Equal("80000300000D00", Convert.ToHexString(u.OptionSet.ThreeGpp.ProtocolConfigurationOptions)));

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) =>
        {
            a.OptionSet.ThreeGpp.ProtocolConfigurationOptions = Convert.FromHexString("80"
                + "000D04C6336435" + "00030120" + "C02300" + "00031020010DB8000000000000000000000053" + "000D04C6336435" + "000D0400000000");
            a.OptionSet.ThreeGpp.AdditionalProtocolConfigurationOptions = Convert.FromHexString("80000D04C633643600030F2001");
            a.OptionSet.ThreeGpp.HasChargingId = true;
            a.OptionSet.ThreeGpp.ChargingId = 4711;
        });

        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(
            [IpAddress.Parse("198.51.100.53"), IpAddress.Parse("2001:db8::53"), IpAddress.Parse("198.51.100.54")],
            view.NameServers.AsSpan().ToArray());
        Assert.True(view.HasChargingId);
        Assert.Equal(4711u, view.ChargingId);
        bench.Fire();
        Assert.False(MagBench.Read(bench.LastUpdate).OptionSet.ThreeGpp.ProtocolConfigurationOptions.IsEmpty);
        bench.Answer();
        Assert.Empty(bench.Kinds());
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out view));
        Assert.Equal(3, view.NameServers.Count);
    }

    [Fact]
    public void NameServers_ChangedByARefresh_NodeIsTold()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Fire();

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) =>
            a.OptionSet.ThreeGpp.ProtocolConfigurationOptions = Convert.FromHexString("80000D04C6336435"));

        Assert.Equal([EffectKind.ConnectionUp], bench.Kinds());
    }

    [Fact]
    public void Ipv4_PutOff_Ipv6ComesUpAndTheAddressIsAskedForOnce()
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());
        bench.Answer(change: PutOff);
        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.True(view.IsIpv4Deferred);
        bench.Fire();
        Assert.Equal(0, MagBench.Read(bench.LastUpdate).Ipv4HomeAddressRequestCount);
        bench.Answer();
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out view));
        Assert.True(view.IsIpv4Deferred);

        Assert.True(bench.RequestIpv4(slot));
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal(HandoffIndicator.ReRegistration, u.HandoffIndicator);
            Assert.True(u.Ipv4HomeAddressRequest.Address.IsUnspecified);
            Assert.Equal(1, u.Ipv4HomeAddressRequestCount);
            Assert.Equal(MagBench.Prefix, u.HomeNetworkPrefixes[0]);
        });
        Assert.True(bench.RequestIpv4(slot));
        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench[MagCounter.DeferredAddressesAsked]);
        bench.Answer();

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        Assert.Equal(MagBench.Address4, bench.Single(EffectKind.InstallSession).Session.HomeAddress4);
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out view));
        Assert.False(view.IsIpv4Deferred);
        Assert.False(bench.RequestIpv4(slot));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ipv4_PutOffAndNeverGiven_NodeIsToldThatThereIsNone(bool isRefused)
    {
        MagBench bench = new();
        int slot = bench.Attach(MagBench.Request());
        bench.Answer(change: PutOff);
        bench.RequestIpv4(slot);

        if (isRefused)
        {
            bench.Answer(BindingStatus.InsufficientResources);
        }
        else
        {
            bench.Answer(change: PutOff);
        }

        Assert.Equal([EffectKind.ConnectionUp], bench.Kinds());
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.False(view.IsIpv4Deferred);
    }

    [Fact]
    public void Refusal_WithBackOffTime_AccessPointIsNotAskedForBeforeItsEnd()
    {
        MagBench bench = new();
        bench.Attach(MagBench.Request("a"));
        bench.Answer(BindingStatus.InsufficientResources, static (ref ProxyBindingAcknowledgement a) =>
        {
            a.OptionSet.ThreeGpp.HasBackOffTime = true;
            a.OptionSet.ThreeGpp.BackOffTime = new BackOffTime(5);
        });

        Assert.Equal(10, bench.Mag.BackOffUntil(0, 0).Since(bench.Now).Seconds);
        Assert.Equal(AttachStatus.BackedOff, bench.TryAttach(MagBench.Request("b"), out _));
        Assert.Equal(AttachStatus.Pending, bench.TryAttach(MagBench.Request("b", accessPoint: 1), out _));
        Assert.Equal(AttachStatus.Pending, bench.TryAttach(MagBench.Request("b", lma: 1), out _));
        Assert.Equal(1, bench[MagCounter.AttachesBackedOff]);
        Assert.Equal(1, bench[MagCounter.BackOffsBegun]);
        bench.Advance(10_000);
        Assert.Equal(AttachStatus.Pending, bench.TryAttach(MagBench.Request("a"), out _));

        bench.Answer(BindingStatus.InsufficientResources, static (ref ProxyBindingAcknowledgement a) =>
        {
            a.OptionSet.ThreeGpp.HasBackOffTime = true;
            a.OptionSet.ThreeGpp.BackOffTime = new BackOffTime(0xE1);
        });
        Assert.Equal(Instant.Never, bench.Mag.BackOffUntil(0, 0));
    }

    [Fact]
    public void Refusal_OfARefreshWithErrorCode_CodeIsShown()
    {
        MagBench bench = new();
        int slot = bench.AttachUp();
        bench.ChangeType(slot, PdnType.Ipv6);
        bench.Answer();
        bench.ChangeType(slot, PdnType.Ipv4v6);

        bench.Answer(BindingStatus.ReasonUnspecified, static (ref ProxyBindingAcknowledgement a) =>
        {
            a.OptionSet.ThreeGpp.HasPmipErrorCode = true;
            a.OptionSet.ThreeGpp.PmipErrorCode = (PmipErrorCode)93;
        });

        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal((PmipErrorCode)93, view.PmipErrorCode);
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void SecondConnection_LmaDoesNotKnowTheId_RefusedHereAndTheFirstIsUnharmed()
    {
        MagBench bench = new();
        int first = bench.Attach(MagBench.Request(pdnConnectionId: 1));
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.HasPdnConnectionId = false);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(first));

        Assert.Equal(AttachStatus.SecondConnectionRefused, bench.TryAttach(MagBench.Request(pdnConnectionId: 2), out _));

        Assert.Empty(bench.Effects);
        Assert.Equal(1, bench[MagCounter.AttachesSecondConnection]);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(first));
        Assert.Equal(AttachStatus.Pending, bench.TryAttach(MagBench.Request(accessPoint: 1, pdnConnectionId: 2), out _));
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void SecondConnection_LmaTakesItForTheFirst_GivenUpAndTheFirstRegisteredAgain()
    {
        MagBench bench = new();
        int first = bench.AttachUp();
        GreKey key = bench.DownlinkKeyOf(first);
        bench.Attach(MagBench.Request(pdnConnectionId: 2));

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.HasPdnConnectionId = false);
        Assert.Equal([EffectKind.ConnectionRefused], bench.Kinds());
        Assert.Equal(1, bench[MagCounter.AnswersForTheOtherConnection]);
        Assert.Equal(1, bench.Mag.Count);
        bench.Advance(0);

        Assert.Equal([EffectKind.Transmit], bench.Kinds());
        Assert.Equal(key, MagBench.Read(bench.LastUpdate).GreKey);
        Assert.True(MagBench.Read(bench.LastUpdate).LifetimeUnits > 0);
    }

    private static void PutOff(ref ProxyBindingAcknowledgement answer)
    {
        answer.HasIpv4HomeAddressReply = false;
        answer.HasIpv4DefaultRouter = false;
        answer.OptionSet.ThreeGpp.HasDhcpv4AllocationIndication = true;
        answer.OptionSet.ThreeGpp.Dhcpv4AllocationIndication = 1;
    }
}
