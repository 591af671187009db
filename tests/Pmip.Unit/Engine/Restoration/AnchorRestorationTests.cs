using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Restoration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Unit.Engine.Lma;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Restoration;

/// <summary>An LMA that begins with what another one kept: it is the same LMA.</summary>
public sealed class AnchorRestorationTests
{
    [Theory]
    [InlineData(SpecificationMode.ThreeGpp, UnknownHandoffRule.Revoke)]
    [InlineData(SpecificationMode.Ietf, UnknownHandoffRule.Wait)]
    public void Anchor_RestoredAfterAnyEvents_HasEveryBindingAsItWas(SpecificationMode mode, UnknownHandoffRule rule) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), steps =>
        {
            AnchorBench bench = Bench(mode, rule);
            SortedDictionary<int, byte[]> kept = [];
            AnchorEvents events = new(bench) { AfterStep = () => Keep(bench.Anchor, kept) };
            bench.Anchor.Changes.IsRead = true;
            foreach (uint step in steps)
            {
                events.Happen(unchecked((step + 1) * 2654435761u) >> 3);
                RequireUpToDate(bench.Anchor, kept);
                if (!bench.Anchor.IsSweeping)
                {
                    RequireSame(bench, Restored(mode, rule, kept, events.Now), kept);
                }
            }
        }));

    [Fact]
    public void Anchor_AnyOctetsForABinding_RefusesOrStaysWhole()
    {
        Prng random = new(190_019);
        byte[] sample = SampleOf(new AnchorBench(Local), new Registration { Ipv4 = "0.0.0.0" });
        int restored = 0;
        for (int i = 0; i < 4_000; i++)
        {
            byte[] octets = [.. sample];
            for (int changes = 1 + random.Below(3); changes > 0; changes--)
            {
                octets[random.Below(octets.Length)] = (byte)random.Below(256);
            }

            AnchorBench bench = new(Local);
            RestoreStatus status = KeptBinding.TryRead(octets, out KeptBinding binding)
                ? bench.Anchor.TryRestore(random.Below(3) - 1, binding, bench.Now)
                : RestoreStatus.Malformed;
            if (status == RestoreStatus.Restored)
            {
                restored++;
                bench.Anchor.EndRestoration();
                bench.Anchor.Verify();
                bench.Wait(random.Below(8000));
                bench.ExpireAll();
                bench.Anchor.Verify();
            }
        }

        Assert.InRange(restored, 50, 3_900);
    }

    [Fact]
    public void Binding_CutOffAnywhere_IsRefused()
    {
        byte[] sample = SampleOf(new AnchorBench(Local), new Registration());
        Assert.True(KeptBinding.TryRead(sample, out _));
        for (int length = 0; length < sample.Length; length++)
        {
            Assert.False(KeptBinding.TryRead(sample.AsSpan(0, length), out _));
        }

        Assert.False(KeptBinding.TryRead([.. sample, 0], out _));
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Key_OfABindingThatEndedBeforeTheRestart_RestsOn()
    {
        AnchorBench before = new(Local);
        Answer gone = before.Send(new Registration());
        KeptRest rest = new()
        {
            SessionIndex = gone.Installed!.Value.Index,
            Key = gone.Installed.Value.ReceiveKey,
            HomeNetworkPrefixes = gone.Installed.Value.HomeNetworkPrefixes,
            HomeAddress4 = gone.Installed.Value.HomeAddress4,
            Until = before.Now.Plus(before.Anchor.Quarantine),
        };

        AnchorBench after = new(Local);
        after.Anchor.RestoreRest(rest);
        after.Anchor.EndRestoration();
        after.Anchor.Verify();
        for (int node = 0; node < 60; node++)
        {
            Answer answer = after.Send(new Registration { Identifier = $"other{node}@example.com", LinkLayerIdentifier = null });
            Assert.NotEqual(rest.SessionIndex, answer.Installed!.Value.Index);
            Assert.False(answer.Installed.Value.HomeNetworkPrefixes.Contains(rest.HomeNetworkPrefixes[0]));
        }
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void Revocation_UnderWayAtTheRestart_IsAskedForAgain()
    {
        AnchorBench bench = new(Local);
        bench.Send(new Registration());
        int slot = 0;
        Assert.Equal(RevocationStart.Started, bench.Revoke(slot, RevocationTrigger.Administrative, RevokedPart.Whole, out _));
        Assert.True(bench.Anchor.TryKeep(slot, out KeptBinding binding));
        Assert.True(binding.TryGetRevocation(out RevocationTrigger trigger, out RevokedPart part));
        Assert.Equal((RevocationTrigger.Administrative, RevokedPart.Whole), (trigger, part));
    }

    [Theory]
    [InlineData("pool", RestoreStatus.AddressGone)]
    [InlineData("access point", RestoreStatus.ServiceGone)]
    [InlineData("peer", RestoreStatus.PeerGone)]
    [InlineData("address", RestoreStatus.OwnAddressGone)]
    [InlineData("key", RestoreStatus.KeyGone)]
    [InlineData("barred", RestoreStatus.ServiceGone)]
    public void Binding_ThatTheConfigurationHasNoRoomFor_IsRefusedWithItsReason(string gone, RestoreStatus expected)
    {
        byte[] sample = SampleOf(new AnchorBench(Local), new Registration());
        GreKey key = new AnchorBench(Local).Send(new Registration()).Key!.Value; // The same secrets give the same key.
        Assert.True(KeptBinding.TryRead(sample, out KeptBinding binding));
        AnchorBench bench = new(c => Local(c) with
        {
            Peers = gone == "peer" ? [c.Peers[1]] : c.Peers,
            Ipv6 = gone == "address" ? IpAddress.Parse("2001:db8:f::9") : IpAddress.Parse(AnchorBench.Lma6),
            AccessPoints = gone switch
            {
                "access point" => [c.AccessPoints[1]],
                "pool" => [c.AccessPoints[0] with { Ipv6Pool = IpPrefix.Parse("2001:db8:900::/48") }],
                _ => c.AccessPoints,
            },
            Subscribers = gone == "barred" ? [new SubscriberConfiguration { Identifier = "mn1@example.com", AccessPoint = "internet", IsEnabled = false }] : [],
            ExcludedKeys = gone == "key" ? [key] : [],
        });
        Assert.Equal(expected, bench.Anchor.TryRestore(0, binding, bench.Now));
        Assert.Equal(0, bench.Anchor.Count);
    }

    private static byte[] SampleOf(AnchorBench bench, Registration registration)
    {
        bench.Send(registration);
        int slot = 0;
        Assert.True(bench.Anchor.TryKeep(slot, out KeptBinding binding));
        byte[] room = new byte[KeptBinding.LengthMax(bench.Configuration.Limits.IdentifierOctets)];
        return room[..binding.Write(room)];
    }

    private static void Keep(LocalMobilityAnchor anchor, SortedDictionary<int, byte[]> kept)
    {
        foreach (int slot in anchor.Changes.Slots)
        {
            if (TryKeep(anchor, slot, out byte[] octets))
            {
                kept[slot] = octets;
            }
            else
            {
                kept.Remove(slot);
            }
        }

        anchor.Changes.Clear();
    }

    private static bool TryKeep(LocalMobilityAnchor anchor, int slot, out byte[] octets)
    {
        byte[] room = new byte[KeptBinding.LengthMax(255)];
        bool isThere = anchor.TryKeep(slot, out KeptBinding binding);
        octets = isThere ? room[..binding.Write(room)] : [];
        return isThere;
    }

    // Every step has named every binding that it changed.
    private static void RequireUpToDate(LocalMobilityAnchor anchor, SortedDictionary<int, byte[]> kept)
    {
        for (int slot = 0; slot < anchor.Capacity; slot++)
        {
            bool isThere = TryKeep(anchor, slot, out byte[] octets);
            Assert.Equal(isThere, kept.ContainsKey(slot));
            Assert.True(!isThere || octets.AsSpan().SequenceEqual(kept[slot]), $"slot {slot}");
        }
    }

    private static LocalMobilityAnchor Restored(SpecificationMode mode, UnknownHandoffRule rule, SortedDictionary<int, byte[]> kept, Instant now)
    {
        LocalMobilityAnchor anchor = new(Bench(mode, rule).Configuration, new EngineSecrets(6, 7, 8, 9, 10));
        foreach ((int slot, byte[] octets) in kept)
        {
            Assert.True(KeptBinding.TryRead(octets, out KeptBinding binding));
            Assert.Equal(RestoreStatus.Restored, anchor.TryRestore(slot, binding, now));
        }

        anchor.EndRestoration();
        anchor.Verify();
        return anchor;
    }

    private static void RequireSame(AnchorBench before, LocalMobilityAnchor after, SortedDictionary<int, byte[]> kept)
    {
        Outbox outbox = new();
        Assert.Equal(before.Anchor.Count, after.Count);
        foreach ((int slot, byte[] octets) in kept)
        {
            // A revocation begins anew, by a verb of its own.
            byte[] expected = [.. octets];
            expected[0] = expected[0] == (byte)BindingState.Revoking ? (byte)BindingState.Active : expected[0];
            expected.AsSpan(1, 3).Clear();
            Assert.True(TryKeep(after, slot, out byte[] again));
            Assert.Equal(expected, again);
            after.Reinstate(slot, outbox);
            Assert.Equal(EffectKind.InstallSession, outbox.Effects[0].Kind);
            outbox.Clear();
        }
    }

    private static AnchorBench Bench(SpecificationMode mode, UnknownHandoffRule rule) => new(c => Local(c) with
    {
        Mode = mode,
        UnknownHandoff = rule,
        Limits = new EngineLimits { Bindings = 8, Peers = 4, Revocations = 6, WaitingUpdates = 2, Reservations = 3, OptionOctets = 32 },
        Quarantine = Duration.FromSeconds(5),
    });

    private static LmaConfiguration Local(LmaConfiguration configuration) => configuration with
    {
        Ipv6 = IpAddress.Parse(AnchorBench.Lma6),
        Ipv4 = IpAddress.Parse(AnchorBench.Lma4),
    };
}
