using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>
/// Changes of the configuration between any other events. <see cref="LocalMobilityAnchor.Verify"/> after each step requires that
/// pools, indexes, peers and keys agree to the last unit.
/// </summary>
public sealed class AnchorReconfigurationPropertyTests
{
    private static readonly Func<LmaConfiguration, LmaConfiguration>[] s_changes =
    [
        static c => c with { },
        static c => c with { Peers = [.. c.Peers.Skip(1)] },
        static c => c with { Peers = [c.Peers[1], c.Peers[0]] },
        static c => c with { Peers = [.. c.Peers.Take(2), new PeerConfiguration { Name = "new", Ipv6 = IpAddress.Parse("2001:db8:f::99") }] },
        static c => c with { Peers = [c.Peers[0] with { Ipv4 = c.Peers[1].Ipv4 }, c.Peers[1] with { Ipv4 = c.Peers[0].Ipv4 }, c.Peers[2]] },
        static c => c with { AccessPoints = [c.AccessPoints[1]], Subscribers = [] },
        static c => c with { AccessPoints = [ReconfigurationTests.Named("lab", "10.45.0.0/25"), c.AccessPoints[1]], Subscribers = [] },
        static c => c with { AccessPoints = [c.AccessPoints[0] with { Type = PdnType.Ipv6 }, c.AccessPoints[1]] },
        static c => c with { AccessPoints = [Pooled(c, "2001:db8:100::/62", "10.45.0.0/29"), c.AccessPoints[1]] },
        static c => c with { AccessPoints = [Pooled(c, "2001:db8:100::/40", "10.45.0.0/16"), ReconfigurationTests.Named("lab", "10.40.0.0/24")] },
        static c => c with { AcceptUnknownSubscribers = false },
        static c => c with { Subscribers = [new() { Identifier = "mn1@b.example", AccessPoint = "internet", Ipv4Address = IpAddress.Parse("10.45.0.2") }] },
        static c => c with { Subscribers = [new() { Identifier = "mn2@a.example", AccessPoint = "internet", IsEnabled = false }] },
        static c => c with { Supervision = c.Supervision with { HeartbeatInterval = Duration.FromSeconds(5) }, Quarantine = Duration.FromSeconds(2) },
        static c => c with { ExcludedKeys = [new GreKey(0x7000_0003), new GreKey(0x7000_0004)] },
        static c => c with { OwnComponent = new ConnectionSetIdentifier(0, 0, 0xC000_0201, 4) },
    ];

