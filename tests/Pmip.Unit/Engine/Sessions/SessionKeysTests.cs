using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Engine.Sessions;

public sealed class SessionKeysTests
{
    private static readonly EngineLimits Limits = new() { Bindings = 600 };

    [Fact]
    public void Capacity_ForLimits_IsAPowerOfTwoOfTwiceTheBindings()
    {
        Assert.Equal(2048, SessionKeys.IndexCapacityFor(Limits));
        Assert.Equal(11, SessionKeys.IndexBitsFor(Limits));
        Assert.Equal(1024, SessionKeys.IndexCapacityFor(new EngineLimits { Bindings = 1 }));
        Assert.Equal(21, SessionKeys.IndexBitsFor(new EngineLimits { Bindings = 1 << 20 }));
    }

    [Fact]
    [Trait("Requirement", "R15")]
    public void Key_Taken_HoldsItsPlaceAndIsUnique()
    {
        SessionKeys keys = Make();
        HashSet<uint> seen = [];

        while (keys.TryTake(default, out int index, out GreKey key))
        {
            Assert.True(seen.Add(key.Value));
            Assert.Equal(index, (int)(key.Value & 2047));
            Assert.NotEqual(0u, key.Value >> 11);
            Assert.Equal(key, keys.KeyOf(index));
        }

        Assert.Equal(2048, seen.Count);
        keys.Verify();
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Place_ReleasedAMomentAgo_ComesBackWithAnotherKey()
    {
        SessionKeys keys = Make();
        keys.TryTake(default, out int first, out GreKey old);
        for (int i = 1; i < keys.Capacity; i++)
        {
            keys.TryTake(default, out _, out _);
        }

        keys.Release(first, new Instant(1_000_000));

        // 2,097,151 keys have to last for 60 seconds.
        Assert.False(keys.TryTake(new Instant(1_000_028), out _, out _));
        Assert.True(keys.TryTake(new Instant(1_000_029), out int again, out GreKey key));
        Assert.Equal(first, again);
        Assert.NotEqual(old, key);
        Assert.Equal(KeyUse.Resting, keys.UseOf(old, new Instant(60_999_999)));
        Assert.Equal(KeyUse.Free, keys.UseOf(old, new Instant(61_000_000)));
        Assert.Equal(KeyUse.Taken, keys.UseOf(key, new Instant(61_000_000)));
    }

    [Theory]
    [InlineData(1 << 14, 0)]
    [InlineData(1 << 14, 200)]
    [InlineData(1 << 15, 3)]
    [InlineData(1 << 20, 1)]
    [Trait("Requirement", "R17")]
    public void Keys_OfTheOnlyFreePlace_TakenAsOftenAsItGoes_EachRestsForTheQuarantine(int spaces, int excluded)
    {
        EngineLimits limits = new() { Bindings = 1, SessionSpaces = spaces, Reservations = excluded };
        SessionKeys keys = new(limits, new KeyStream(5, 6), Duration.FromSeconds(60), []);
        int bits = SessionKeys.IndexBitsFor(limits);
        for (int i = 0; i < excluded; i++)
        {
            keys.Exclude(new GreKey(((uint)(i + 1) << bits) | 1023), i);
        }

        for (int i = 1; i < keys.Capacity; i++)
        {
            Assert.True(keys.TryTake(default, out _, out _));
        }

        int ofEach = (1 << (32 - bits)) - 1 - excluded;
        Dictionary<uint, long> released = [];
        long now = 0;
        for (int uses = 0; uses < 5 * ofEach; uses++)
        {
            int index;
            GreKey key;
            while (!keys.TryTake(new Instant(now), out index, out key))
            {
                now += 1000;
            }

            Assert.Equal(1023, index);
            Assert.True(!released.TryGetValue(key.Value, out long before) || now - before >= 60_000_000, $"rested {now - before}");
            Assert.True(keys.PlaceOfExcluded(key) < 0);
            released[key.Value] = now;
            keys.Release(index, new Instant(now));
        }

        Assert.Equal(ofEach, released.Count);
        Assert.True(now <= (5 * 60_000_000L) + (5 * ofEach * 1000L));
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Keys_NodesComeAndGoFasterThanPlacesRest_NobodyIsRefused()
    {
        SessionKeys keys = Make();
        Dictionary<uint, long> released = [];
        Queue<int> taken = [];
        for (long now = 0; now < 60_000_000; now += 1000)
        {
            Assert.True(keys.TryTake(new Instant(now), out int index, out GreKey key));
            Assert.False(released.ContainsKey(key.Value));
            taken.Enqueue(index);
            if (taken.Count == 600)
            {
                int oldest = taken.Dequeue();
                released.Add(keys.KeyOf(oldest).Value, now);
                keys.Release(oldest, new Instant(now));
            }
        }

        keys.Verify();
    }

    [Fact]
    public void Places_Released_OneAfterTheOther_CountedWhileTheyRest()
    {
        SessionKeys keys = Make();
        List<int> taken = [];
        for (int i = 0; i < keys.Capacity; i++)
        {
            keys.TryTake(default, out int index, out _);
            taken.Add(index);
        }

        for (int i = 0; i < 100; i++)
        {
            keys.Release(taken[i], new Instant(i * 1_000_000L));
        }

        Assert.Equal(100, keys.RestingCount(new Instant(59_999_999)));
        Assert.Equal(70, keys.RestingCount(new Instant(89_999_999)));
        Assert.Equal(0, keys.RestingCount(new Instant(159_000_000)));
        Assert.Equal(0, Make().RestingCount(default));
    }

    [Fact]
    public void Keys_AnySequenceOfTakingAndReleasing_KeepTheirInvariants() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), steps =>
        {
            SessionKeys keys = Make();
            List<int> taken = [];
            HashSet<uint> live = [];
            long now = 0;
            foreach (byte step in steps)
            {
                now += step * 500_000L;
                if ((step & 1) == 0 && keys.TryTake(new Instant(now), out int index, out GreKey key))
                {
                    Assert.True(live.Add(key.Value));
                    taken.Add(index);
                }
                else if (taken.Count > 0)
                {
                    int at = step % taken.Count;
                    live.Remove(keys.KeyOf(taken[at]).Value);
                    keys.Release(taken[at], new Instant(now));
                    taken.RemoveAt(at);
                }

                keys.Verify();
            }
        }));

    private static SessionKeys Make() => new(Limits, new KeyStream(1, 2), Duration.FromSeconds(60), []);

    [Fact]
    [Trait("Requirement", "R19")]
    public void Keys_OneOfThreeOfEachPlaceExcluded_NeverGivenOut()
    {
        // Two bits are left above place and space, so each place has three keys.
        EngineLimits limits = new() { Bindings = 1, SessionSpaces = 1 << 20, Reservations = 1 };
        SessionKeys keys = new(limits, new KeyStream(1, 2), Duration.Zero, []);
        GreKey excluded = new(2u << 30);
        keys.Exclude(excluded, 0);
        int ofFirstPlace = 0;
        for (int i = 0; i < 64 * keys.Capacity; i++)
        {
            Assert.True(keys.TryTake(default, out int index, out GreKey key));
            Assert.NotEqual(excluded, key);
            ofFirstPlace += index == 0 ? 1 : 0;
            keys.Release(index, default);
        }

        Assert.Equal(64, ofFirstPlace);
        keys.Verify();
    }

    [Fact]
    [Trait("Requirement", "R7")]
    public void Keys_Barred_NeverGivenOutAndAPlaceWithoutAnyOtherIsPassedOver()
    {
        EngineLimits limits = new() { Bindings = 1, SessionSpaces = 1 << 20, Reservations = 0 };
        GreKey[] barred = [new(1u << 30), new(2u << 30), new(3u << 30), new((2u << 30) | 1), new((2u << 30) | 1)];
        SessionKeys keys = new(limits, new KeyStream(1, 2), Duration.Zero, barred);
        bool[] isSeen = new bool[keys.Capacity];
        int refused = 0;
        for (int i = 0; i < 64 * keys.Capacity; i++)
        {
            if (!keys.TryTake(default, out int index, out GreKey key))
            {
                refused++;
                continue;
            }

            Assert.DoesNotContain(key, barred);
            isSeen[index] = true;
            keys.Release(index, default);
        }

        Assert.Equal(64, refused);
        Assert.Single(isSeen, false);
        Assert.False(isSeen[0]);
        Assert.True(SessionKeys.IsBarred(keys.PlaceOfExcluded(barred[3])));
        Assert.False(SessionKeys.IsBarred(keys.PlaceOfExcluded(new GreKey(7))));
        keys.Verify();
    }

    [Fact]
    [Trait("Requirement", "R19")]
    public void Key_OfOneEngineOfTwo_IsOfItsSpaceAlone()
    {
        EngineLimits limits = Limits with { SessionSpaces = 2 };
        SessionKeys first = new(limits, new KeyStream(1, 2), Duration.Zero, []);
        SessionKeys second = new(limits with { SessionSpace = 1 }, new KeyStream(3, 4), Duration.Zero, []);
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(first.TryTake(default, out _, out GreKey ofFirst) && second.TryTake(default, out _, out GreKey ofSecond)
                && first.IsOfOwnSpace(ofFirst) && !first.IsOfOwnSpace(ofSecond) && second.IsOfOwnSpace(ofSecond));
        }

        Assert.True(Make().IsOfOwnSpace(new GreKey(uint.MaxValue)));
    }
}
