using System;
using System.IO;
using System.Runtime.InteropServices;
using Pmip.Lab.Processes;

namespace Pmip.EndToEnd;

/// <summary>The published binary under test: named by PMIPD, else where <c>build.sh publish</c> puts it.</summary>
internal static class Binary
{
    internal static string Path { get; } = Find();

    private static string Find()
    {
        string? named = Environment.GetEnvironmentVariable("PMIPD");
        if (named is not null)
        {
            return File.Exists(named) ? named : throw new LabException($"PMIPD names {named}, which is not there");
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "out", RuntimeInformation.RuntimeIdentifier, "pmipd");
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "build.sh")))
            {
                return File.Exists(candidate) ? candidate : throw new LabException($"{candidate} is not there: run ./build.sh publish");
            }
        }

        throw new LabException("not inside the project's tree: set PMIPD");
    }
}
