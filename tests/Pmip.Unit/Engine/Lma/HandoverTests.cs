using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>A PBU from another MAG (RFC 5213 5.3.4, RFC 5844 3.1.2.4, RFC 5845 3.3).</summary>
public sealed class HandoverTests
{
    private readonly AnchorBench _bench = new();

    [Fact]
    [Trait("Requirement", "R13")]
    [Trait("Requirement", "R15")]
    [Trait("Requirement", "R18")]
    public void Pbu_FromTheNewMag_SameAddressAndUplinkKey_NewTunnelEndInOneReplacement()
    {
        // MAG1 -> LMA  PBU seq=1 HI=1
        Answer before = _bench.Send(new Registration());

        // MAG2 -> LMA  PBU seq=7 HI=3 GRE=0xb2
        Answer after = _bench.Send(new Registration
        {
            From = AnchorBench.Mag2,
            Sequence = 7,
            Handoff = HandoffIndicator.BetweenMags,
            Key = 0xB2,
        });

        // LMA -> MAG2  PBA status=0, same HNP, same uplink key
        Assert.Equal(before.Prefixes, after.Prefixes);
        Assert.Equal(before.Key, after.Key);
        Assert.Equal([EffectKind.InstallSession, EffectKind.Transmit, EffectKind.Notice, EffectKind.Transmit], after.Kinds);
        Assert.Equal(before.Installed!.Value.Index, after.Installed!.Value.Index);
        Assert.Equal(new GreKey(0xB2), after.Installed!.Value.SendKey);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag2), after.Installed!.Value.RemoteEndpoint);
        Assert.True(after.Installed!.Value.Generation > before.Installed!.Value.Generation);
        Assert.Equal(0, _bench.Anchor.Peers.BindingsOf(0));
        Assert.Equal(1, _bench.Anchor.Peers.BindingsOf(1));
        Assert.Equal([EngineNotice.BindingHandedOver], after.Notices);
    }

    [Fact]
    [Trait("Requirement", "R3")]
    public void Pbu_FromTheNewMagOverIpv4_TunnelChangesItsTransport()
    {
        Answer before = _bench.Send(new Registration());

        Answer after = _bench.Send(new Registration { From = AnchorBench.Mag2Ipv4, Sequence = 2, Handoff = HandoffIndicator.BetweenMags });

        Assert.Equal(before.Key, after.Key);
        Assert.Equal(IpAddress.Parse(AnchorBench.Lma4), after.Installed!.Value.LocalEndpoint);
        Assert.Equal(IpAddress.Parse(AnchorBench.Mag2Ipv4), after.Installed!.Value.RemoteEndpoint);
    }

    [Fact]
    public void Pbu_FromTheNewMag_ListsOneFamily_OtherIsReleased()
    {
        _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        Answer after = _bench.Send(new Registration { From = AnchorBench.Mag2, Sequence = 2, Handoff = HandoffIndicator.BetweenMags });

        Assert.Null(after.Ipv4);
        Assert.True(after.Installed!.Value.HomeAddress4.IsUnspecified);
        Assert.Equal(1, after.Installed!.Value.HomeNetworkPrefixes.Count);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.FamilyReleased]);
    }

    [Fact]
    public void Pbu_FromTheNewMag_ListsIpv4Only_PrefixIsReleased()
    {
        _bench.Send(new Registration { Ipv4 = "0.0.0.0" });

        Answer after = _bench.Send(new Registration
        {
            From = AnchorBench.Mag2,
            Sequence = 2,
            Handoff = HandoffIndicator.BetweenMags,
            Prefixes = [],
            Ipv4 = "10.45.0.2",
        });

        Assert.Equal("10.45.0.2", after.Ipv4);
        Assert.Equal(0, after.Installed!.Value.HomeNetworkPrefixes.Count);
    }

    [Fact]
    public void Deregistration_OfTheOldMag_IsIgnored()
    {
        _bench.Send(new Registration());
        _bench.Send(new Registration { From = AnchorBench.Mag2, Sequence = 2, Handoff = HandoffIndicator.BetweenMags });

        // MAG1 -> LMA  PBU seq=3 lifetime=0
        Answer answer = _bench.Send(new Registration { Sequence = 3, Lifetime = 0, Handoff = HandoffIndicator.Unknown });

        Assert.True(answer.IsSilent);
        Assert.Empty(answer.Kinds);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.DeregistrationFromOldMag]);
    }
}
