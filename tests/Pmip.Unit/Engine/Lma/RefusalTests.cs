using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Every refusal has its status, its 3GPP code and its counter (RFC 5213 5.3.1 in its order).</summary>
public sealed class RefusalTests
{
    private static readonly Registration Good = new();

    public static TheoryData<string, BindingStatus, int?, LmaCounter> Cases()
    {
        TheoryData<string, BindingStatus, int?, LmaCounter> data = [];
        foreach ((string name, Case row) in All)
        {
            data.Add(name, row.Status, row.Code, row.Counter);
        }

        return data;
    }

    internal static readonly Dictionary<string, Case> All = new()
    {
        ["no identifier"] = new(Good with { Identifier = null }, BindingStatus.MissingMobileNodeIdentifierOption, 70, LmaCounter.IdentifierMissing),
        ["long identifier"] = new(Good with { Identifier = new string('a', 73) }, BindingStatus.ReasonUnspecified, 69, LmaCounter.IdentifierTooLong),
        ["long link-layer identifier"] = new(
            Good with { LinkLayerIdentifier = new byte[17] }, BindingStatus.ReasonUnspecified, 71, LmaCounter.LinkLayerIdentifierTooLong),
        ["tunnel to a stranger"] = new(
            Good with { AlternateCareOf = "2001:db8:dead::1" }, BindingStatus.MagNotAuthorizedForProxyRegistration, 92, LmaCounter.MagNotAuthorized),
        ["tunnel to a group"] = new(Good with { AlternateCareOf = "ff02::1" }, BindingStatus.InvalidCareOfAddress, 71, LmaCounter.CareOfAddressInvalid),
        ["tunnel to a mapped address"] = new(
            Good with { AlternateCareOf = "192.0.2.11" }, BindingStatus.InvalidCareOfAddress, 71, LmaCounter.CareOfAddressInvalid),
        ["unknown node"] = new(Good, BindingStatus.NotLmaForThisMobileNode, 92, LmaCounter.NodeUnknown, c => c with { AcceptUnknownSubscribers = false }),
        ["barred node"] = new(Good with { Identifier = "barred@example.com" }, BindingStatus.ProxyRegistrationNotEnabled, 92, LmaCounter.NodeBarred),
        ["no APN"] = new(Good with { AccessPoint = null }, BindingStatus.ServiceAuthorizationFailed, 70, LmaCounter.AccessPointMissing),
        ["unknown APN"] = new(Good with { AccessPoint = "intranet" }, BindingStatus.ServiceAuthorizationFailed, 78, LmaCounter.AccessPointUnknown),
        ["denied APN"] = new(
            Good with { Identifier = "static@example.com", AccessPoint = "ims" }, BindingStatus.ServiceAuthorizationFailed, 93, LmaCounter.AccessPointDenied),
        ["timestamp early"] = new(Good with { TimestampOffset = 301 }, BindingStatus.TimestampMismatch, 69, LmaCounter.TimestampOutOfWindow),
        ["timestamp late"] = new(Good with { TimestampOffset = -301 }, BindingStatus.TimestampMismatch, 69, LmaCounter.TimestampOutOfWindow),
        ["no timestamp"] = new(
            Good, BindingStatus.ReasonUnspecified, 220, LmaCounter.TimestampMissing, c => c with { RequireTimestamp = true }),
        ["no address option"] = new(Good with { Prefixes = [] }, BindingStatus.MissingHomeNetworkPrefixOption, 70, LmaCounter.AddressOptionsMissing),
        ["no handoff indicator"] = new(Good with { Handoff = null }, BindingStatus.MissingHandoffIndicatorOption, 70, LmaCounter.HandoffIndicatorMissing),
        ["no access technology"] = new(
            Good with { Technology = null }, BindingStatus.MissingAccessTechnologyTypeOption, 70, LmaCounter.AccessTechnologyMissing),
        ["two prefixes"] = new(
            Good with { Prefixes = ["2001:db8:100:1::/64", "2001:db8:100:2::/64"] }, BindingStatus.ReasonUnspecified, 221, LmaCounter.PrefixesTooMany),
        ["five prefixes"] = new(
            Good with
            {
                Prefixes = ["2001:db8:100:1::/64", "2001:db8:100:2::/64", "2001:db8:100:3::/64", "2001:db8:100:4::/64"],
                AdditionalOptions = Convert.FromHexString("1612004020010db8010000050000000000000000"),
            },
            BindingStatus.InsufficientResources, null, LmaCounter.PrefixesOverCapacity, c => c with { Mode = SpecificationMode.Ietf }),
        ["two IPv4 requests"] = new(
            Good with { Ipv4 = "0.0.0.0", Ipv4Requests = 2 },
            BindingStatus.MultipleIpv4HomeAddressAssignmentNotSupported, 71, LmaCounter.Ipv4RequestsTooMany),
        ["forced UDP"] = new(
            Good with { Flags = Good.Flags | BindingUpdateFlags.ForceUdp }, BindingStatus.AdministrativelyProhibited, 71, LmaCounter.ForcedUdpRefused),
        ["no IPv4 at the APN"] = new(
            Good with { AccessPoint = "ims", Prefixes = [], Ipv4 = "0.0.0.0" },
            BindingStatus.NotAuthorizedForIpv4MobilityService, 93, LmaCounter.Ipv4NotAllowed),
        ["no IPv6 at the APN"] = new(Good with { AccessPoint = "meters" }, BindingStatus.NotAuthorizedForIpv6MobilityService, 93, LmaCounter.Ipv6NotAllowed),
        ["no IPv6 for the node"] = new(
            Good with { Identifier = "v4only@example.com" }, BindingStatus.NotAuthorizedForIpv6MobilityService, 93, LmaCounter.Ipv6NotAllowed),
        ["foreign prefix"] = new(
            Good with { Prefixes = ["2001:db8:bad::/64"] }, BindingStatus.NotAuthorizedForHomeNetworkPrefix, 71, LmaCounter.PrefixNotAuthorized),
        ["prefix of a static subscriber"] = new(
            Good with { Prefixes = ["2001:db8:1ff:1::/64"] }, BindingStatus.NotAuthorizedForHomeNetworkPrefix, 71, LmaCounter.PrefixNotAuthorized),
        ["short prefix"] = new(
            Good with { Prefixes = ["2001:db8:100::/60"] }, BindingStatus.NotAuthorizedForHomeNetworkPrefix, 71, LmaCounter.PrefixNotAuthorized),
        ["foreign IPv4"] = new(Good with { Ipv4 = "198.51.100.1" }, BindingStatus.NotAuthorizedForIpv4HomeAddress, 71, LmaCounter.Ipv4AddressNotAuthorized),
        ["IPv4 of a static subscriber"] = new(
            Good with { Ipv4 = "10.45.0.3" }, BindingStatus.NotAuthorizedForIpv4HomeAddress, 71, LmaCounter.Ipv4AddressNotAuthorized),
        ["no pool"] = new(
            Good, BindingStatus.InsufficientResources, 73, LmaCounter.PoolExhausted,
            c => c with { AccessPoints = [new AccessPointConfiguration { Name = "internet" }] }),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pbu_Received_NotAcceptable_RefusedWithStatusCodeAndCounter(string name, BindingStatus status, int? code, LmaCounter counter)
    {
        Case row = All[name];
        AnchorBench bench = new(row.Change);

        Answer answer = bench.Send(row.Request);

        Assert.Equal(status, answer.Status);
        Assert.Equal((byte?)code, answer.ErrorCode);
        Assert.Equal(1, bench.Anchor.Counters[counter]);
        Assert.Contains(EngineNotice.RegistrationRefused, answer.Notices);
        Assert.Equal(row.Request.Sequence, answer.Sequence);
        Assert.Equal(row.Request.Path, answer.Path);
        Assert.Equal(row.Request.Prefixes.Length == 0 ? ["::/0"] : row.Request.Prefixes, answer.Prefixes);
        Assert.Equal(row.Request.Identifier ?? "", answer.Identifier);
        Assert.Null(answer.Installed);
        Assert.Equal(0, bench.Anchor.Count);
    }

    [Theory]
    [Trait("Requirement", "R4")]
    [InlineData(SpecificationMode.ThreeGpp, false)]
    [InlineData(SpecificationMode.ThreeGpp, true)]
    [InlineData(SpecificationMode.Ietf, false)]
    [InlineData(SpecificationMode.Ietf, true)]
    public void Pbu_Received_CreationWithoutKey_Refused163(SpecificationMode mode, bool hasEmptyOption)
    {
        AnchorBench bench = new(c => c with { Mode = mode });

        Answer answer = bench.Send(Good with { Key = null, KeyOptionIsEmpty = hasEmptyOption });

        Assert.Equal(BindingStatus.GreKeyOptionRequired, answer.Status);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.GreKeyMissing]);
    }

    [Fact]
    [Trait("Requirement", "R4")]
    public void Pbu_Received_HandoverWithoutKey_Refused163ButRefreshIsNot()
    {
        AnchorBench bench = new();
        bench.Send(Good);

        Assert.Equal(BindingStatus.Accepted, bench.Send(Good with { Sequence = 2, Key = null }).Status);
        Assert.Equal(BindingStatus.GreKeyOptionRequired, bench.Send(Good with { From = AnchorBench.Mag2, Sequence = 3, Key = null }).Status);
    }

    [Fact]
    public void Pbu_Received_Ipv4AskedForAndRefused_ReplySaysWhy()
    {
        AnchorBench bench = new();

        Answer foreign = bench.Send(Good with { Ipv4 = "198.51.100.1" });
        Answer other = bench.Send(Good with { Ipv4 = "0.0.0.0", AccessPoint = "intranet" });

        Assert.Equal(("198.51.100.1", Ipv4HomeAddressStatus.AdministrativelyProhibited), (foreign.Ipv4, foreign.Ipv4Status));
        Assert.Equal(("0.0.0.0", Ipv4HomeAddressStatus.ReasonUnspecified), (other.Ipv4, other.Ipv4Status));
        Assert.Null(foreign.Router);
    }

    [Fact]
    public void Pbu_Received_PrefixOfAnotherNode_Refused155()
    {
        AnchorBench bench = new();
        Answer first = bench.Send(Good);

        Answer answer = bench.Send(Good with { Identifier = "mn2@example.com", Prefixes = [.. first.Prefixes] });

        Assert.Equal(BindingStatus.NotAuthorizedForHomeNetworkPrefix, answer.Status);
    }

    [Fact]
    public void Pbu_Received_OtherPrefixThanTheBindings_Refused159AndOtherIpv4_Refused171()
    {
        AnchorBench bench = new();
        bench.Send(Good with { Ipv4 = "0.0.0.0" });

        Assert.Equal(BindingStatus.PrefixSetsDoNotMatch, bench.Send(Good with { Sequence = 2, Prefixes = ["2001:db8:100:9::/64"] }).Status);
        Assert.Equal(BindingStatus.NotAuthorizedForIpv4HomeAddress, bench.Send(Good with { Sequence = 3, Ipv4 = "10.45.0.9" }).Status);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.PrefixSetDiffers]);
    }

    [Fact]
    public void Pbu_Received_PoolExhausted_Refused130WithReply128()
    {
        AnchorBench bench = new();
        Registration meter = Good with { Prefixes = [], Ipv4 = "0.0.0.0", AccessPoint = "meters" };
        Answer[] answers = [.. Enumerable.Range(1, 6).Select(i => bench.Send(meter with { Identifier = $"meter{i}" }))];

        Assert.All(answers[..5], answer => Assert.Equal(BindingStatus.Accepted, answer.Status));
        Assert.Equal(BindingStatus.InsufficientResources, answers[5].Status);
        Assert.Equal(Ipv4HomeAddressStatus.ReasonUnspecified, answers[5].Ipv4Status);
        Assert.Contains(EngineNotice.PoolExhausted, answers[5].Notices);
    }

    [Fact]
    public void Pbu_Received_TableFull_Refused130AndOthersKeepTheirs()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { Bindings = 2 } });
        bench.Send(Good with { Identifier = "a" });
        bench.Send(Good with { Identifier = "b" });

        Answer answer = bench.Send(Good with { Identifier = "c" });

        Assert.Equal((BindingStatus.InsufficientResources, (byte)91), (answer.Status, answer.ErrorCode!.Value));
        Assert.Contains(EngineNotice.TableFull, answer.Notices);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.TableFull]);
        Assert.Equal(BindingStatus.Accepted, bench.Send(Good with { Identifier = "a", Sequence = 2 }).Status);
    }

    [Fact]
    public void Pbu_Received_PeerHasItsShare_Refused130AndAnotherPeerIsServed()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { Bindings = 4, PeerSharePercent = 25 } });
        bench.Send(Good with { Identifier = "a" });

        Assert.Equal(BindingStatus.InsufficientResources, bench.Send(Good with { Identifier = "b" }).Status);
        Assert.Equal(BindingStatus.Accepted, bench.Send(Good with { Identifier = "b", From = AnchorBench.Mag2 }).Status);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.PeerQuotaReached]);
    }

    [Fact]
    public void Pbu_Received_NodeHasAsManyAsItMay_Refused130()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { Bindings = 100 } });
        for (byte i = 0; i < LocalMobilityAnchor.BindingsPerNodeMax; i++)
        {
            Assert.Equal(BindingStatus.Accepted, bench.Send(Good with { PdnConnectionId = i }).Status);
        }

        Assert.Equal(BindingStatus.InsufficientResources, bench.Send(Good with { PdnConnectionId = 200 }).Status);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.NodeQuotaReached]);
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Pbu_Received_EveryPlaceReleasedThisMoment_Refused130()
    {
        AnchorBench bench = new(c => c with { Quarantine = Duration.FromSeconds(100_000) });
        Answer answer = new();
        for (int i = 0; i <= 1024; i++)
        {
            answer = bench.Send(Good with { Identifier = $"mn{i}" });
            if (answer.Status == BindingStatus.Accepted)
            {
                bench.Remove(0);
            }
        }

        Assert.Equal(BindingStatus.InsufficientResources, answer.Status);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.SessionKeysExhausted]);
    }

    internal sealed record Case(
        Registration Request, BindingStatus Status, int? Code, LmaCounter Counter, Func<LmaConfiguration, LmaConfiguration>? Change = null);
}
