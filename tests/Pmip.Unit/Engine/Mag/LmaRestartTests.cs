using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>What becomes of the connections of an LMA that restarted, and how refreshes are spread.</summary>
public sealed class LmaRestartTests
{
    [Fact]
    public void Lma_Restarted_EveryConnectionAsksForTheAddressesThatItHas()
    {
        MagBench bench = new();
        int slot = bench.AttachUp(MagBench.Request("a"));
        bench.AttachUp(MagBench.Request("b"));
        int other = bench.Attach(MagBench.Request("c", lma: 1));
        bench.Answer(lma: 1);

        Assert.True(bench.Mag.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0)));
        bench.Advance(500);

        Assert.Equal([EffectKind.Transmit, EffectKind.Transmit], bench.Kinds());
        Assert.Equal(2, bench[MagCounter.ConnectionsRestored]);
        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(other));
        bench.CheckLastUpdate(static (in ProxyBindingUpdate u) =>
        {
            Assert.Equal(HandoffIndicator.Unknown, u.HandoffIndicator);
            Assert.Equal(MagBench.Prefix, u.HomeNetworkPrefixes[0]);
            Assert.Equal(MagBench.Address4, u.Ipv4HomeAddressRequest.Address);
            Assert.True(u.HasGreKey);
        });
        foreach (byte[] update in bench.Effects.Where(static e => e.Kind == EffectKind.Transmit).Select(static e => e.Octets).ToArray())
        {
            bench.Answer(update: update, change: static (ref ProxyBindingAcknowledgement a) => a.GreKey = new(0x9999));
            Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        }

        Assert.Equal(BindingUpdateState.Registered, bench.StateOf(slot));
    }

    [Fact]
    public void Lma_RestartedWhileARefreshIsSilencedOrAFamilyDropped_RegisteredAgainAllTheSame()
    {
        MagBench bench = new();
        bench.AttachUp(MagBench.Request("a"));
        bench.Fire();
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) => a.HandoffIndicator = HandoffIndicator.Unknown);
        bench.ChangeType(bench.AttachUp(MagBench.Request("b")), PdnType.Ipv6);
        int sent = bench.UpdatesSent;

        bench.Mag.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));
        bench.Advance(500);

        Assert.Equal(sent + 2, bench.UpdatesSent);
    }

    [Fact]
    public void Lma_GivesOtherAddressesAfterItsRestart_SessionAndNodeGetThem()
    {
        MagBench bench = new();
        bench.AttachUp();
        bench.Mag.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));
        bench.Advance(500);

        bench.Answer(BindingStatus.NotAuthorizedForHomeNetworkPrefix);
        Assert.Equal([EffectKind.InstallSession, EffectKind.Transmit], bench.Kinds());
        Assert.False(bench.Single(EffectKind.InstallSession).Session.IsForwarding);
        bench.Answer(change: static (ref ProxyBindingAcknowledgement a) =>
        {
            a.HomeNetworkPrefixes = default;
            a.HomeNetworkPrefixes.TryAdd(IpPrefix.Parse("2001:db8:100:2::/64"));
        });

        Assert.Equal([EffectKind.InstallSession, EffectKind.ConnectionUp], bench.Kinds());
        Assert.True(bench.Single(EffectKind.InstallSession).Session.IsForwarding);
    }

    [Fact]
    public void Lma_Unreachable_ConnectionsEndAsLostOnes()
    {
        MagBench bench = new();
        bench.AttachUp();

        bench.Mag.BeginSweep(new SweepScope(SweepCause.PeerUnreachable, 0));
        bench.Advance(500);

        Assert.Equal([EffectKind.RemoveSession, EffectKind.ConnectionDown], bench.Kinds());
        Assert.Equal((byte)ConnectionEnd.PeerLost, bench.Single(EffectKind.ConnectionDown).Code);
    }

    [Fact(DisplayName = "At most a quarter of the refreshes after a mass attachment fall into a tenth of their span")]
    public void Refreshes_AfterAMassAttachment_AreSpread() =>
        Prop.ForAll(Gen.Choose(40, 4000).ToArbitrary(), static lifetime =>
        {
            const int Nodes = 200;
            MagBench bench = new(c => c with { Limits = c.Limits with { Bindings = Nodes }, Lifetime = Duration.FromSeconds(4L * lifetime) });
            Instant start = bench.Now;
            for (int i = 0; i < Nodes; i++)
            {
                bench.AttachUp(MagBench.Request($"mn{i}"));
            }

            List<long> at = [];
            for (int i = 0; i < Nodes; i++)
            {
                bench.Fire();
                at.Add(bench.Now.Since(start).Milliseconds);
                bench.Answer();
            }

            long span = lifetime * 4000L / 8;
            Assert.InRange(at[0], lifetime * 4000L / 8 * 5, lifetime * 4000L / 4 * 3);
            Assert.InRange(at[^1], lifetime * 4000L / 8 * 5, lifetime * 4000L / 4 * 3);
            int most = at.Max(first => at.Count(t => t >= first && t < first + (span / 10)));
            Assert.InRange(most, 1, Nodes / 4);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2));
}
