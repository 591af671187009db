using System;
using System.Buffers.Binary;
using System.Linq;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>What other LMAs answer: ignored unless the LMA's entry tolerates it, and counted when it does.</summary>
public sealed class QuirkTests
{
    public static TheoryData<PeerQuirks, MagCounter, MagCounter, AnswerChange> Answers => new()
    {
        {
            PeerQuirks.ProxyFlagMissing, MagCounter.QuirkProxyFlagMissing, MagCounter.AnswersWithoutProxyFlag,
            static (ref ProxyBindingAcknowledgement a) => a.Flags = 0
        },
        {
            PeerQuirks.EchoMissing, MagCounter.QuirkEchoMissing, MagCounter.AnswersEchoMissing,
            static (ref ProxyBindingAcknowledgement a) => a.HasHandoffIndicator = false
        },
        {
            PeerQuirks.EchoMissing, MagCounter.QuirkEchoMissing, MagCounter.AnswersEchoMissing,
            static (ref ProxyBindingAcknowledgement a) => a.HasAccessTechnologyType = false
        },
        {
            PeerQuirks.EchoMissing, MagCounter.QuirkEchoMissing, MagCounter.AnswersEchoMissing,
            static (ref ProxyBindingAcknowledgement a) => a.HasTimestamp = false
        },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_Odd_IgnoredUnlessTolerated(PeerQuirks quirk, MagCounter tolerated, MagCounter ignored, AnswerChange change)
    {
        MagBench strict = new();
        MagBench tolerant = Tolerant(quirk);
        int slot = strict.Attach(MagBench.Request());
        Assert.Equal(slot, tolerant.Attach(MagBench.Request()));

        strict.Answer(change: change);
        tolerant.Answer(change: change);

        Assert.Equal(BindingUpdateState.Registering, strict.StateOf(slot));
        Assert.Equal(1, strict[ignored]);
        Assert.Equal(0, strict[tolerated]);
        Assert.Equal(BindingUpdateState.Registered, tolerant.StateOf(slot));
        Assert.Equal(1, tolerant[tolerated]);
        Assert.Equal(0, tolerant[ignored]);
    }

    [Fact]
    public void Answer_PrefixLengthOf128_NodeIsGiven64WhenTolerated()
    {
        MagBench bench = Tolerant(PeerQuirks.HostPrefixLength);
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) =>
        {
            IpPrefixList prefixes = default;
            prefixes.TryAdd(new IpPrefix(MagBench.Prefix.Address, 128));
            a.HomeNetworkPrefixes = prefixes;
        });

        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(MagBench.Prefix, view.HomeNetworkPrefixes[0]);
        Assert.Equal(1, bench[MagCounter.QuirkHostPrefixLength]);
    }

    [Fact]
    public void Answer_Ipv4InOption30_AddressIsTakenWhenTolerated()
    {
        MagBench bench = Tolerant(PeerQuirks.LegacyIpv4Options);
        int slot = bench.Attach(MagBench.Request());

        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) =>
        {
            a.HasIpv4HomeAddressReply = false;
            a.OptionSet.Legacy.HasIpv4AddressAcknowledgement = true;
            a.OptionSet.Legacy.Ipv4AddressAcknowledgementAddress = MagBench.Address4;
            a.OptionSet.Legacy.Ipv4AddressAcknowledgementPrefixLength = 16;
        });

        Assert.True(bench.Mag.TryRead(slot, bench.Now, out BindingUpdateListEntryView view));
        Assert.Equal(MagBench.Address4, view.HomeAddress4);
        Assert.Equal(1, bench[MagCounter.QuirkLegacyIpv4Options]);
    }

    [Fact]
    public void Answer_TimestampAfterHeaderLength_IsReadWhenTolerated()
    {
        MagBench bench = Tolerant(PeerQuirks.OctetsAfterHeaderLength);
        int slot = bench.Attach(MagBench.Request());
        ulong timestamp = MagBench.Read(bench.LastUpdate).Timestamp;
        byte[] answer = MagBench.AnswerTo(bench.LastUpdate, change: static (ref ProxyBindingAcknowledgement a) => a.HasTimestamp = false);
        byte[] option = [27, 8, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt64BigEndian(option.AsSpan(2), timestamp);

        bench.Receive([.. answer, .. option]);

        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.QuirkOctetsAfterHeaderLength]);
        Assert.Equal(0, bench[MagCounter.QuirkEchoMissing]);
    }

    [Fact]
    public void Answer_LastOptionRunsOver_IsReadWhenTolerated()
    {
        MagBench bench = Tolerant(PeerQuirks.TruncatedLastOption);
        int slot = bench.Attach(MagBench.Request());
        byte[] answer = [.. MagBench.AnswerTo(bench.LastUpdate), 200, 255, 0, 0, 0, 0, 0, 0];
        answer[1]++;

        bench.Receive(answer);

        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
        Assert.Equal(1, bench[MagCounter.QuirkTruncatedLastOption]);
    }

    private static MagBench Tolerant(PeerQuirks quirks) =>
        new(c => c with { Lmas = [.. c.Lmas.Select(lma => lma with { Quirks = quirks })] });
}
