using System.IO;
using System.Linq;
using Pmip.Conformance.Clauses;
using Pmip.Conformance.Map;
using Pmip.Conformance.Running;
using Xunit;

namespace Pmip.Conformance;

/// <summary>All cases against this repository's nodes in process, and the table of clauses.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Names { get; } =
        [.. ConformanceCase.All.Where(item => !ClauseTable.Pending.ContainsKey(item.Name)).Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Node_OfThisRepository_Conforms(string name)
    {
        Verdict verdict = CaseRunner.Run(ConformanceCase.All.Single(item => item.Name == name), new VirtualGround());
        Assert.True(verdict.Outcome == Outcome.Pass, $"{verdict.Outcome}: {verdict.Reason}");
    }

    [Fact]
    public void Case_Pending_DoesNotPassYet() => Assert.Empty(ConformanceCase.All
        .Where(item => ClauseTable.Pending.ContainsKey(item.Name) && CaseRunner.Run(item, new VirtualGround()).Outcome == Outcome.Pass)
        .Select(item => $"{item.Name} passes: remove it from pending"));

    [Fact]
    public void Clause_InTheTable_HasACaseOrAReason() => Assert.Empty(ClauseMap.Faults());

    [Fact]
    public void Map_Committed_IsUpToDate() => Assert.True(
        ClauseMap.Generate() == File.ReadAllText(Path.Combine(SourceTree.Root, ClauseMap.FileName)).ReplaceLineEndings("\n"),
        $"{ClauseMap.FileName} is not what the cases say; run ./build.sh conformance --map");
}
