using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Restoration;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Unit.Engine.Mag;
using Xunit;

namespace Pmip.Unit.Engine.Restoration;

/// <summary>A MAG that begins with what another one kept: its nodes do not notice, and neither does the LMA.</summary>
public sealed class GatewayRestorationTests
{
    [Theory]
    [InlineData(DownlinkKeyScope.Node)]
    [InlineData(DownlinkKeyScope.Lma)]
    public void Gateway_RestoredAfterAnyEvents_HasEveryConnectionThatWasUp(DownlinkKeyScope scope) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(200), Prop.ForAll(ArbMap.Default.ArbFor<ulong[]>(), steps =>
        {
            SortedDictionary<int, byte[]> kept = [];
            MobileAccessGateway? mag = null;
            MagChurn churn = new(scope) { AfterStep = () => Keep(mag!, kept) };
            mag = churn.Mag;
            mag.Changes.IsRead = true;
            foreach (ulong step in steps)
            {
                churn.Step(new Prng(step));
                RequireUpToDate(mag, kept);
                if (!mag.IsSweeping)
                {
                    RequireSame(mag, Restored(churn.Configuration, kept, churn.Now), kept, churn.Now);
                }
            }
        }));

    [Fact]
    public void Gateway_AnyOctetsForAConnection_RefusesOrStaysWhole()
    {
        Prng random = new(190_020);
        MagBench sampled = new();
        byte[] sample = OctetsOf(sampled.Mag, sampled.AttachUp());
        int restored = 0;
        for (int i = 0; i < 4_000; i++)
        {
            byte[] octets = [.. sample];
            for (int changes = 1 + random.Below(3); changes > 0; changes--)
            {
                octets[random.Below(octets.Length)] = (byte)random.Below(256);
            }

            MagBench bench = new();
            RestoreStatus status = KeptConnection.TryRead(octets, out KeptConnection connection)
                ? bench.Mag.TryRestore(random.Below(3) - 1, connection, bench.Now)
                : RestoreStatus.Malformed;
            if (status == RestoreStatus.Restored)
            {
                restored++;
                bench.Mag.EndRestoration();
                bench.Mag.Verify();
                bench.Advance(random.Below(900) * 1000);
                bench.Mag.Verify();
            }
        }

        Assert.InRange(restored, 50, 3_900);
    }

    [Fact]
    public void Connection_CutOffAnywhere_IsRefused()
    {
        MagBench bench = new();
        byte[] sample = OctetsOf(bench.Mag, bench.AttachUp());
        Assert.True(KeptConnection.TryRead(sample, out _));
        for (int length = 0; length < sample.Length; length++)
        {
            Assert.False(KeptConnection.TryRead(sample.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Refresh_ThatWaitedForItsAnswer_IsSentAgainSoon_AndNotBefore()
    {
        MagBench before = new();
        int slot = before.AttachUp();
        before.Advance(301_000);
        byte[] kept = OctetsOf(before.Mag, slot);

        MagBench after = new();
        after.Advance(301_000);
        Assert.True(KeptConnection.TryRead(kept, out KeptConnection connection));
        Assert.Equal(RestoreStatus.Restored, after.Mag.TryRestore(slot, connection, after.Now));
        after.Mag.EndRestoration();
        Assert.Equal(1, after[MagCounter.ConnectionsKept]);
        after.Advance(900);
        Assert.Equal(0, after.UpdatesSent); // The answer may still come.
        after.Advance(2_200);
        Assert.InRange(after.UpdatesSent, 1, 2);
    }

    private static byte[] OctetsOf(MobileAccessGateway mag, int slot)
    {
        byte[] room = new byte[KeptConnection.LengthMax(255)];
        return mag.TryKeep(slot, out KeptConnection connection) ? room[..connection.Write(room)] : [];
    }

    private static void Keep(MobileAccessGateway mag, SortedDictionary<int, byte[]> kept)
    {
        foreach (int slot in mag.Changes.Slots)
        {
            kept[slot] = OctetsOf(mag, slot);
            if (kept[slot].Length == 0)
            {
                kept.Remove(slot);
            }
        }

        mag.Changes.Clear();
    }

    // Every step has named every connection that it changed.
    private static void RequireUpToDate(MobileAccessGateway mag, SortedDictionary<int, byte[]> kept)
    {
        for (int slot = 0; slot < mag.Capacity; slot++)
        {
            byte[] octets = OctetsOf(mag, slot);
            Assert.Equal(octets.Length > 0, kept.ContainsKey(slot));
            Assert.True(octets.Length == 0 || octets.AsSpan().SequenceEqual(kept[slot]), $"slot {slot}");
        }
    }

    private static MobileAccessGateway Restored(MagConfiguration configuration, SortedDictionary<int, byte[]> kept, Instant now)
    {
        MobileAccessGateway mag = new(configuration, new EngineSecrets(6, 7, 8, 9, 10));
        foreach ((int slot, byte[] octets) in kept)
        {
            Assert.True(KeptConnection.TryRead(octets, out KeptConnection connection));
            Assert.Equal(RestoreStatus.Restored, mag.TryRestore(slot, connection, now));
        }

        mag.EndRestoration();
        mag.Verify();
        return mag;
    }

    private static void RequireSame(MobileAccessGateway before, MobileAccessGateway after, SortedDictionary<int, byte[]> kept, Instant now)
    {
        Outbox outbox = new();
        Assert.Equal(kept.Count, after.Count);
        for (int slot = 0; slot < before.Capacity; slot++)
        {
            bool wasThere = before.TryRead(slot, now, out BindingUpdateListEntryView old);
            bool wasUp = wasThere && old.State is BindingUpdateState.Registered or BindingUpdateState.Refreshing;
            bool isThere = after.TryRead(slot, now, out BindingUpdateListEntryView view);
            Assert.Equal(kept.ContainsKey(slot), isThere);
            Assert.True(!wasUp || isThere || (old.HomeNetworkPrefixes.Count == 0 && old.HomeAddress4.IsUnspecified));
            if (!isThere)
            {
                continue;
            }

            Assert.Equal(wasUp, view.State == BindingUpdateState.Registered);
            Assert.True(old.Identifier.SequenceEqual(view.Identifier));
            Assert.True(old.HomeNetworkPrefixes.SetEquals(view.HomeNetworkPrefixes));
            Assert.Equal(
                (old.HomeAddress4, old.DefaultRouter4, old.UplinkKey, old.DownlinkKey, old.SessionIndex, old.AccessNode, old.PdnConnectionId),
                (view.HomeAddress4, view.DefaultRouter4, view.UplinkKey, view.DownlinkKey, view.SessionIndex, view.AccessNode, view.PdnConnectionId));
            Assert.Equal((old.LifetimeGranted, old.LifetimeRemaining, old.Path), (view.LifetimeGranted, view.LifetimeRemaining, view.Path));
            after.Reinstate(slot, outbox);
            Assert.Equal(wasUp ? 2 : 0, outbox.Count);
            outbox.Clear();
        }
    }
}
