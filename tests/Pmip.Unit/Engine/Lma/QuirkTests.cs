using System;
using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>What other MAGs send: judged strictly unless the peer's entry tolerates it, and counted when it does.</summary>
public sealed class QuirkTests
{
    private static readonly Registration Good = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pbu_Received_TimestampAfterHeaderLength_IsUsedOnlyWhenTolerated(bool isTolerated)
    {
        AnchorBench bench = Tolerant(isTolerated ? PeerQuirks.OctetsAfterHeaderLength : PeerQuirks.None);

        // 1970: outside the window, so that it shows whether it was read.
        Answer answer = bench.Send(Good, [.. bench.Encode(Good), 27, 8, 0, 0, 0, 0, 0, 1, 0, 0]);

        Assert.Equal(isTolerated ? BindingStatus.TimestampMismatch : BindingStatus.Accepted, answer.Status);
        Assert.Equal(isTolerated ? 1 : 0, bench.Anchor.Counters[LmaCounter.QuirkOctetsAfterHeaderLength]);
    }

    [Fact]
    public void Pbu_Received_LastOptionRunsOver_DroppedUnlessTolerated()
    {
        AnchorBench strict = Tolerant(PeerQuirks.None);
        AnchorBench tolerant = Tolerant(PeerQuirks.TruncatedLastOption);
        byte[] message = [.. strict.Encode(Good), 200, 255, 0, 0, 0, 0, 0, 0];
        message[1]++;

        Assert.True(strict.Send(Good, message).IsSilent);
        Assert.Equal(BindingStatus.Accepted, tolerant.Send(Good, message).Status);
        Assert.Equal(1, strict.Anchor.Counters[LmaCounter.UpdateMalformed]);
        Assert.Equal(1, tolerant.Anchor.Counters[LmaCounter.QuirkTruncatedLastOption]);
    }

    [Fact]
    public void Pbu_Received_IdentityOfNuls_NodesAreToldApartWhenTolerated()
    {
        AnchorBench bench = Tolerant(PeerQuirks.NullIdentity);
        Registration first = Good with { Identifier = new string('\0', 63), LinkLayerIdentifier = [2, 0, 0, 0, 0, 1] };

        Answer one = bench.Send(first);
        Answer other = bench.Send(first with { LinkLayerIdentifier = [2, 0, 0, 0, 0, 2] });

        Assert.Equal(BindingStatus.Accepted, one.Status);
        Assert.Equal(BindingStatus.Accepted, other.Status);
        Assert.NotEqual(one.Prefixes, other.Prefixes);
        Assert.Equal(2, bench.Anchor.Count);
        Assert.Equal(2, bench.Anchor.Counters[LmaCounter.QuirkNullIdentity]);
    }

    [Theory]
    [InlineData(PeerQuirks.None, 0)]
    [InlineData(PeerQuirks.HostPrefixLength, 1)]
    public void Pbu_Received_RefreshWithPrefixOfLength128_FindsTheBindingWhenTolerated(PeerQuirks quirks, long hits)
    {
        AnchorBench bench = Tolerant(quirks, SpecificationMode.Ietf);
        Answer first = bench.Send(Good);
        string prefix = first.Prefixes.Single().Replace("/64", "/128", StringComparison.Ordinal);

        Answer refresh = bench.Send(Good with { Sequence = 2, Prefixes = [prefix], Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal(hits == 1, refresh.Status == BindingStatus.Accepted);
        Assert.Equal(hits, bench.Anchor.Counters[LmaCounter.QuirkHostPrefixLength]);
    }

    [Theory]
    [InlineData(PeerQuirks.None, 0)]
    [InlineData(PeerQuirks.LegacyIpv4Options, 1)]
    public void Pbu_Received_Ipv4InOption29_AddressIsGivenWhenTolerated(PeerQuirks quirks, long hits)
    {
        AnchorBench bench = Tolerant(quirks);

        Answer answer = bench.Send(Good with { AdditionalOptions = [29, 6, 0, 0, 0, 0, 0, 0] });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(hits == 1, answer.Ipv4 is not null);
        Assert.Equal(hits, bench.Anchor.Counters[LmaCounter.QuirkLegacyIpv4Options]);
    }

    [Fact]
    public void Pbu_Received_FromANodeOfAPrefix_HasTheTolerancesOfThePrefix()
    {
        AnchorBench bench = Tolerant(PeerQuirks.LegacyIpv4Options);

        bench.Send(Good with { From = AnchorBench.Train, AdditionalOptions = [29, 6, 0, 0, 0, 0, 0, 0] });

        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.QuirkLegacyIpv4Options]);
    }

    internal static AnchorBench Tolerant(PeerQuirks quirks, SpecificationMode mode = SpecificationMode.ThreeGpp) =>
        new(c => c with { Mode = mode, Peers = [.. c.Peers.Select(peer => peer with { Quirks = quirks })] });
}
