using System;
using System.Globalization;
using System.IO;
using Pmip.Simulation.Running;
using Pmip.Simulation.Schedules;
using Xunit;

namespace Pmip.Simulation.Tests;

/// <summary>Simulated lives of whole domains: every property holds at every step, and everything comes back when the faults end.</summary>
public sealed class SeedTests
{
    private const int DeterminismEvery = 10;

    public static TheoryData<int> AllSeeds()
    {
        TheoryData<int> seeds = [];
        for (int seed = 0; seed < Seeds.InTests; seed++)
        {
            seeds.Add(seed);
        }

        return seeds;
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Life_OfASeed_KeepsEveryProperty(int seed)
    {
        RunResult result = Live((ulong)seed);
        if (seed % DeterminismEvery == 0)
        {
            Assert.Equal(result.Digest, Isolation.OfTheProduct.Run(Schedule.Draw((ulong)seed)).Digest);
        }
    }

    // The commit is a seed, so that each change runs a life that nobody has seen, and everybody can repeat.
    [Fact]
    public void Life_OfTheCommit_KeepsEveryProperty()
    {
        string? name = Environment.GetEnvironmentVariable(Seeds.Variable);
        Assert.True(Seeds.TryParse(string.IsNullOrEmpty(name) ? "5213" : name, out ulong seed), name);
        Live(seed);
    }

    [Theory]
    [InlineData(11UL)]
    [InlineData(12UL)]
    [InlineData(13UL)]
    public void Life_ReplayedFromItsList_IsTheSame(ulong seed)
    {
        Schedule drawn = Schedule.Draw(seed);
        RunResult first = Isolation.OfTheProduct.Run(drawn, listsFates: true);
        StringWriter text = new(CultureInfo.InvariantCulture);
        text.Write(drawn.ToText().Replace("fates drawn", "fates listed", StringComparison.Ordinal));
        foreach (string fate in first.Fates)
        {
            text.Write(fate + "\n");
        }

        RunResult again = Isolation.OfTheProduct.Run(Schedule.Parse(text.ToString()));

        Assert.Equal(first.Steps, again.Steps);
        Assert.Equal(first.Digest, again.Digest);
    }

    [Fact]
    public void Seeds_OfDifferentNumbers_MakeDifferentLives()
    {
        Assert.NotEqual(Isolation.OfTheProduct.Run(Schedule.Draw(1)).Digest, Isolation.OfTheProduct.Run(Schedule.Draw(2)).Digest);
    }

    private static RunResult Live(ulong seed)
    {
        Schedule schedule = Schedule.Draw(seed);
        RunResult result = Isolation.OfTheProduct.Run(schedule);
        Assert.False(
            result.HasFailed,
            $"{result.Property} at step {result.Steps}: {result.Claim}\n{schedule.Options}\n./build.sh simulate --seed {seed} shrinks it");
        return result;
    }
}
