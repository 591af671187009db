using System;
using System.IO;
using System.Linq;
using Pmip.Fuzz;
using Xunit;

namespace Pmip.Unit.Fuzz;

/// <summary>A search that finds nothing proves nothing unless it finds what was hidden for it.</summary>
[Collection("Coverage")]
public sealed class GuidanceTests
{
    private const string RunsMax = "2000000";

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public void PlantedFault_ThreeConditionsDeep_IsFoundByCoverageOnly(string seed)
    {
        Assert.Equal(1, Search(seed, out string found));
        Assert.Contains("the planted fault", found, StringComparison.Ordinal);
        Assert.Equal(0, Search(seed, out string nothing, "--blind"));
        Assert.Contains("no finding", nothing, StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_WrittenToAFile_IsReplayedFromIt()
    {
        string folder = Directory.CreateTempSubdirectory("pmip").FullName;
        try
        {
            using StringWriter output = new();
            Assert.Equal(1, Program.Run(["planted", "--runs", RunsMax, "--findings", folder], output));
            string file = Assert.Single(Directory.GetFiles(folder));
            Assert.Equal(1, Program.Run(["planted", file], output));
            File.WriteAllBytes(file, [.. File.ReadAllBytes(file).Select(octet => (byte)(octet ^ 1))]);
            Assert.Equal(0, Program.Run(["planted", file], output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Search_SameSeed_FindsTheSameInputInTheSameRun()
    {
        Search("7", out string first);
        Search("7", out string second);
        Assert.Equal(first, second);
    }

    private static int Search(string seed, out string said, params string[] more)
    {
        using StringWriter output = new();
        string folder = Path.Combine(AppContext.BaseDirectory, "findings");
        int exit = Program.Run(["planted", "--seed", seed, "--runs", RunsMax, "--seconds", "300", "--findings", folder, .. more], output);
        said = output.ToString();
        return exit;
    }
}
