using System;
using System.Collections.Generic;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Engine.Sessions;

public sealed class BindingSweepTests
{
    private const int Slots = 200;
    private const int PeersMax = 4;
    private static readonly IpAddress CareOf = IpAddress.Parse("2001:db8:f::11");
    private readonly BindingSweep _sweep = new(new EngineLimits { Bindings = Slots, Peers = PeersMax }, PeersMax);
    private Instant _now = new(1_000_000);

    [Fact]
    public void Sweep_OfAPeer_Done_TookItsBindingsAndNoOthers()
    {
        _sweep.TryBegin(new SweepScope(SweepCause.PeerRestarted, 1));

        List<int> taken = Run(slot => slot % 3);

        Assert.All(taken, slot => Assert.Equal(1, slot % 3));
        Assert.Equal(67, taken.Count);
        Assert.False(_sweep.IsActive);
        Assert.Equal(Instant.Never, _sweep.NextDeadline);
    }

    [Fact]
    public void Sweep_OfAPeer_BindingRegisteredMeanwhile_Stays()
    {
        _sweep.TryBegin(new SweepScope(SweepCause.PeerRestarted, 1));
        _sweep.NoteRegistered(7);

        Assert.DoesNotContain(7, Run(static _ => 1));
    }

    [Fact]
    public void Sweep_Begun_EachStep_LooksAtABoundedNumberOfSlots()
    {
        _sweep.TryBegin(new SweepScope(SweepCause.PeerUnreachable, 2));
        int looked = 0;
        int steps = 0;
        while (_sweep.TryNextSlot(ref looked, out _))
        {
            steps++;
        }

        Assert.Equal(BindingSweep.SlotsPerStep, steps);
        Assert.True(_sweep.IsActive);
    }

    [Fact]
    public void Sweep_WithManyBindings_EndsThemAtItsPace()
    {
        Instant begun = _now;
        _sweep.TryBegin(new SweepScope(SweepCause.PeerRestarted, 1));

        int taken = Run(static _ => 1).Count;

        Assert.Equal(Slots, taken);
        Assert.Equal((Slots - 1) * BindingSweep.Pace.Microseconds, _now.Since(begun).Microseconds);
    }

    [Theory]
    [InlineData("mn@example.com", true)]
    [InlineData("mn@EXAMPLE.com", true)]
    [InlineData("mn@sub.example.com", false)]
    [InlineData("example.com", false)]
    [InlineData("mnexample.com", false)]
    [InlineData("mn@example.com.org", false)]
    public void Realm_OfAnIdentifier_ComparedExactly(string identifier, bool isOf) =>
        Assert.Equal(isOf, BindingSweep.IsOfRealm(Encoding.ASCII.GetBytes(identifier), "example.com"u8));

    [Fact]
    public void Sweep_OfARealmBehindACareOfAddress_Done_TookOnlyWhatAgreesWithAll()
    {
        SweepScope scope = new(SweepCause.GlobalRevocationRealm, 1) { Realm = "b.org"u8, CareOfAddress = CareOf };
        Assert.True(_sweep.TryBegin(scope));

        List<int> taken = Run(
            static slot => slot % 2,
            static slot => slot % 3 == 0 ? "mn@b.org" : "mn@a.org",
            static slot => slot % 5 == 0 ? CareOf : IpAddress.Parse("2001:db8:f::12"));

        Assert.Equal([15, 45, 75, 105, 135, 165, 195], taken);
    }

    [Fact]
    public void Sweep_OfAComponent_Done_TookTheFirstAndTheSecond()
    {
        _sweep.TryBegin(new SweepScope(SweepCause.ComponentFailed, -1) { Component = 3 });

        List<int> taken = Run(
            static _ => 0, component: static slot => slot == 5 ? 3 : 2, secondComponent: static slot => slot == 9 ? 3 : -1);

        Assert.Equal([5, 9], taken);
    }

