using System;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

public sealed class AttachTests
{
    [Fact]
    [Trait("Requirement", "R4")]
    [Trait("Requirement", "R13")]
    public void Attach_InThreeGppMode_UpdateHasEveryOptionAndTheDownlinkKey()
    {
        MagBench bench = new();

        int slot = bench.Attach(MagBench.Request(pdnConnectionId: 5, indicator: HandoffIndicator.NewInterface));

        bench.CheckLastUpdate((in ProxyBindingUpdate u) =>
        {
            Assert.Equal(BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy, u.Flags);
            Assert.Equal(100, u.LifetimeUnits);
            Assert.Equal(MobileNodeIdentifierSubtype.NetworkAccessIdentifier, u.IdentifierSubtype);
            Assert.Equal(MagBench.Node, Encoding.UTF8.GetString(u.Identifier));
            Assert.Equal("\binternet", Encoding.UTF8.GetString(u.ServiceSelection));
            Assert.Equal(1, u.HomeNetworkPrefixes.Count);
            Assert.Equal(IpPrefix.Parse("::/0"), u.HomeNetworkPrefixes[0]);
            Assert.Equal(1, u.Ipv4HomeAddressRequestCount);
            Assert.True(u.Ipv4HomeAddressRequest.Address.IsUnspecified);
            Assert.Equal(HandoffIndicator.NewInterface, u.HandoffIndicator);
            Assert.Equal(AccessTechnologyType.Ethernet, u.AccessTechnologyType);
            Assert.Equal([2, 0, 0, 0, 0, 1], u.LinkLayerIdentifier.ToArray());
            Assert.True(u.HasTimestamp);
            Assert.False(u.HasLinkLocalAddress);
            Assert.True(u.HasGreKey);
            Assert.Equal(5, u.PdnConnectionId);
        });
        Assert.False(MagBench.Read(bench.LastUpdate).GreKey.IsNone);
        Assert.Equal(bench.DownlinkKeyOf(slot), MagBench.Read(bench.LastUpdate).GreKey);
        Assert.Equal(1, bench[MagCounter.AttachesStarted]);
        Assert.Equal(1, bench[MagCounter.UpdatesSent]);
        Assert.Equal([EffectKind.Transmit], bench.Kinds());
    }

