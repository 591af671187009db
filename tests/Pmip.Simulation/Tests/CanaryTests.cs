using System.Linq;
using Pmip.Simulation.Canaries;
using Pmip.Simulation.Running;
using Pmip.Simulation.Schedules;
using Xunit;

namespace Pmip.Simulation.Tests;

/// <summary>A simulator that finds nothing proves nothing: each planted mistake must be found, by the property that forbids it.</summary>
public sealed class CanaryTests
{
    public static TheoryData<string> Names() => [.. AllCanaries.List.Select(static canary => canary.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Canary_Planted_IsFound(string name)
    {
        Canary canary = AllCanaries.List.Single(one => one.Name == name);
        Isolation isolation = new(canary);
        string found = "";
        for (ulong seed = 0; seed < AllCanaries.SeedsMax; seed++)
        {
            RunResult result = isolation.Run(Schedule.Draw(seed));
            if (canary.Properties.Contains(result.Property))
            {
                return;
            }

            found = result.HasFailed ? $"{result.Property} ({result.Claim})" : found;
        }

        Assert.Fail($"'{name}' was not found by {string.Join(" or ", canary.Properties)} within {AllCanaries.SeedsMax} seeds; last: {found}");
    }
}
