using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Any order of events keeps the anchor whole; every step ends with <see cref="LocalMobilityAnchor.Verify"/>.</summary>
public sealed class AnchorPropertyTests
{
    [Theory]
    [InlineData(SpecificationMode.ThreeGpp)]
    [InlineData(SpecificationMode.Ietf)]
    [Trait("Requirement", "R17")]
    public void Anchor_AnySequenceOfEvents_NoTwoBindingsShareAnAddressOrAKey(SpecificationMode mode) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), steps =>
        {
            AnchorBench bench = new(c => c with { Mode = mode, Limits = new EngineLimits { Bindings = 6, Peers = 4 } });
            int sequence = 0;
            foreach (uint step in steps)
            {
                uint random = unchecked(step * 2654435761u);
                Answer answer = bench.Send(Any(random, ++sequence));
                if (random % 7 == 0 && answer.Installed is { } session)
                {
                    bench.Refuse(session.Index);
                }

                bench.Wait(random % 11 * 1.5);
                bench.ExpireAll();
                RequireDistinct(bench);
            }
        }));

    [Fact]
    public void Timestamps_Accepted_RiseForEachBinding() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<short[]>(), offsets =>
        {
            AnchorBench bench = new();
            ulong last = 0;
            foreach (short offset in offsets)
            {
                Answer answer = bench.Send(new Registration { TimestampOffset = offset % 400 });
                if (answer.Status == BindingStatus.Accepted)
                {
                    Assert.True(answer.Timestamp > last);
                    last = answer.Timestamp!.Value;
                }

                bench.Wait(0.05);
            }
        }));

    [Fact]
    public void Anchor_MixedTransactions_AllocateNothing()
    {
        AnchorBench bench = new();
        Registration[] kinds =
        [
            new() { TimestampOffset = 0 },
            new() { TimestampOffset = 0, From = AnchorBench.Mag2, Ipv4 = "0.0.0.0" },
            new() { TimestampOffset = 0, Lifetime = 0, Prefixes = ["::/0"] },
            new() { TimestampOffset = 0, Identifier = "mn2@example.com", AccessPoint = "ims" },
            new() { TimestampOffset = 900 },
            new() { Identifier = null },
            new() { AccessPoint = "intranet" },
            new() { From = "2001:db8:dead::1" },
            new() { Key = null, Identifier = "mn3@example.com" },
        ];
        byte[][] messages = Array.ConvertAll(kinds, bench.Encode);
        SignallingPath[] paths = Array.ConvertAll(kinds, kind => kind.Path);
        Outbox outbox = new();
        Instant now = bench.Now;
        WallClock wall = bench.Wall;
        long before = 0;
        for (int i = 0; i < 200_000; i++)
        {
            if (i == 10_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            int kind = i % kinds.Length;
            now = now.Plus(new Duration(20_000));
            bench.Anchor.Receive(paths[kind], messages[kind], now, wall, outbox);
            outbox.Clear();
            bench.Anchor.Expire(now, wall, outbox);
            outbox.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        bench.Anchor.Verify();
    }

    private static Registration Any(uint random, int sequence) => new()
    {
        From = (random & 1) == 0 ? AnchorBench.Mag1 : AnchorBench.Mag2Ipv4,
        Identifier = $"mn{(random >> 1) % 8}",
        AccessPoint = ((random >> 4) & 3) == 0 ? "ims" : "internet",
        Prefixes = ((random >> 6) & 3) switch { 0 => [], 1 => [$"2001:db8:100:{(random >> 8) % 4:x}::/64"], _ => ["::/0"] },
        Ipv4 = ((random >> 10) & 3) switch { 0 => "0.0.0.0", 1 => $"10.45.0.{2 + ((random >> 12) % 4)}", _ => null },
        Handoff = (HandoffIndicator)((random >> 14) % 6),
        LinkLayerIdentifier = ((random >> 17) & 1) == 0 ? null : [2, 0, 0, 0, 0, (byte)((random >> 18) & 1)],
        Lifetime = ((random >> 19) & 3) == 0 ? (ushort)0 : (ushort)(1 + ((random >> 21) % 20)),
        Sequence = unchecked((ushort)sequence),
        Key = 1 + ((random >> 25) & 7),
    };

    private static void RequireDistinct(AnchorBench bench)
    {
        HashSet<string> addresses = [];
        HashSet<uint> keys = [];
        for (int slot = 0; slot < bench.Anchor.Capacity; slot++)
        {
            if (!bench.Anchor.TryRead(slot, bench.Now, out BindingCacheEntryView view))
            {
                continue;
            }

            Assert.True(keys.Add(view.UplinkKey.Value));
            Assert.True(view.HomeAddress4.IsUnspecified || addresses.Add(view.HomeAddress4.ToString()));
            IpPrefixList prefixes = view.HomeNetworkPrefixes;
            for (int i = 0; i < prefixes.Count; i++)
            {
                Assert.True(addresses.Add(prefixes[i].ToString()));
            }
        }
    }
}