    [Fact]
    public void Sweep_BegunTwice_TakesOnePlace()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.True(_sweep.TryBegin(new SweepScope(SweepCause.GlobalRevocationRealm, 1) { Realm = "b.org"u8 }));
        }

        Assert.True(_sweep.TryBegin(new SweepScope(SweepCause.GlobalRevocationRealm, 1) { Realm = "c.org"u8 }));
    }

    [Fact]
    public void Sweep_WhenAllPlacesAreTaken_IsRefusedUntilTheRoundIsOver()
    {
        for (int i = 0; i < BindingSweep.NarrowMax; i++)
        {
            Assert.True(_sweep.TryBegin(new SweepScope(SweepCause.ComponentFailed, -1) { Component = i }));
        }

        Assert.False(_sweep.TryBegin(new SweepScope(SweepCause.ComponentFailed, -1) { Component = 100 }));
        Assert.True(_sweep.TryBegin(new SweepScope(SweepCause.PeerRestarted, 0)));
        Run(static _ => 0);
        Assert.True(_sweep.TryBegin(new SweepScope(SweepCause.ComponentFailed, -1) { Component = 100 }));
    }

    [Fact]
    public void Sweep_OfATooLongRealm_IsRefused() => Assert.False(
        _sweep.TryBegin(new SweepScope(SweepCause.GlobalRevocationRealm, 1) { Realm = new byte[BindingSweep.RealmOctetsMax + 1] }));

    [Fact]
    public void Sweep_RevokedPeerThatThenRestarts_StaysRevoked()
    {
        _sweep.TryBegin(new SweepScope(SweepCause.GlobalRevocationPeer, 1));
        _sweep.TryBegin(new SweepScope(SweepCause.PeerRestarted, 1));
        SweepCause last = default;

        Run(static _ => 1, seen: cause => last = cause);

        Assert.Equal(SweepCause.GlobalRevocationPeer, last);
    }

    // Whatever begins when, and whoever registers when: a binding is taken exactly when a sweep about it began after its last
    // registration, and once.
    [Fact]
    public void Sweeps_BegunAtAnyTime_TakeExactlyWhatWasRegisteredBefore() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed => RunAtRandom(new Prng(seed))));

    private void RunAtRandom(Prng prng)
    {
        BindingSweep sweep = new(new EngineLimits { Bindings = 37, Peers = PeersMax }, PeersMax);
        bool[] doomed = new bool[37];
        for (int step = 0; step < 300; step++)
        {
            int slot = prng.Below(37);
            switch (prng.Below(4))
            {
                case 0:
                    sweep.NoteRegistered(slot);
                    doomed[slot] = false;
                    break;
                case 1 when prng.Below(10) == 0:
                    int peer = prng.Below(PeersMax);
                    sweep.TryBegin(new SweepScope(SweepCause.PeerRestarted, peer));
                    for (int i = peer; i < 37; i += PeersMax)
                    {
                        doomed[i] = true;
                    }

                    break;
                default:
                    int looked = BindingSweep.SlotsPerStep - 3;
                    while (sweep.TryNextSlot(ref looked, out int at))
                    {
                        Assert.Equal(doomed[at], sweep.TryTake(at, at % PeersMax, default, default, -1, -1, _now, out _));
                        doomed[at] = false;
                    }

                    break;
            }
        }

        while (sweep.IsActive)
        {
            int looked = 0;
            while (sweep.TryNextSlot(ref looked, out int at))
            {
                doomed[at] ^= sweep.TryTake(at, at % PeersMax, default, default, -1, -1, _now, out _);
            }
        }

        Assert.DoesNotContain(true, doomed);
    }

    private List<int> Run(
        Func<int, int> peer,
        Func<int, string>? identifier = null,
        Func<int, IpAddress>? careOf = null,
        Func<int, int>? component = null,
        Func<int, int>? secondComponent = null,
        Action<SweepCause>? seen = null)
    {
        List<int> taken = [];
        while (_sweep.IsActive)
        {
            _now = _sweep.NextDeadline > _now ? _sweep.NextDeadline : _now;
            for (int looked = 0; _sweep.TryNextSlot(ref looked, out int slot);)
            {
                if (_sweep.TryTake(
                    slot,
                    peer(slot),
                    careOf?.Invoke(slot) ?? default,
                    Encoding.ASCII.GetBytes(identifier?.Invoke(slot) ?? "mn"),
                    component?.Invoke(slot) ?? -1,
                    secondComponent?.Invoke(slot) ?? -1,
                    _now,
                    out SweepCause cause))
                {
                    seen?.Invoke(cause);
                    taken.Add(slot);
                    break;
                }
            }
        }

        return taken;
    }
}
