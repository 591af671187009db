using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Pmip.Unit.Architecture;

/// <summary>The repository as it lies on disk, found upwards from the test binary.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> CodeFiles(params string[] folders) =>
        folders.SelectMany(folder => Directory.Exists(Path.Combine(Root, folder))
            ? Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            : []);

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Pmip.Appliance.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("the solution file is in no folder above the tests");
    }
}
