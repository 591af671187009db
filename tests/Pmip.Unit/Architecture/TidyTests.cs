using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Pmip.Unit.Architecture;

/// <summary>House style that a machine can hold.</summary>
public sealed class TidyTests
{
    private const int LinesMax = 400;
    private const int ColumnsMax = 160;

    [Fact]
    public void File_InSource_StaysReadable() =>
        Assert.Empty(SourceTree.CodeFiles("src", "board").Where(file => File.ReadLines(file).Count() > LinesMax).Select(SourceTree.Relative));

    [Fact]
    public void Line_InCode_StaysReadable() =>
        Assert.Empty(Lines("src", "board", "tests").Where(line => line.Text.Length > ColumnsMax).Select(line => $"{line.File}:{line.Number}"));

    [Fact]
    public void Name_OfAFile_SaysSomething() =>
        Assert.Empty(SourceTree.CodeFiles("src", "board", "tests")
            .Where(file => Regex.IsMatch(Path.GetFileNameWithoutExtension(file), "(Manager|Helper|Helpers|Util|Utils|Common|Misc)$"))
            .Select(SourceTree.Relative));

    [Fact]
    public void Work_LeftOpen_IsNotInTheTree() =>
        Assert.Empty(Lines("src", "board", "tests")
            .Where(line => Regex.IsMatch(line.Text, @"\b(TO" + "DO|FIX" + "ME|HA" + "CK|X" + "XX)\\b|NotImplemented" + "Exception"))
            .Select(line => $"{line.File}:{line.Number}"));

    [Fact]
    public void Sleeping_AsSynchronisation_IsNotDone() =>
        Assert.Empty(Lines("src", "board", "tests")
            .Where(line => Regex.IsMatch(line.Text, @"Thread\.Sl" + @"eep|Task\.De" + "lay"))
            .Select(line => $"{line.File}:{line.Number}"));

    [Fact]
    public void Error_Caught_IsNotSwallowed() =>
        Assert.Empty(SourceTree.CodeFiles("src", "board", "tests")
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"catch\s*(\([^)]*\))?\s*(when\s*\([^)]*\))?\s*\{\s*\}"))
            .Select(SourceTree.Relative));

    private static IEnumerable<(string File, int Number, string Text)> Lines(params string[] folders) =>
        SourceTree.CodeFiles(folders).SelectMany(file => File.ReadLines(file).Select((text, index) => (SourceTree.Relative(file), index + 1, text)));
}
