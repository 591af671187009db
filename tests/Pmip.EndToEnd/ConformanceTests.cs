using System;
using System.Linq;
using Pmip.Conformance.Clauses;
using Pmip.Lab;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>The conformance cases over the network, against the LMA as it is shipped.</summary>
public sealed class ConformanceTests
{
    private const int CasesMin = 60;

    [RootFact]
    public void Lma_ExaminedOverTheNetwork_Conforms() => Trial.Run(
        new Scenario(),
        lab =>
        {
            // The tester takes the place of both MAGs, in the namespace of one.
            lab.Mag2.Place.Ip($"addr del {Plan.Mag26}/64 dev wan0");
            lab.Mag1.Place.Ip($"addr add {Plan.Mag26}/64 dev wan0 nodad");
            lab.Lma.Start();
            CommandResult result = lab.Mag1.Place.Run(
                "dotnet", "exec", typeof(Conformance.Program).Assembly.Location,
                "--peer", Plan.Lma6, "--local", Plan.Mag16, "--local", Plan.Mag26, "--peer4", Plan.Lma4, "--local4", Plan.Mag14,
                "--apn", "internet", "--answer-within", "0.4", "--delete-delay", "0.5");
            string[] lines = result.Output.Split('\n');
            string[] failed = [.. lines.Where(line => line.Contains(" FAIL ", StringComparison.Ordinal) && !IsPending(line))];
            Assert.True(failed.Length == 0, string.Join('\n', failed));
            Assert.True(lines.Count(line => line.Contains(" PASS ", StringComparison.Ordinal)) > CasesMin, result.Output + result.Error);
        },
        examine: null,
        startsGateways: false);

    // What the product has not yet is known by the table of the cases.
    private static bool IsPending(string line) => ClauseTable.Pending.Keys.Any(name => line.EndsWith($"[{name}]", StringComparison.Ordinal));
}
