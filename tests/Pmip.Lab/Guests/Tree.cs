using System;
using System.IO;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Guests;

/// <summary>The project's tree that this program was built in.</summary>
public static class Tree
{
    public static string Root { get; } = Find();

    /// <summary>A file below <c>out/</c> that <c>build.sh</c> makes; throws when it did not.</summary>
    public static string Output(params string[] parts)
    {
        string path = Path.Combine([Root, "out", .. parts]);
        return File.Exists(path) ? path : throw new LabException($"{path} is not there: ./build.sh vm-test makes it");
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "build.sh")))
            {
                return folder.FullName;
            }
        }

        throw new LabException($"{AppContext.BaseDirectory} is not inside the project's tree");
    }
}
