using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Another configuration ends what it contradicts and nothing else: access points, pools, subscribers, keys, rules.</summary>
public sealed class ReconfigurationTests
{
    private static readonly Registration Good = new();
    private readonly AnchorBench _bench = new();

    [Fact]
    public void Configuration_TheSame_ChangesNothing()
    {
        _bench.Send(Good with { Ipv4 = "0.0.0.0" });
        _bench.Send(Good with { Identifier = "static@example.com" });

        AffectedBindings affected = _bench.Reconfigure(static c => c with { });

        Assert.Equal(2, affected[BindingContradiction.None]);
        Assert.Equal(0, affected.Total);
        Assert.Empty(_bench.ExpireAll());
        Assert.Equal(2, _bench.Anchor.Count);
    }

    [Theory]
    [InlineData("limits")]
    [InlineData("mode")]
    [InlineData("ipv6")]
    [InlineData("ipv4")]
    public void Configuration_OtherInWhatHoldsForLife_IsRefused(string what)
    {
        _bench.Reconfigure(
            c => what switch
            {
                "limits" => c with { Limits = c.Limits with { Bindings = 128 } },
                "mode" => c with { Mode = SpecificationMode.Ietf },
                "ipv6" => c with { Ipv6 = IpAddress.Parse("2001:db8::1") },
                _ => c with { Ipv4 = IpAddress.Parse("192.0.2.99") },
            },
            ReconfigurationStatus.FixedForLife);
    }

    [Fact]
    public void Configuration_PreparedBeforeAnotherCameIntoForce_IsRefused()
    {
        Assert.Equal(ReconfigurationStatus.Ready, _bench.Anchor.Prepare(_bench.Configuration with { }, out PreparedAnchorConfiguration? late));
        _bench.Reconfigure(static c => c with { LifetimeMax = Duration.FromSeconds(400) });

        Assert.Equal(ReconfigurationStatus.Superseded, _bench.Anchor.Reconfigure(late!, _bench.Now));
    }

    [Fact]
    public void Lifetime_Shortened_HoldsFromTheNextRegistration()
    {
        _bench.Send(Good);

        _bench.Reconfigure(static c => c with { LifetimeMax = Duration.FromSeconds(40) });
        Answer refreshed = _bench.Send(Good with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration });

