using System;
using System.IO;
using Pmip.Fuzz;
using Pmip.Fuzz.Targets;
using Xunit;

namespace Pmip.Unit.Fuzz;

/// <summary>
/// What the fuzzers have learned and found is run with each change, without the search. One search at a time: the map is one.
/// </summary>
[Collection("Coverage")]
public sealed class CorpusTests
{
    public static TheoryData<string> Targets() => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Corpus_OfATarget_HasNoFinding(string target)
    {
        using StringWriter output = new();
        int exit = Program.Run([target, "--seconds", "0", "--findings", Path.Combine(AppContext.BaseDirectory, "findings")], output);
        Assert.True(exit == 0, output.ToString());
        Assert.Contains($"{target}: no finding", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Corpus_OfATarget_IsThere(string target) =>
        Assert.NotEmpty(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Corpus", target + ".hex")));

    [Fact]
    public void Target_Unknown_IsRefused()
    {
        using StringWriter output = new();
        Assert.Equal(2, Program.Run(["nonsense"], output));
        Assert.Contains("no such target", output.ToString(), StringComparison.Ordinal);
    }
}
