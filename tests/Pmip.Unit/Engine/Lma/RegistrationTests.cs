using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Creation and refresh (RFC 5213 5.3.2 and 5.3.3).</summary>
public sealed class RegistrationTests
{
    private readonly AnchorBench _bench = new();

    [Fact]
    [Trait("Requirement", "R1")]
    [Trait("Requirement", "R13")]
    [Trait("Requirement", "R15")]
    public void Pbu_Received_NewConnection_TunnelWithBothKeysThenAnswer()
    {
        // MAG -> LMA  PBU seq=1 HNP=::/0 GRE=0xa1
        Answer answer = _bench.Send(new Registration());

        // LMA -> MAG  PBA status=0 HNP=2001:db8:100::/64 GRE=uplink
        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(["2001:db8:100::/64"], answer.Prefixes);
        Assert.Equal([EffectKind.InstallSession, EffectKind.Transmit, EffectKind.Notice], answer.Kinds);
        TunnelSession session = answer.Installed!.Value;
        Assert.Equal(new GreKey(0xA1), session.SendKey);
        Assert.Equal(answer.Key, session.ReceiveKey);
        Assert.False(session.ReceiveKey.IsNone);
        Assert.Equal(TunnelRole.Lma, session.Role);
        Assert.True(session.IsForwarding);
        Assert.Equal(IpAddress.Parse(AnchorBench.Lma6), session.LocalEndpoint);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag1), session.RemoteEndpoint);
        Assert.Equal([EngineNotice.BindingCreated], answer.Notices);
    }

    [Theory]
    [Trait("Requirement", "R3")]
    [InlineData(SignallingForm.UdpBare, null)]
    [InlineData(SignallingForm.UdpMapped, null)]
    [InlineData(SignallingForm.Ipv4Mapped, null)]
    [InlineData(SignallingForm.UdpMapped, AnchorBench.Mag1)]
    public void Pbu_Received_OverIpv4_TunnelOverIpv4AndAnswerInTheSameForm(SignallingForm form, string? inner)
    {
        Registration request = new() { From = AnchorBench.Mag1Ipv4, Form = form, Inner = inner };

        Answer answer = _bench.Send(request);

        Assert.Equal(request.Path, answer.Path);
        Assert.Equal(IpAddress.Parse(AnchorBench.Lma4), answer.Installed!.Value.LocalEndpoint);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag1Ipv4), answer.Installed!.Value.RemoteEndpoint);
    }

    [Fact]
    [Trait("Requirement", "R21")]
    public void Pbu_Received_BothFamilies_BothInOneSession()
    {
        Answer answer = _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        Assert.Equal(["2001:db8:100::/64"], answer.Prefixes);
        Assert.Equal(("10.45.0.2", Ipv4HomeAddressStatus.Success, 16, "10.45.0.1"), (answer.Ipv4, answer.Ipv4Status, answer.Ipv4PrefixLength, answer.Router));
        Assert.Equal(1, answer.Installed!.Value.HomeNetworkPrefixes.Count);
        Assert.Equal(IpAddress.Parse("10.45.0.2"), answer.Installed!.Value.HomeAddress4);
    }

    [Fact]
    [Trait("Requirement", "R21")]
    public void Pbu_Received_Ipv4Only_NoPrefixInTheAnswer()
    {
        Answer answer = _bench.Send(new Registration { Prefixes = [], Ipv4 = "0.0.0.0", AccessPoint = "meters" });

        Assert.Empty(answer.Prefixes);
        Assert.Equal(("10.46.0.2", "10.46.0.1"), (answer.Ipv4, answer.Router));
    }

    [Fact]
    public void Pbu_Received_StaticSubscriber_GetsItsOwnAddresses()
    {
        Answer answer = _bench.Send(new Registration { Identifier = "static@example.com", Ipv4 = "0.0.0.0" });

        Assert.Equal(["2001:db8:1ff:1::/64"], answer.Prefixes);
        Assert.Equal("10.45.0.3", answer.Ipv4);
    }

    [Fact]
    public void Pbu_Received_StaticAddressAlreadyInUse_SecondConnectionGetsOneOfThePool()
    {
        _bench.Send(new Registration { Identifier = "static@example.com", PdnConnectionId = 1 });

        Answer answer = _bench.Send(new Registration { Identifier = "static@example.com", PdnConnectionId = 2 });

        Assert.Equal(["2001:db8:100::/64"], answer.Prefixes);
    }

    [Fact]
    public void Pbu_Received_NamedFreeAddresses_GetsThem()
    {
        Answer answer = _bench.Send(new Registration { Prefixes = ["2001:db8:100:7::/64"], Ipv4 = "10.45.0.77" });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(["2001:db8:100:7::/64"], answer.Prefixes);
        Assert.Equal("10.45.0.77", answer.Ipv4);
    }

    [Fact]
    public void Pba_Sent_RequestHasEveryOption_CopiesThem()
    {
        Answer answer = _bench.Send(new Registration
        {
            Sequence = 4711,
            Handoff = HandoffIndicator.Unknown,
            Technology = AccessTechnologyType.Eutran,
            LinkLayerIdentifier = [2, 0, 0, 0, 0, 1],
            LinkLocal = "fe80::200:5eff:fe00:5213",
            TimestampOffset = 100,
            PdnConnectionId = 5,
            AccessPoint = "Internet.mnc001.mcc001.gprs",
        });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal((4711, 150, "mn1@example.com"), (answer.Sequence, answer.Lifetime, answer.Identifier));
        Assert.Equal((HandoffIndicator.Unknown, AccessTechnologyType.Eutran), (answer.Handoff, answer.Technology));
        Assert.Equal([2, 0, 0, 0, 0, 1], answer.LinkLayerIdentifier);
        Assert.Equal("fe80::200:5eff:fe00:5213", answer.LinkLocal);
        Assert.Equal(_bench.Wall.Timestamp + 6553, answer.Timestamp);
        Assert.Equal((byte)5, answer.PdnConnectionId);
    }

    [Fact]
    public void Pba_Sent_RequestHasNoOptional_HasNoneEither()
    {
        Answer answer = _bench.Send(new Registration());

        Assert.Null(answer.Timestamp);
        Assert.Null(answer.LinkLayerIdentifier);
        Assert.Null(answer.LinkLocal);
        Assert.Null(answer.PdnConnectionId);
        Assert.Null(answer.Ipv4);
        Assert.Null(answer.ErrorCode);
    }

    [Fact]
    public void LinkLocalAddress_AskedFor_IsGeneratedAndStays()
    {
        Answer first = _bench.Send(new Registration { LinkLocal = "::" });
        Answer second = _bench.Send(new Registration { LinkLocal = "::", Sequence = 2 });

        Assert.True(IpAddress.Parse(first.LinkLocal!).IsLinkLocal);
        Assert.Equal(first.LinkLocal, second.LinkLocal);
    }

    [Fact]
    public void Lifetime_AskedForTooLong_IsCut()
    {
        Assert.Equal(900, _bench.Send(new Registration { Lifetime = 65535 }).Lifetime);
    }

    [Fact]
    public void Pbu_Received_Refresh_KeepsEverythingAndLeavesTheSessionAlone()
    {
        Answer first = _bench.Send(new Registration());
        _bench.Wait(300);

        // MAG -> LMA  PBU seq=2 HI=5 HNP=2001:db8:100::/64
        Answer second = _bench.Send(new Registration
        {
            Sequence = 2,
            Handoff = HandoffIndicator.ReRegistration,
            Prefixes = [.. first.Prefixes],
        });

        Assert.Equal(BindingStatus.Accepted, second.Status);
        Assert.Equal(first.Key, second.Key);
        Assert.Equal(first.Prefixes, second.Prefixes);
        Assert.Null(second.Installed);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.BindingRefreshed]);
        _bench.Wait(599);
        Assert.Empty(_bench.ExpireAll());
    }

    [Fact]
    [Trait("Requirement", "R21")]
    public void Pbu_Received_AddsIpv4ToAnIpv6Session_SessionReplaced()
    {
        _bench.Send(new Registration());

        Answer answer = _bench.Send(new Registration { Sequence = 2, Ipv4 = "0.0.0.0", Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal("10.45.0.2", answer.Ipv4);
        Assert.Equal(1, answer.Installed!.Value.HomeNetworkPrefixes.Count);
        Assert.Equal(IpAddress.Parse("10.45.0.2"), answer.Installed!.Value.HomeAddress4);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.FamilyAdded]);
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void Pbu_Received_TwoAccessPointsOrTwoConnectionIds_HaveTheirOwnBindings()
    {
        Answer internet = _bench.Send(new Registration());
        Answer ims = _bench.Send(new Registration { AccessPoint = "ims" });
        Answer second = _bench.Send(new Registration { PdnConnectionId = 6 });

        Assert.Equal(3, _bench.Anchor.Count);
        Assert.Equal(["2001:db8:200::/64"], ims.Prefixes);
        Assert.NotEqual(internet.Key, ims.Key);
        Assert.NotEqual(internet.Key, second.Key);
        Assert.NotEqual(internet.Installed!.Value.Index, second.Installed!.Value.Index);
        Assert.NotEqual(internet.Prefixes, second.Prefixes);
    }

    [Fact]
    public void Binding_Read_ShowsWhatWasRegistered()
    {
        _bench.Send(new Registration { LinkLayerIdentifier = [2, 0, 0, 0, 0, 1], Ipv4 = "0.0.0.0" });
        _bench.Wait(100);

        Assert.True(_bench.Anchor.TryRead(0, _bench.Now, out BindingCacheEntryView view));
        Assert.Equal("mn1@example.com"u8, view.Identifier);
        Assert.Equal("internet"u8, view.AccessPoint);
        Assert.Equal((500L, 600L), (view.LifetimeRemaining.Seconds, view.LifetimeGranted.Seconds));
        Assert.Equal(new MacAddress(0x0200_0000_0001), view.LinkLayerAddress);
        Assert.Equal(IpAddress.Parse("10.45.0.1"), view.DefaultRouter4);
        Assert.Equal(BindingState.Active, view.State);
        Assert.False(_bench.Anchor.TryRead(1, _bench.Now, out _));
    }

    [Fact]
    public void Pbu_Received_NodeOfATrustedPrefix_IsServed()
    {
        Answer answer = _bench.Send(new Registration { From = AnchorBench.Train });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.PeerLearned]);
    }

    [Fact]
    public void Pbu_Received_AlternateCareOfAddress_IsTheTunnelEnd()
    {
        Answer answer = _bench.Send(new Registration { AlternateCareOf = "2001:db8:e::99" });

        Assert.Equal(IpAddress.Parse("2001:db8:e::99"), answer.Installed!.Value.RemoteEndpoint);
    }

    [Fact]
    public void Memory_ForAMillionBindings_IsAccountedFor()
    {
        EngineLimits limits = new() { Bindings = 1 << 20, Peers = 16 };

        Assert.InRange(LocalMobilityAnchor.BytesFor(limits) / limits.Bindings, 100, 720);
    }

    [Theory]
    [InlineData("192.0.2.12", "192.0.2.12")]
    [InlineData("2001:db8:f::12", "192.0.2.11")]
    [Trait("Requirement", "R3")]
    public void Pbu_OverIpv4WithAlternateCareOfAddress_TunnelEndsThereWhenItIsIpv4(string alternate, string end)
    {
        AnchorBench bench = new();

        Answer answer = bench.Send(new Registration { From = AnchorBench.Mag1Ipv4, AlternateCareOf = alternate });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag1Ipv4), answer.Path.OuterRemote);
        Assert.Equal(IpAddress.Parse(end), answer.Installed!.Value.RemoteEndpoint);
    }
}
