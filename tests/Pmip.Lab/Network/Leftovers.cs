using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Network;

/// <summary>Namespaces of labs whose process is gone: a killed run could not remove them itself.</summary>
public static class Leftovers
{
    internal const string FolderPrefix = "pmip-lab-";

    public static void Remove()
    {
        foreach (string folder in Directory.GetDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            string[] parts = Path.GetFileName(folder).Split('-');
            if (parts.Length > 2 && !Directory.Exists("/proc/" + parts[2]))
            {
                PinPlace.Unmount(folder);
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (string name in Namespaces())
        {
            if (!Directory.Exists("/proc/" + Owner(name)))
            {
                NetworkNamespace.Remove(name);
            }
        }
    }

    /// <summary>The namespaces of this process that exist now.</summary>
    public static IReadOnlyList<string> OfThisProcess()
    {
        string own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        List<string> found = [];
        foreach (string name in Namespaces())
        {
            if (Owner(name) == own)
            {
                found.Add(name);
            }
        }

        return found;
    }

    private static List<string> Namespaces()
    {
        List<string> names = [];
        foreach (string line in Command.Run("ip", "netns", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = line.Split(' ')[0];
            if (name.StartsWith(NetworkNamespace.Prefix, StringComparison.Ordinal) && int.TryParse(Owner(name), CultureInfo.InvariantCulture, out _))
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static string Owner(string name) => name.Split('-') is { Length: > 2 } parts ? parts[1] : "";
}
