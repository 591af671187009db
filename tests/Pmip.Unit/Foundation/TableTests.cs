using System.Collections.Generic;
using System.Linq;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Xunit;

namespace Pmip.Unit.Foundation;

/// <summary>The tables against naive models over long random histories.</summary>
public sealed class TableTests
{
    private const int Steps = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void HashIndex_RandomHistory_FindsExactlyWhatTheModelHolds(ulong seed)
    {
        const int Capacity = 64;
        Prng random = new(seed);
        HashIndex index = new(Capacity);
        ulong[] hashOf = new ulong[Capacity];
        HashSet<int> model = [];
        for (int step = 0; step < Steps; step++)
        {
            int slot = random.Below(Capacity);
            if (model.Remove(slot))
            {
                index.Remove(hashOf[slot], slot);
            }
            else
            {
                hashOf[slot] = (ulong)random.Below(24); // Few hashes, so that runs are long and collide.
                index.Add(hashOf[slot], slot);
                model.Add(slot);
            }

            ulong wanted = (ulong)random.Below(24);
            Assert.Equal(model.Where(s => hashOf[s] == wanted).Order(), Found(index, wanted).Order());
            Assert.Equal(model.Count, index.Count);
        }
    }

    [Fact]
    public void Slab_TakenAndReleased_DetectsEveryStaleReference()
    {
        Prng random = new(7);
        Slab slab = new(16);
        List<SlotId> live = [];
        List<SlotId> stale = [];
        for (int step = 0; step < 2_000; step++)
        {
            if (random.Below(2) == 0 && slab.TryTake(out SlotId id))
            {
                live.Add(id);
            }
            else if (live.Count > 0)
            {
                SlotId gone = live[random.Below(live.Count)];
                live.Remove(gone);
                slab.Release(gone);
                stale.Add(gone);
            }

            slab.Verify();
            Assert.All(live, held => Assert.True(slab.IsLive(held)));
        }

        Assert.All(stale, gone => Assert.False(slab.IsLive(gone)));
    }

    [Fact]
    public void Slab_Full_AnswersFalseAndTakesAgainAfterRelease()
    {
        Slab slab = new(2);
        Assert.True(slab.TryTake(out SlotId first));
        Assert.True(slab.TryTake(out _));
        Assert.False(slab.TryTake(out _));
        slab.Release(first);
        Assert.True(slab.TryTake(out SlotId again));
        Assert.Equal(first.Index, again.Index);
        Assert.NotEqual(first.Generation, again.Generation);
    }

    [Fact]
    public void SlotLists_RandomHistory_KeepInsertionOrder()
    {
        Prng random = new(11);
        SlotLists lists = new(4, 32);
        List<int>[] model = [[], [], [], []];
        for (int step = 0; step < Steps; step++)
        {
            int slot = random.Below(32);
            int list = lists.ListOf(slot);
            if (list == SlotLists.None)
            {
                list = random.Below(4);
                lists.Append(list, slot);
                model[list].Add(slot);
            }
            else
            {
                lists.Remove(slot);
                model[list].Remove(slot);
            }

            Assert.Equal(model[list], Members(lists, list));
            Assert.Equal(model[list].Count, lists.Count(list));
        }
    }

    private static List<int> Found(HashIndex index, ulong hash)
    {
        List<int> found = [];
        for (int probe = index.First(hash); probe >= 0; probe = index.Next(probe, hash))
        {
            found.Add(index.SlotAt(probe));
        }

        return found;
    }

    private static List<int> Members(SlotLists lists, int list)
    {
        List<int> members = [];
        for (int slot = lists.First(list); slot != SlotLists.None; slot = lists.Next(slot))
        {
            members.Add(slot);
        }

        return members;
    }
}
