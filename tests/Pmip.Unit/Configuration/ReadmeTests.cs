using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pmip.Unit.Architecture;
using Xunit;

namespace Pmip.Unit.Configuration;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_Examples_AreRightConfigurations()
    {
        string[] examples = [.. Blocks(File.ReadAllText(Path.Combine(SourceTree.Root, "README.md")), "```json\n")];

        Assert.True(examples.Length >= 2, "the README has a file for an LMA and one for a MAG");
        Assert.All(examples, example => Assert.Empty(ConfigurationSamples.ErrorsOf(example)));
        Assert.Contains(examples, example => ConfigurationSamples.Read(example).Lma is not null);
        Assert.Contains(examples, example => ConfigurationSamples.Read(example).Mag is not null);
    }

    private static IEnumerable<string> Blocks(string text, string fence) =>
        text.Split(fence).Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);
}