    [Fact]
    public void Attach_InIetfMode_ServiceIsTextAndOptionalThingsAreLeftOut()
    {
        MagBench bench = new(static c => c with { Mode = SpecificationMode.Ietf, UseTimestamps = false, FixedLinkLocalAddress = default });

        bench.Attach(MagBench.Request(mac: 0));

        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal("internet", Encoding.UTF8.GetString(u.ServiceSelection));
            Assert.False(u.HasTimestamp);
            Assert.False(u.HasLinkLayerIdentifier);
            Assert.False(u.HasPdnConnectionId);
            Assert.True(u.HasLinkLocalAddress);
            Assert.True(u.LinkLocalAddress.IsUnspecified);
        });
    }

    [Theory]
    [InlineData(PdnType.Ipv4, 0, 1)]
    [InlineData(PdnType.Ipv6, 1, 0)]
    [InlineData(PdnType.Ipv4v6, 1, 1)]
    [Trait("Requirement", "R21")]
    public void Attach_ByPdnType_AsksForTheFamilies(PdnType type, int prefixes, int requests)
    {
        MagBench bench = new();

        int slot = bench.AttachUp(MagBench.Request(type: type));

        Assert.Equal(prefixes, MagBench.Read(bench.LastUpdate).HomeNetworkPrefixes.Count);
        Assert.Equal(requests, MagBench.Read(bench.LastUpdate).Ipv4HomeAddressRequestCount);
        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(prefixes, view.HomeNetworkPrefixes.Count);
        Assert.Equal(requests == 0, view.HomeAddress4.IsUnspecified);
    }

    // Form, our IPv6 and the LMA's -> inner ends, outer ends, port.
    [Theory]
    [Trait("Requirement", "R8")]
    [Trait("Requirement", "R9")]
    [Trait("Requirement", "R10")]
    [Trait("Requirement", "R11")]
    [InlineData(SignallingForm.Ipv6, "2001:db8:f::11", "2001:db8:f::1", "2001:db8:f::11", "2001:db8:f::1", "2001:db8:f::11", "2001:db8:f::1", 0)]
    [InlineData(SignallingForm.UdpBare, "2001:db8:f::11", "2001:db8:f::1", "192.0.2.11", "192.0.2.1", "192.0.2.11", "192.0.2.1", 5436)]
    [InlineData(SignallingForm.UdpMapped, "2001:db8:f::11", "2001:db8:f::1", "2001:db8:f::11", "2001:db8:f::1", "192.0.2.11", "192.0.2.1", 5436)]
    [InlineData(SignallingForm.UdpMapped, "::", "2001:db8:f::1", "192.0.2.11", "2001:db8:f::1", "192.0.2.11", "192.0.2.1", 5436)]
    [InlineData(SignallingForm.UdpMapped, "2001:db8:f::11", "::", "2001:db8:f::11", "192.0.2.1", "192.0.2.11", "192.0.2.1", 5436)]
    [InlineData(SignallingForm.Ipv4Mapped, "::", "::", "192.0.2.11", "192.0.2.1", "192.0.2.11", "192.0.2.1", 0)]
    public void Attach_ByForm_PathAndTunnelEndsFollow(
        SignallingForm form, string ours, string theirs, string local, string remote, string outerLocal, string outerRemote, int port)
    {
        MagBench bench = new(c => c with
        {
            Ipv6 = IpAddress.Parse(ours),
            Lmas = [c.Lmas[0] with { Form = form, Ipv6 = IpAddress.Parse(theirs) }],
        });

        bench.Attach(MagBench.Request());
        Assert.Equal(
            new SignallingPath(form, IpAddress.Parse(local), IpAddress.Parse(remote), IpAddress.Parse(outerLocal), IpAddress.Parse(outerRemote), (ushort)port),
            bench.LastPath);

        bench.Receive(MagBench.AnswerTo(bench.LastUpdate), bench.LastPath);
        Recorded install = bench.Single(EffectKind.InstallSession);
        Assert.Equal(IpAddress.Parse(outerLocal), install.Session.LocalEndpoint);
        Assert.Equal(IpAddress.Parse(outerRemote), install.Session.RemoteEndpoint);
    }

    [Theory]
    [InlineData(SignallingForm.Ipv6, "::", "192.0.2.11")]
    [InlineData(SignallingForm.UdpBare, "2001:db8:f::11", "::")]
    [InlineData(SignallingForm.UdpMapped, "2001:db8:f::11", "::")]
    public void Attach_WithoutAddressOfTheFamily_NoTransport(SignallingForm form, string ipv6, string ipv4)
    {
        MagBench bench = new(c => c with
        {
            Ipv6 = IpAddress.Parse(ipv6),
            Ipv4 = IpAddress.Parse(ipv4),
            Lmas = [c.Lmas[0] with { Form = form }],
        });

        Assert.Equal(AttachStatus.NoTransport, bench.TryAttach(MagBench.Request(), out int slot));

        Assert.Equal(-1, slot);
        Assert.Equal(1, bench[MagCounter.AttachesNoTransport]);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void Attach_Twice_AlreadyAttachedAndTheSlotIsTold()
    {
        MagBench bench = new();
        int first = bench.Attach(MagBench.Request());

        Assert.Equal(AttachStatus.AlreadyAttached, bench.TryAttach(MagBench.Request(), out int second));

        Assert.Equal(first, second);
        Assert.Equal(1, bench[MagCounter.AttachesAlreadyAttached]);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void Attach_IdentifierOfAnyLength_LimitsAreAnswers()
    {
        MagBench bench = new();

        Assert.Equal(AttachStatus.Pending, bench.TryAttach(MagBench.Request(new string('n', 32)), out _));
        Assert.Equal(AttachStatus.IdentifierTooLong, bench.TryAttach(MagBench.Request(new string('n', 33)), out _));
        Assert.Equal(AttachStatus.IdentifierMissing, bench.TryAttach(MagBench.Request(string.Empty), out _));

        Assert.Equal(1, bench[MagCounter.AttachesIdentifierTooLong]);
        Assert.Equal(1, bench[MagCounter.AttachesIdentifierMissing]);
    }

    [Fact]
    public void Attach_TableFull_RefusedAndNoticedOnceASecond()
    {
        MagBench bench = new();
        for (int i = 0; i < 4; i++)
        {
            bench.Attach(MagBench.Request($"mn{i}"));
        }

        Assert.Equal(AttachStatus.TableFull, bench.TryAttach(MagBench.Request("mn4"), out _));
        Assert.Equal((byte)EngineNotice.TableFull, bench.Single(EffectKind.Notice).Code);
        Assert.Equal(AttachStatus.TableFull, bench.TryAttach(MagBench.Request("mn5"), out _));
        Assert.Empty(bench.Effects);
        Assert.Equal(2, bench[MagCounter.AttachesTableFull]);
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Attach_EveryPlaceReleasedThisMoment_NoKeyUntilTheNext()
    {
        MagBench bench = new(static c => c with { Quarantine = Duration.FromSeconds(1000) });
        for (int i = 0; i < 1024; i++)
        {
            bench.Detach(bench.AttachUp());
            bench.Answer();
        }

        Assert.Equal(AttachStatus.NoKey, bench.TryAttach(MagBench.Request(), out int slot));
        Assert.Equal(-1, slot);
        Assert.Equal(1, bench[MagCounter.AttachesNoKey]);
        Assert.Empty(bench.Effects);

        bench.Advance(1);
        Assert.Equal(AttachStatus.Pending, bench.TryAttach(MagBench.Request(), out _));
    }

    [Fact]
    [Trait("Requirement", "R2")]
    public void Attach_TwoAccessPointsAndTwoConnectionIds_EachHasItsEntryAndKey()
    {
        MagBench bench = new();

        int internet = bench.AttachUp(MagBench.Request(accessPoint: 0));
        int ims = bench.AttachUp(MagBench.Request(accessPoint: 1));
        int second = bench.AttachUp(MagBench.Request(accessPoint: 0, pdnConnectionId: 2, accessNode: 8));

        Assert.Equal(3, bench.Mag.Count);
        Assert.NotEqual(bench.DownlinkKeyOf(internet), bench.DownlinkKeyOf(ims));
        Assert.NotEqual(bench.DownlinkKeyOf(internet), bench.DownlinkKeyOf(second));
        Assert.True(bench.Mag.FindConnection(Encoding.UTF8.GetBytes(MagBench.Node), 0, 2, out int found));
        Assert.Equal(second, found);
        Assert.False(bench.Mag.FindConnection(Encoding.UTF8.GetBytes(MagBench.Node), 1, 2, out _));
        Assert.True(bench.Mag.FindByAccessNode(7, -1, out int a));
        Assert.True(bench.Mag.FindByAccessNode(7, a, out int b));
        Assert.Equal([Math.Min(internet, ims), Math.Max(internet, ims)], [a, b]);
        Assert.False(bench.Mag.FindByAccessNode(7, b, out _));
        Assert.False(bench.Mag.FindByAccessNode(9, -1, out _));
    }

    [Fact]
    [Trait("Requirement", "R14")]
    public void Attach_KeysPerLma_TwoLmasAreGivenTheSameValue()
    {
        MagBench bench = new(static c => c with { DownlinkKeyScope = DownlinkKeyScope.Lma });

        int first = bench.AttachUp(MagBench.Request("a", lma: 0));
        int second = bench.Attach(MagBench.Request("b", lma: 1));
        int third = bench.Attach(MagBench.Request("c", lma: 1));

        Assert.Equal(bench.DownlinkKeyOf(first), bench.DownlinkKeyOf(second));
        Assert.NotEqual(bench.DownlinkKeyOf(second), bench.DownlinkKeyOf(third));
        Assert.NotEqual(bench.SessionOf(first), bench.SessionOf(second));
    }

    [Fact]
    [Trait("Requirement", "R14")]
    public void Attach_KeysPerNode_KeyCarriesThePlaceAndIsUniqueInTheMag()
    {
        MagBench bench = new();

        int first = bench.AttachUp(MagBench.Request("a", lma: 0));
        int second = bench.Attach(MagBench.Request("b", lma: 1));

        Assert.NotEqual(bench.DownlinkKeyOf(first), bench.DownlinkKeyOf(second));
        Assert.Equal((uint)bench.SessionOf(first), bench.DownlinkKeyOf(first).Value & 1023);
    }
}
