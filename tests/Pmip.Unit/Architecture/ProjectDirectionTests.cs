using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Pmip.Unit.Architecture;

/// <summary>Arrows between the rooms go one way. The engine never sees Linux, and Linux never sees a wire format.</summary>
public sealed class ProjectDirectionTests
{
    [Theory]
    [InlineData("Pmip.Client", "")]
    [InlineData("Pmip.Foundation", "")]
    [InlineData("Pmip.Wire", "Pmip.Foundation")]
    [InlineData("Pmip.Engine", "Pmip.Foundation Pmip.Wire")]
    [InlineData("Pmip.Linux", "Pmip.Foundation")]
    [InlineData("Pmip.DataPath", "Pmip.Foundation Pmip.Linux")]
    [InlineData("Pmip.Access", "Pmip.Foundation Pmip.Linux Pmip.Wire")]
    [InlineData("Pmip.Board", "Pmip.Foundation Pmip.Linux")]
    public void Room_Refers_OnlyToTheRoomsBelowIt(string room, string allowed)
    {
        string project = File.ReadAllText(Path.Combine(SourceTree.Root, room == "Pmip.Board" ? "board" : "src", room, room + ".csproj"));
        string[] references = [.. Regex.Matches(project, "ProjectReference Include=\"[^\"]*/(Pmip\\.[A-Za-z]+)\\.csproj\"").Select(m => m.Groups[1].Value)];
        Assert.Empty(references.Except(allowed.Split(' ')));
    }

    [Fact]
    public void UnsafeCode_Stands_OnlyInLinuxAndDataPath()
    {
        Regex pattern = new(@"\bunsafe\b|\bLibraryImport\b|\bDllImport\b");
        Assert.Empty(SourceTree.CodeFiles("src", "board")
            .Where(file => !SourceTree.Relative(file).StartsWith("src/Pmip.Linux/", System.StringComparison.Ordinal)
                && !SourceTree.Relative(file).StartsWith("src/Pmip.DataPath/", System.StringComparison.Ordinal))
            .Where(file => pattern.IsMatch(File.ReadAllText(file)))
            .Select(SourceTree.Relative));
    }
}