        Assert.Equal(10, refreshed.Lifetime);
    }

    [Fact]
    public void AccessPoint_Removed_ItsBindingsAreRevokedAndOthersStay()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Identifier = "mn2@example.com", AccessPoint = "ims" });

        AffectedBindings affected = _bench.Reconfigure(static c => c with { AccessPoints = [c.AccessPoints[1]], Subscribers = [] });
        List<Answer> steps = _bench.ExpireAll();

        Assert.Equal(1, affected[BindingContradiction.AccessPointRemoved]);
        SentRevocation sent = Assert.Single(steps.SelectMany(static step => step.Revocations));
        Assert.Equal(RevocationTrigger.Administrative, sent.Trigger);
        Assert.Equal("mn1@example.com", sent.Identifier);
        Assert.Equal("internet"u8, sent.Service.AsSpan()[1..]);
        _bench.Acknowledge(sent);
        Assert.Equal(-1, _bench.SlotOf("mn1@example.com"));
        Assert.NotEqual(-1, _bench.SlotOf("mn2@example.com"));
        Assert.Equal(BindingStatus.ServiceAuthorizationFailed, _bench.Send(Good with { Sequence = 9 }).Status);
        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { Identifier = "mn3@example.com", AccessPoint = "ims" }).Status);
    }

    [Fact]
    public void AccessPoint_RemovedAndBack_ItsBindingsThatWereNotYetRevokedStay()
    {
        _bench.Send(Good);
        _bench.Reconfigure(static c => c with { AccessPoints = [c.AccessPoints[1]], Subscribers = [] });

        _bench.Reconfigure(static c => c with { AccessPoints = [c.AccessPoints[0], InternetOf(c)] });

        Assert.Empty(_bench.ExpireAll().SelectMany(static step => step.Revocations));
        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration }).Status);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Fact]
    public void AccessPoint_RemovedWhileAnotherComes_TheNumberIsNotSharedUntilNothingRefersToIt()
    {
        _bench.Send(Good);
        _bench.Reconfigure(static c => c with { AccessPoints = [c.AccessPoints[1], Named("lab", "10.99.0.0/24")], Subscribers = [] });
        Answer lab = _bench.Send(Good with { Identifier = "mn2@example.com", AccessPoint = "lab", Prefixes = [], Ipv4 = "0.0.0.0" });

        Assert.True(_bench.Anchor.TryRead(_bench.SlotOf("mn1@example.com"), _bench.Now, out BindingCacheEntryView old));
        Assert.Equal("internet"u8, old.AccessPoint);
        Assert.StartsWith("10.99.0.", lab.Ipv4);
        _bench.Settle();
        _bench.Reconfigure(static c => c with { AccessPoints = [.. c.AccessPoints, Named("fab", "10.98.0.0/24")] });
        _bench.Reconfigure(static c => c with { });
        Assert.Equal(1, _bench.Anchor.Count);
        Assert.StartsWith("10.98.0.", _bench.Send(Good with { Identifier = "mn3@example.com", AccessPoint = "fab", Prefixes = [], Ipv4 = "0.0.0.0" }).Ipv4);
    }

    [Fact]
    public void Pool_Extended_BindingsStayAndNobodyGetsTheirAddresses()
    {
        string first = _bench.Send(Good with { AccessPoint = "meters", Prefixes = [], Ipv4 = "0.0.0.0" }).Ipv4!;

        AffectedBindings affected = _bench.Reconfigure(static c => c with
        {
            AccessPoints = [c.AccessPoints[0], c.AccessPoints[1], Named("meters", "10.46.0.0/24")],
        });
        Assert.Equal(0, affected.Total);
        string[] others = [.. Enumerable.Range(2, 20).Select(i => _bench.Send(
            Good with { Identifier = $"m{i}@example.com", AccessPoint = "meters", Prefixes = [], Ipv4 = "0.0.0.0" }).Ipv4!)];

        Assert.DoesNotContain(first, others);
        Assert.Equal(20, others.Distinct().Count());
        Assert.Equal(21, _bench.Anchor.Count);
    }

    [Fact]
    public void Pool_Changed_BindingsOutsideAreRevoked_AndTheirAddressesGoBackWhereTheyAreNow()
    {
        _bench.Send(Good with { Prefixes = [], Ipv4 = "10.45.0.4" });
        _bench.Send(Good with { Identifier = "mn2@example.com", Prefixes = [], Ipv4 = "10.45.2.4" });

        AffectedBindings affected = _bench.Reconfigure(static c => c with
        {
            AccessPoints =
            [
                c.AccessPoints[0] with { Ipv4Pool = IpPrefix.Parse("10.45.2.0/24"), Ipv4Router = default },
                c.AccessPoints[1],
                Named("lab", "10.45.0.0/24"),
            ],
            Subscribers = [],
        });

        Assert.Equal(1, affected[BindingContradiction.AddressNotOfPool]);
        _bench.Settle();
        Assert.Equal(-1, _bench.SlotOf("mn1@example.com"));
        Assert.NotEqual(-1, _bench.SlotOf("mn2@example.com"));

        // The lab has the address by now, where it rests before anybody gets it (R17).
        Registration lab = Good with { Identifier = "mn3@example.com", AccessPoint = "lab", Prefixes = [], Ipv4 = "10.45.0.4" };
        Assert.Equal(BindingStatus.NotAuthorizedForIpv4HomeAddress, _bench.Send(lab).Status);
        _bench.Wait(61);
        Assert.Equal("10.45.0.4", _bench.Send(lab with { Sequence = 2 }).Ipv4);
    }

    [Fact]
    public void Pool_Kept_AReleasedAddressRestsOnAndItsLastOwnerGetsItBack()
    {
        Registration meter = Good with { AccessPoint = "meters", Prefixes = [], Ipv4 = "0.0.0.0" };
        string address = _bench.Send(meter).Ipv4!;
        _bench.Remove(_bench.SlotOf("mn1@example.com"));

        _bench.Reconfigure(static c => c with { });

        Assert.Equal(BindingStatus.NotAuthorizedForIpv4HomeAddress, _bench.Send(meter with { Identifier = "mn2@example.com", Ipv4 = address }).Status);
        Assert.Equal(address, _bench.Send(meter with { Sequence = 2 }).Ipv4);
    }

    [Fact]
    public void Type_NarrowedToIpv6_Ipv4AddressIsRevokedAndThePrefixStays()
    {
        _bench.Send(Good with { Ipv4 = "0.0.0.0" });

        AffectedBindings affected = _bench.Reconfigure(static c => c with
        {
            AccessPoints = [c.AccessPoints[0] with { Type = PdnType.Ipv6 }, c.AccessPoints[1]],
        });
        SentRevocation sent = Assert.Single(_bench.ExpireAll().SelectMany(static step => step.Revocations));
        _bench.Acknowledge(sent);

        Assert.Equal(1, affected[BindingContradiction.TypeNotAllowed]);
        Assert.True(sent.Flags.HasFlag(RevocationFlags.Ipv4HomeAddressOnly));
        Assert.True(_bench.Anchor.TryRead(_bench.SlotOf("mn1@example.com"), _bench.Now, out BindingCacheEntryView view));
        Assert.True(view.HomeAddress4.IsUnspecified);
        Assert.Equal(1, view.HomeNetworkPrefixes.Count);
    }

    [Fact]
    public void Type_NarrowedToIpv4_BindingsWithAPrefixEnd()
    {
        _bench.Send(Good with { Ipv4 = "0.0.0.0" });

        Assert.Equal(1, _bench.Reconfigure(static c => c with { AccessPoints = [c.AccessPoints[0] with { Type = PdnType.Ipv4 }, c.AccessPoints[1]] }).Total);
        _bench.Settle();

        Assert.Equal(0, _bench.Anchor.Count);
    }

    [Fact]
    public void Subscriber_Barred_ItsBindingEnds()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Identifier = "mn2@example.com" });

        AffectedBindings affected = _bench.Reconfigure(static c => c with
        {
            Subscribers = [new SubscriberConfiguration { Identifier = "mn1@example.com", AccessPoint = "internet", IsEnabled = false }],
        });
        _bench.Settle();

        Assert.Equal(1, affected[BindingContradiction.SubscriberBarred]);
        Assert.Equal(-1, _bench.SlotOf("mn1@example.com"));
        Assert.NotEqual(-1, _bench.SlotOf("mn2@example.com"));
    }

    [Fact]
    public void Subscriber_Unknown_EndsOnceUnknownOnesAreRefused()
    {
        _bench.Send(Good);
        _bench.Send(Good with { Identifier = "v4only@example.com", Prefixes = [], Ipv4 = "0.0.0.0" });

        AffectedBindings affected = _bench.Reconfigure(static c => c with { AcceptUnknownSubscribers = false });
        _bench.Settle();

        Assert.Equal(1, affected[BindingContradiction.SubscriberUnknown]);
        Assert.Equal(-1, _bench.SlotOf("mn1@example.com"));
        Assert.NotEqual(-1, _bench.SlotOf("v4only@example.com"));
    }

    [Theory]
    [InlineData("2001:db8:1ff:1::/64", 0)]
    [InlineData("2001:db8:1ff:2::/64", 1)]
    [InlineData(null, 1)]
    public void Subscriber_OwnPrefixChanged_ItsBindingEnds(string? prefix, int ending)
    {
        _bench.Send(Good with { Identifier = "static@example.com" });

        AffectedBindings affected = _bench.Reconfigure(c => c with
        {
            Subscribers = [c.Subscribers[0] with { Ipv6Prefix = prefix is null ? null : IpPrefix.Parse(prefix) }],
        });
        _bench.Settle();

        Assert.Equal(ending, affected[BindingContradiction.StaticAddressChanged]);
        Assert.Equal(1 - ending, _bench.Anchor.Count);
    }

    [Fact]
    public void Subscriber_GivenWhatAnotherHasOfThePool_TheOtherEndsAndItGetsIt()
    {
        Registration other = Good with { AccessPoint = "meters", Prefixes = [], Ipv4 = "0.0.0.0" };
        string address = _bench.Send(other).Ipv4!;

        AffectedBindings affected = _bench.Reconfigure(c => c with
        {
            Subscribers = [new SubscriberConfiguration { Identifier = "mn2@example.com", AccessPoint = "meters", Ipv4Address = IpAddress.Parse(address) }],
        });
        _bench.Settle();

        Assert.Equal(1, affected[BindingContradiction.AddressNotOfPool]);
        Assert.Equal(0, _bench.Anchor.Count);
        Assert.Equal(address, _bench.Send(other with { Identifier = "mn2@example.com" }).Ipv4);
    }

    [Fact]
    public void Key_ExcludedWhileABindingHasIt_TheBindingEndsAndNobodyGetsItAgain()
    {
        GreKey key = _bench.Send(Good).Key!.Value;

        AffectedBindings affected = _bench.Reconfigure(c => c with { ExcludedKeys = [key] });
        Assert.Equal(KeyReservationStatus.KeyInUse, _bench.Reserve(key, "mn9@example.com", "internet", null, out _));
        _bench.Settle();

        Assert.Equal(1, affected[BindingContradiction.KeyExcluded]);
        Assert.Equal(0, _bench.Anchor.Count);
        Assert.Equal(KeyReservationStatus.KeyInUse, _bench.Reserve(key, "mn9@example.com", "internet", null, out _));
    }

    [Fact]
    public void Key_ExcludedWhileReserved_TheReservationIsGivenUp()
    {
        GreKey key = new(0x7000_0001);
        Assert.Equal(KeyReservationStatus.Reserved, _bench.Reserve(key, "mn1@example.com", "internet", null, out _));

        _bench.Reconfigure(c => c with { ExcludedKeys = [key] });

        Assert.Equal(KeyReservationStatus.NotReserved, _bench.Release(key, out _));
        Assert.NotEqual(key, _bench.Send(Good).Key);
        _bench.Reconfigure(static c => c with { ExcludedKeys = [] });
        Assert.Equal(KeyReservationStatus.Reserved, _bench.Reserve(key, "mn2@example.com", "internet", null, out _));
    }

    [Fact]
    public void Contradiction_RevocationTableFull_WaitsForItsTurn()
    {
        AnchorBench bench = new(static c => c with { Limits = c.Limits with { Revocations = 2 } });
        for (int i = 0; i < 6; i++)
        {
            bench.Send(Good with { Identifier = $"mn{i}@example.com" });
        }

        bench.Reconfigure(static c => c with { AccessPoints = [c.AccessPoints[1]], Subscribers = [] });
        for (int step = 0; step < 5; step++)
        {
            bench.ExpireAll();
            bench.Wait(0.05);
        }

        Assert.Equal(2, bench.Anchor.RevocationCount);
        bench.Settle();
        bench.Settle();

        Assert.Equal(0, bench.Anchor.Count);
        Assert.Equal(6, bench.Anchor.Counters[LmaCounter.BindingContradicted]);
    }

    [Fact]
    public void Contradiction_OfANodeThatAttachesAnew_IsItsOldBindingsAlone()
    {
        _bench.Send(Good with { Prefixes = [], Ipv4 = "10.45.0.4" });
        _bench.Reconfigure(static c => c with
        {
            AccessPoints = [c.AccessPoints[0] with { Ipv4Pool = IpPrefix.Parse("10.45.9.0/24"), Ipv4Router = default }, c.AccessPoints[1]],
            Subscribers = [],
        });

        Answer anew = _bench.Send(Good with { Sequence = 2, Prefixes = [], Ipv4 = "0.0.0.0", Key = 0xA2 });
        _bench.Settle();

        Assert.Equal(BindingStatus.Accepted, anew.Status);
        Assert.StartsWith("10.45.9.", anew.Ipv4);
        Assert.Equal(1, _bench.Anchor.Count);
    }

    [Fact]
    public void Rules_Changed_HoldForTheNextMessage()
    {
        _bench.Reconfigure(static c => c with { TimestampValidityWindow = Duration.FromSeconds(10), RequireTimestamp = true });

        Assert.Equal(BindingStatus.Accepted, _bench.Send(Good with { TimestampOffset = 5000 }).Status);
        Assert.Equal(BindingStatus.ReasonUnspecified, _bench.Send(Good with { Identifier = "mn2@example.com" }).Status);
    }

    internal static AccessPointConfiguration Named(string name, string pool) => new()
    {
        Name = name,
        Type = PdnType.Ipv4,
        Ipv4Pool = IpPrefix.Parse(pool),
    };

    private static AccessPointConfiguration InternetOf(LmaConfiguration configuration) => new AnchorBench().Configuration.AccessPoints[0] with
    {
        DnsServers = configuration.AccessPoints[0].DnsServers,
    };
}
