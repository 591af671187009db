using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Store;
using Xunit;

namespace Pmip.Unit.Store;

/// <summary>The two slots alone, against every loss of power and every failing call.</summary>
public sealed class SlotPairTests
{
    private const int SlotLength = 3 * SlotImage.PageLength;
    private const int SubsetBits = 12;

    // Every history of up to three commits, every call of it as the last one, every subset of what was not flushed.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Commits_PowerCutAnywhere_OldOrNewIsFound(int commits)
    {
        Random random = new(commits);
        long cuts = 0;
        for (int calls = 0; ; calls++)
        {
            PowerCutFolder folder = new() { CallsLeft = calls };
            Progress progress = new();
            bool isCut = !TryCommits(folder, commits, progress);
            IReadOnlyList<(string File, int Sector)> pending = folder.Pending;
            int exact = Math.Min(pending.Count, SubsetBits);
            for (int subset = 0; subset < 1 << exact; subset++)
            {
                Verify(folder, pending, progress, i => i < exact
                    ? (subset & (1 << i)) != 0 ? SectorFate.New : SectorFate.Old
                    : (SectorFate)random.Next(3));
                cuts++;
            }

            for (int sample = 0; sample < 400 && pending.Count > 0; sample++)
            {
                Verify(folder, pending, progress, _ => (SectorFate)random.Next(3));
            }

            if (!isCut)
            {
                Assert.Equal((ulong)commits, progress.Acknowledged);
                break;
            }
        }

        Assert.True(cuts > 1000, "so few cuts prove nothing");
    }

    // What is found may be committed upon: the store goes on from there.
    [Fact]
    public void Commits_RandomCutsInALongHistory_GenerationNeverGoesBack()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            PowerCutFolder folder = new();
            ulong read = 0;
            ulong acknowledged = 0;
            for (int life = 0; life < 25; life++)
            {
                folder.CallsLeft = random.Next(40);
                try
                {
                    using SlotPair slots = SlotPair.Open(folder, SlotLength, []);
                    ulong found = slots.InForceGeneration;
                    Assert.True(found >= acknowledged && found >= read, $"seed {seed}, life {life}: {found} after {acknowledged}, {read}");
                    read = found;
                    for (int i = 0; i < 8; i++)
                    {
                        StoredConfiguration next = Sample(slots.GenerationMax + 1, random.Next(6000));
                        Assert.Null(slots.Write(next, slots.InForceGeneration));
                        Assert.Null(slots.Confirm(next.Generation));
                        acknowledged = next.Generation;
                        Assert.Null(slots.NoteFile(next.Generation, next.Hash));
                    }
                }
                catch (PowerCutException)
                {
                    IReadOnlyList<(string File, int Sector)> pending = folder.Pending;
                    folder = folder.AfterPowerCut(pending, _ => (SectorFate)random.Next(3));
                    continue;
                }

                folder = folder.AfterPowerCut([], _ => SectorFate.Old);
            }