    [Fact]
    public void Reconfiguration_ToTheSame_ChangesNothingOfWhatFollows() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(200), Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), steps =>
        {
            AnchorBench changed = Bench();
            AnchorBench left = Bench();
            AnchorEvents events = new(changed);
            AnchorEvents twins = new(left);
            foreach (uint step in steps)
            {
                uint random = unchecked(step * 2654435761u);
                if (random % 5 == 0)
                {
                    Reconfigure(changed, events.Now, changed.Configuration with { });
                }

                events.Happen(random);
                twins.Happen(random);
                changed.Anchor.Verify();
                Assert.Equal(twins.Digest, events.Digest);
                Assert.Equal(left.Anchor.NextDeadline, changed.Anchor.NextDeadline);
            }
        }));

    [Fact]
    [Trait("Requirement", "R17")]
    public void Reconfiguration_ToAnythingAndBack_KeepsEveryTableWhole() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(120).WithEndSize(250), Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), steps =>
        {
            AnchorBench bench = Bench();
            LmaConfiguration origin = bench.Configuration;
            AnchorEvents events = new(bench);
            foreach (uint step in steps)
            {
                uint random = unchecked(step * 2654435761u);
                if (random % 6 == 0)
                {
                    Reconfigure(bench, events.Now, s_changes[(random >> 8) % s_changes.Length](origin));
                    bench.Anchor.Verify();
                }

                events.Happen(random >> 3);
                bench.Anchor.Verify();
                RequireDistinctKeys(bench, events.Now);
            }
        }));

    [Fact]
    public void Reconfiguration_WhatItDoesNotContradict_IsThereAfterwardsAsItWas() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(60), Prop.ForAll(Kinds, ArbMap.Default.ArbFor<byte[]>(), (kind, nodes) =>
        {
            AnchorBench bench = Bench();
            foreach (byte node in nodes)
            {
                bench.Send(new Registration
                {
                    From = (node & 1) == 0 ? AnchorBench.Mag1 : (node & 2) == 0 ? AnchorBench.Mag2Ipv4 : AnchorBench.Train,
                    Identifier = $"mn{node % 16}@{((node & 1) == 0 ? "a" : "b")}.example",
                    AccessPoint = (node & 4) == 0 ? "internet" : "ims",
                    Ipv4 = (node & 12) == 0 ? "0.0.0.0" : null,
                    Key = 1u + node,
                });
            }

            Dictionary<int, string> before = Views(bench);
            int ended = bench.Reconfigure(s_changes[kind % s_changes.Length]).Total;
            bench.Settle();
            Dictionary<int, string> after = Views(bench);

            int same = before.Count(pair => after.TryGetValue(pair.Key, out string? view) && view == pair.Value);
            Assert.Equal(before.Count - ended, same);
        }));

    private static Arbitrary<byte> Kinds => ArbMap.Default.ArbFor<byte>();

    private static AccessPointConfiguration Pooled(LmaConfiguration configuration, string ipv6, string ipv4) => configuration.AccessPoints[0] with
    {
        Ipv6Pool = IpPrefix.Parse(ipv6),
        Ipv4Pool = IpPrefix.Parse(ipv4),
    };

    private static AnchorBench Bench() => new(static c => c with { Limits = c.Limits with { Bindings = 12, Peers = 5 } });

    private static void Reconfigure(AnchorBench bench, Instant now, LmaConfiguration next)
    {
        Assert.Equal(ReconfigurationStatus.Ready, bench.Anchor.Prepare(next, out PreparedAnchorConfiguration? prepared));
        int affected = bench.Anchor.CountAffected(prepared!).Total;
        ReconfigurationStatus status = bench.Anchor.Reconfigure(prepared!, now);
        Assert.True(status is ReconfigurationStatus.Ready or ReconfigurationStatus.PeerTableFull);
        Assert.InRange(affected, 0, bench.Anchor.Count);
    }

    private static void RequireDistinctKeys(AnchorBench bench, Instant now)
    {
        HashSet<uint> keys = [];
        for (int slot = 0; slot < bench.Anchor.Capacity; slot++)
        {
            Assert.True(!bench.Anchor.TryRead(slot, now, out BindingCacheEntryView view) || keys.Add(view.UplinkKey.Value));
        }
    }

    // Everything that a binding is, but for the time that goes by.
    private static Dictionary<int, string> Views(AnchorBench bench)
    {
        Dictionary<int, string> views = [];
        for (int slot = 0; slot < bench.Anchor.Capacity; slot++)
        {
            if (bench.Anchor.TryRead(slot, bench.Now, out BindingCacheEntryView view))
            {
                IpPrefixList prefixes = view.HomeNetworkPrefixes;
                StringBuilder text = new();
                for (int i = 0; i < prefixes.Count; i++)
                {
                    text.Append(prefixes[i]).Append(' ');
                }

                views[slot] = $"{view.State} {Encoding.UTF8.GetString(view.Identifier)} {Encoding.UTF8.GetString(view.AccessPoint)} {text}{view.HomeAddress4} "
                    + $"{view.Path} {view.CareOfAddress} {view.Peer} {view.UplinkKey} {view.DownlinkKey} {view.LifetimeGranted} {view.SessionIndex} "
                    + $"{view.ChargingId} {view.LifetimeRemaining.Microseconds + bench.Now.Microseconds}";
            }
        }

        return views;
    }
}
