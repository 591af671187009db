using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Pmip.Unit.Architecture;

/// <summary>Each row of the requirements has a test that names it.</summary>
public sealed partial class RequirementRowTests
{
    // R20 is the protection of signalling by IPsec, which the product does not have yet; the row that has it needs no exception.
    private static readonly HashSet<string> s_notYet = ["R20"];
    private static readonly HashSet<string> s_rows = [.. Enumerable.Range(1, 21).Select(row => $"R{row}")];

    [Fact]
    public void Row_OfTheRequirements_HasATestThatNamesIt() => Assert.Equal(
        s_rows.Except(s_notYet).Order(StringComparer.Ordinal),
        SourceTree.CodeFiles("tests").SelectMany(RowsIn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static IEnumerable<string> RowsIn(string file) => Requirement().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);

    // A trait stands above a class or above a test, with nothing but attributes in between.
    [GeneratedRegex(
        """^ *\[Trait\("Requirement", "([^"]*)"\)\]\n(?: *\[.*\n)* *public (?:(?:sealed |partial )*class \w+|void \w+\()""",
        RegexOptions.Multiline)]
    private static partial Regex Requirement();
}