            Assert.True(acknowledged > 10, "nothing was committed");
        }
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(28, false)]
    [InlineData(4, false)]
    [InlineData(0, true)]
    [InlineData(5, false, true)]
    [InlineData(4, false, true)]
    public void Commit_NthCallFails_OldOrNewIsThereAndSaid(int errno, bool isShort, bool isOnReads = false)
    {
        for (int n = 0; ; n++)
        {
            PowerCutFolder folder = new();
            using SlotPair slots = SlotPair.Open(folder, SlotLength, []);
            Assert.Null(slots.Write(Sample(1, 3000), 0));
            Assert.Null(slots.Confirm(1));
            folder.Fault = new CallFault(errno, isShort, isOnReads);
            folder.CallsLeft = n;

            string? failure = slots.Write(Sample(2, 3000), 1) ?? slots.Confirm(2);
            bool hasFailed = folder.HasFailed;
            folder.Fault = null;
            folder.CallsLeft = -1;

            bool mustWork = errno is 4 or 0 || !hasFailed;
            Assert.Equal(mustWork, failure is null);
            PowerCutFolder restarted = folder.AfterPowerCut(folder.Pending, _ => SectorFate.New);
            using SlotPair found = SlotPair.Open(restarted, SlotLength, []);
            Assert.True(failure is null ? found.InForceGeneration == 2 : found.InForceGeneration is 1 or 2);

            // A slot that the medium failed under is not touched again.
            if (failure is not null && slots.Trouble.Length > 0)
            {
                Assert.Equal(slots.Trouble, slots.Write(Sample(3, 10), 1));
            }
            else if (failure is not null)
            {
                Assert.Null(slots.Write(Sample(3, 10), 1));
                Assert.Null(slots.Confirm(3));
            }

            if (!hasFailed)
            {
                Assert.True(n > 2, "no call failed");
                break;
            }
        }
    }

    [Fact]
    public void Flush_Fails_ReadOnlyFromThenOn()
    {
        PowerCutFolder folder = new();
        using SlotPair slots = SlotPair.Open(folder, SlotLength, []);
        folder.Fault = new CallFault(5);
        folder.CallsLeft = 1;

        Assert.Contains("could not keep", slots.Write(Sample(1, 10), 0), StringComparison.Ordinal);
        Assert.Contains("nothing can be committed", slots.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_BothDamaged_SaidAndKeptAside()
    {
        PowerCutFolder folder = new();
        folder.Put("config.a", [1, 2, 3]);
        folder.Put("config.b", []);
        List<string> complaints = [];
        using SlotPair slots = SlotPair.Open(folder, SlotLength, complaints);

        Assert.False(slots.IsNew);
        Assert.Equal(2, complaints.Count(complaint => complaint.Contains("damaged", StringComparison.Ordinal)));
        Assert.Equal([1, 2, 3], folder.MediumOf("config.a.damaged"));
        Assert.Null(slots.Write(Sample(1, 10), 0));
    }

    [Fact]
    public void Image_OneBitChanged_IsNoticed()
    {
        byte[] image = SlotImage.Of(Sample(7, 40), out _);
        int length = 24 + Sample(7, 40).WriteDescription().Length + 40 + 16;
        for (int bit = 0; bit < length * 8; bit++)
        {
            byte[] changed = [.. image];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SlotImage.TryRead(changed, out _));
        }
    }

    private static bool TryCommits(PowerCutFolder folder, int commits, Progress progress)
    {
        try
        {
            using SlotPair slots = SlotPair.Open(folder, SlotLength, []);
            for (int i = 1; i <= commits; i++)
            {
                progress.Begun = (ulong)i;
                Assert.Null(slots.Write(Sample((ulong)i, 5200), slots.InForceGeneration));
                Assert.Null(slots.Confirm((ulong)i));
                progress.Acknowledged = (ulong)i;
                Assert.Null(slots.NoteFile((ulong)i, Sample((ulong)i, 5200).Hash));
            }

            return true;
        }
        catch (PowerCutException)
        {
            return false;
        }
    }

    private static void Verify(PowerCutFolder folder, IReadOnlyList<(string File, int Sector)> pending, Progress progress, Func<int, SectorFate> fate)
    {
        PowerCutFolder found = folder.AfterPowerCut(pending, fate);
        using SlotPair slots = SlotPair.Open(found, SlotLength, []);
        ulong generation = slots.InForceGeneration;
        Assert.True(
            generation == progress.Acknowledged || generation == progress.Begun,
            $"{generation} is neither {progress.Acknowledged} nor {progress.Begun}");
        if (generation > 0)
        {
            Assert.True(slots.InForce[0].Text.AsSpan().SequenceEqual(Sample(generation, 5200).Text));
        }
    }

    private static StoredConfiguration Sample(ulong generation, int length) => new()
    {
        Generation = generation,
        IsOnTrial = true,
        Operator = "alice",
        Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, (length / 8) + 1).Select(i => $"{generation:x4}{i:x4}")))[..length],
    };

    private sealed class Progress
    {
        public ulong Begun { get; set; }

        public ulong Acknowledged { get; set; }
    }
}
