using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Pmip.Conformance.Map;

/// <summary>The repository as it lies on disk: where the product cites a section, and which tests there are.</summary>
public static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    private static readonly string s_solution = File.ReadAllText(Path.Combine(Root, "Pmip.Appliance.sln"));

    /// <summary>Files of the product by what their comments cite: <c>5213-5.3.1</c> or <c>R14</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Citations()
    {
        Dictionary<string, SortedSet<string>> found = new(StringComparer.Ordinal);
        foreach (string file in Files("src"))
        {
            string name = Path.GetFileName(file);
            foreach (string comment in File.ReadLines(file).Select(CommentOf).Where(comment => comment.Length > 0))
            {
                foreach (string citation in In(comment))
                {
                    found.TryAdd(citation, new SortedSet<string>(StringComparer.Ordinal));
                    found[citation].Add(name);
                }
            }
        }

        return found.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value], StringComparer.Ordinal);
    }

    /// <summary>True when a project of the solution has such a class with such a method, which an attribute makes a test.</summary>
    public static bool HasTest(string name)
    {
        string[] parts = name.Split('.');
        Regex test = new($@"^ *\[\w*(?:Fact|Theory|Property)\b(?:.*\n)(?: *\[.*\n)* *public void {Regex.Escape(parts[1])}\(", RegexOptions.Multiline);
        return Files("tests").Any(file => Path.GetFileNameWithoutExtension(file) == parts[0] && IsBuilt(file) && test.IsMatch(File.ReadAllText(file)));
    }

    // The project is the folder below "tests", and builds all code below it.
    private static bool IsBuilt(string file)
    {
        string project = Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)[1];
        return s_solution.Contains($"tests\\{project}\\{project}.csproj", StringComparison.Ordinal);
    }

    // "RFC 5213 5.3.1, 5.3.5" and "RFC 5213, 5844" and "R12 to R14" all count.
    private static IEnumerable<string> In(string comment)
    {
        foreach (Match match in Rfc().Matches(comment))
        {
            foreach (Match section in Section().Matches(match.Groups[2].Value))
            {
                yield return $"{match.Groups[1].Value}-{section.Value}";
            }
        }

        foreach (Match match in Row().Matches(comment))
        {
            yield return match.Value;
        }
    }

    private static string CommentOf(string line)
    {
        int start = line.IndexOf("//", StringComparison.Ordinal);
        return start < 0 ? "" : line[start..];
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, folder), "*.h", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Pmip.Appliance.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("the solution file is in no folder above the program");
    }

    [GeneratedRegex(@"RFC (5213|5844|5845|5846|5847) ((?:\d+(?:\.\d+)*(?:, | and | to )?)+)")]
    private static partial Regex Rfc();

    [GeneratedRegex(@"(?<![\d.])\d{1,2}(?:\.\d+)*(?![\d])")]
    private static partial Regex Section();

    [GeneratedRegex(@"\bR(?:1?\d|2[01])\b")]
    private static partial Regex Row();
}
