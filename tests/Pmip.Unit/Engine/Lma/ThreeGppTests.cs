using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>What 3GPP adds to the acknowledgement (TS 29.275 12, TS 23.402 4.7.1 and 5.13).</summary>
public sealed class ThreeGppTests
{
    private static readonly Registration s_good = new();
    private static readonly Registration s_both = s_good with { Ipv4 = "0.0.0.0" };
    private readonly AnchorBench _bench = new(With(a => a with
    {
        DnsServers = [IpAddress.Parse("2001:db8::53"), IpAddress.Parse("2001:db8::54"), IpAddress.Parse("198.51.100.53")],
    }));

    [Fact]
    public void ChargingId_OfEachConnection_IsItsOwnAndStays()
    {
        Answer first = _bench.Send(s_good);
        Answer second = _bench.Send(s_good with { Identifier = "mn2@example.com", Key = 0xA2 });
        Answer refreshed = _bench.Send(s_good with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration });
        Answer moved = _bench.Send(s_good with { From = AnchorBench.Mag2, Sequence = 3, Handoff = HandoffIndicator.BetweenMags });

        Assert.NotNull(first.ChargingId);
        Assert.NotEqual(0u, first.ChargingId);
        Assert.NotEqual(first.ChargingId, second.ChargingId);
        Assert.Equal(first.ChargingId, refreshed.ChargingId);
        Assert.Equal(first.ChargingId, moved.ChargingId);
        Assert.True(_bench.Anchor.TryRead(_bench.SlotOf("mn1@example.com"), _bench.Now, out BindingCacheEntryView view));
        Assert.Equal(first.ChargingId, view.ChargingId);
    }

    [Fact]
    public void Pba_OfTheIetf_HasNothingOf3gpp()
    {
        Func<LmaConfiguration, LmaConfiguration> asked = With(
            a => a with { DnsServers = [IpAddress.Parse("2001:db8::53")], Ipv4Allocation = Ipv4Allocation.Deferred });
        AnchorBench bench = new(c => asked(c) with { Mode = SpecificationMode.Ietf });

        Answer answer = bench.Send(s_both with { AdditionalOptions = Pco(0x80, 0, 3, 0) });

        Assert.Equal("10.45.0.2", answer.Ipv4);
        Assert.Null(answer.ChargingId);
        Assert.Empty(answer.Pco);
        Assert.Null(answer.DhcpAllocation);
        Assert.Null(answer.PdnType);
    }

    [Fact]
    public void Pco_AsksForBothFamilies_HasEveryServer()
    {
        Answer answer = _bench.Send(s_good with { AdditionalOptions = Pco(0x80, 0, 3, 0, 0, 13, 0) });

        Assert.Equal(
            "80" + "0003" + "10" + "20010db8000000000000000000000053" + "0003" + "10" + "20010db8000000000000000000000054"
                + "000D" + "04" + "C6336435",
            Convert.ToHexString(answer.Pco),
            ignoreCase: true);
        Assert.Equal(1, _bench.Anchor.Counters[LmaCounter.NameServersTold]);
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0, 13, 0 }, 1)]
    [InlineData(new byte[] { 0x80, 0, 3, 0 }, 2)]
    [InlineData(new byte[] { 0x80, 0x80, 0x21, 2, 9, 9, 0, 3, 0 }, 2)]
    [InlineData(new byte[] { 0x80, 0, 1, 0 }, 0)]
    [InlineData(new byte[] { 0x80 }, 0)]
    [InlineData(new byte[] { 0x80, 0, 3 }, 0)]
    [InlineData(new byte[] { 0x80, 0, 3, 9 }, 0)]
    public void Pco_Asks_HasTheServersAskedFor(byte[] asked, int servers)
    {
        Answer answer = _bench.Send(s_good with { AdditionalOptions = Pco(asked) });

        ProtocolConfigurationReader reader = new(answer.Pco);
        int told = 0;
        while (reader.TryNext(out _))
        {
            told++;
        }

        Assert.Equal(servers, told);
        Assert.Equal(BindingStatus.Accepted, answer.Status);
    }

    [Fact]
    public void AdditionalPco_Asks_IsAnsweredInTheSameOption()
    {
        Answer answer = _bench.Send(s_good with { AdditionalOptions = ThreeGpp(20, 0x80, 0, 13, 0) });

        Assert.Empty(answer.Pco);
        Assert.Equal("80000D04C6336435", Convert.ToHexString(answer.AdditionalPco));
    }

    [Fact]
    public void Pco_InFragments_IsJoined_AndWithoutTheLastAsksNothing()
    {
        byte[] first = ThreeGpp(1, 0x80, 0);
        first[7] = 1;

        Answer answer = _bench.Send(s_good with { AdditionalOptions = [.. first, .. Pco(13, 0)] });
        Answer cut = _bench.Send(s_good with { Identifier = "mn2@example.com", AdditionalOptions = first });

        Assert.Equal("80000D04C6336435", Convert.ToHexString(answer.Pco));
        Assert.Empty(cut.Pco);
    }

    [Fact]
    public void Pbu_ForBothAtAnApnOfOneFamily_GetsThatAndIsToldWhy()
    {
        Answer ims = _bench.Send(s_both with { AccessPoint = "ims" });
        Answer meters = _bench.Send(s_both with { AccessPoint = "meters", Key = 0xA2 });
        Answer subscriber = _bench.Send(s_both with { Identifier = "v4only@example.com" });
        Answer whole = _bench.Send(s_both with { Identifier = "mn2@example.com" });

        Assert.Equal((PdnType.Ipv6, (byte)18), ims.PdnType);
        Assert.Single(ims.Prefixes);
        Assert.Null(ims.Ipv4);
        Assert.Equal((PdnType.Ipv4, (byte)18), meters.PdnType);
        Assert.Empty(meters.Prefixes);
        Assert.Equal("10.46.0.2", meters.Ipv4);
        Assert.Equal((PdnType.Ipv4, (byte)18), subscriber.PdnType);
        Assert.Null(whole.PdnType);
        Assert.Equal(3, _bench.Anchor.Counters[LmaCounter.PdnTypeNarrowed]);
    }

    [Fact]
    public void Pbu_ForTheFamilyThatTheApnLacks_StillRefused()
    {
        Answer answer = _bench.Send(s_good with { AccessPoint = "meters" });

        Assert.Equal(BindingStatus.NotAuthorizedForIpv6MobilityService, answer.Status);
        Assert.Equal((byte)PmipErrorCode.ApnAccessDenied, answer.ErrorCode);
    }

    [Fact]
    public void Pool_Empty_MagIsToldWhenToComeBack()
    {
        AnchorBench bench = new(c => c with
        {
            AccessPoints = [.. c.AccessPoints.Select(a => a with { BackOffTime = a.Name == "meters" ? BackOffTime.FromSeconds(120) : null })],
        });
        Answer answer = new();
        for (int i = 0; i < 6; i++)
        {
            answer = bench.Send(s_both with { Identifier = $"m{i}", AccessPoint = "meters", Prefixes = [], Key = 1u + (uint)i });
        }

        Assert.Equal(BindingStatus.InsufficientResources, answer.Status);
        Assert.Equal((byte)PmipErrorCode.ApnCongestion, answer.ErrorCode);
        Assert.Equal(120u, answer.BackOffSeconds);
    }

    [Fact]
    public void Pool_Empty_ApnWithoutBackOff_NoResources()
    {
        Answer answer = new();
        for (int i = 0; i < 6; i++)
        {
            answer = _bench.Send(s_both with { Identifier = $"m{i}", AccessPoint = "meters", Prefixes = [], Key = 1u + (uint)i });
        }

        Assert.Equal((byte)PmipErrorCode.NoResourcesAvailable, answer.ErrorCode);
        Assert.Null(answer.BackOffSeconds);
    }

    [Fact]
    public void Ipv4_Deferred_ComesWithTheUpdateThatFetchesIt()
    {
        AnchorBench bench = Deferring();

        Answer first = bench.Send(s_both);
        bool isDeferred = IsDeferred(bench);
        Answer fetched = bench.Send(s_both with { Prefixes = first.Prefixes.ToArray(), Sequence = 2, Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal((byte)1, first.DhcpAllocation);
        Assert.Null(first.Ipv4);
        Assert.Single(first.Prefixes);
        Assert.True(isDeferred);
        Assert.Equal("10.45.0.2", fetched.Ipv4);
        Assert.Null(fetched.DhcpAllocation);
        Assert.Equal(first.Key, fetched.Key);
        Assert.Equal("10.45.0.2", fetched.Installed!.Value.HomeAddress4.ToString());
        Assert.False(IsDeferred(bench));
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.Ipv4Deferred]);
    }

    [Fact]
    public void Ipv4_Deferred_RefreshWithoutIt_StaysDeferred()
    {
        AnchorBench bench = Deferring();
        Answer first = bench.Send(s_both);

        Answer refreshed = bench.Send(s_good with { Prefixes = first.Prefixes.ToArray(), Sequence = 2, Handoff = HandoffIndicator.ReRegistration });
        Answer again = bench.Send(s_both with { Sequence = 3 });

        Assert.Null(refreshed.DhcpAllocation);
        Assert.Equal((byte)1, again.DhcpAllocation);
        Assert.True(IsDeferred(bench));
    }

    [Fact]
    public void Ipv4_DeferredOrFetched_GoesAlongToTheNewMag()
    {
        AnchorBench bench = Deferring();
        bench.Send(s_both);
        Answer moved = bench.Send(s_both with { From = AnchorBench.Mag2, Sequence = 2, Handoff = HandoffIndicator.BetweenMags });
        Answer fetched = bench.Send(s_both with { From = AnchorBench.Mag2, Sequence = 3, Handoff = HandoffIndicator.ReRegistration });
        Answer back = bench.Send(s_both with { Sequence = 4, Handoff = HandoffIndicator.BetweenMags });

        Assert.Equal((byte)1, moved.DhcpAllocation);
        Assert.Equal("10.45.0.2", fetched.Ipv4);
        Assert.Equal("10.45.0.2", back.Ipv4);
        Assert.Null(back.DhcpAllocation);
    }

    [Fact]
    public void Ipv4_OfAConnectionWithoutAPrefix_OrNamed_IsNotDeferred()
    {
        AnchorBench bench = Deferring();

        Answer alone = bench.Send(s_both with { Prefixes = [] });
        Answer named = bench.Send(s_both with { Identifier = "mn2@example.com", Ipv4 = "10.45.0.9" });

        Assert.Equal("10.45.0.2", alone.Ipv4);
        Assert.Equal("10.45.0.9", named.Ipv4);
    }

    [Fact]
    public void Ipv4_Deferred_DeregistrationOfBothFamilies_EndsTheBinding()
    {
        AnchorBench bench = Deferring();
        bench.Send(s_both);

        Answer answer = bench.Send(s_both with { Sequence = 2, Lifetime = 0, Handoff = HandoffIndicator.Unknown });
        bench.Settle();
        bench.Wait(1);
        bench.ExpireAll();

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(0, bench.Anchor.Count);
    }

    private static AnchorBench Deferring() => new(With(a => a with { Ipv4Allocation = Ipv4Allocation.Deferred }));

    private static bool IsDeferred(AnchorBench bench)
    {
        Assert.True(bench.Anchor.TryRead(bench.SlotOf("mn1@example.com"), bench.Now, out BindingCacheEntryView view));
        return view.IsIpv4Deferred;
    }

    // Changes the APN "internet".
    private static Func<LmaConfiguration, LmaConfiguration> With(Func<AccessPointConfiguration, AccessPointConfiguration> change) => c =>
    {
        List<AccessPointConfiguration> accessPoints = [.. c.AccessPoints];
        accessPoints[0] = change(accessPoints[0]);
        return c with { AccessPoints = accessPoints };
    };

    private static byte[] Pco(params byte[] value) => ThreeGpp(1, value);

    private static byte[] ThreeGpp(byte subtype, params byte[] value) =>
        [19, (byte)(6 + value.Length), 0, 0, 0x28, 0xAF, subtype, 0, .. value];
}
