using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Pmip.Board.Profiles;

/// <summary>The profiles that are built in, and the choice of one.</summary>
public static class BoardProfiles
{
    /// <summary>Name that chooses by the device tree.</summary>
    public const string Automatic = "auto";

    /// <summary>Name of the profile for a board with a device tree that no other profile knows.</summary>
    public const string Generic = "generic";

    /// <summary>Name of the profile for a machine without a device tree: no hardware is touched.</summary>
    public const string None = "none";

    private const string ResourcePrefix = "profiles/";

    /// <summary>What stands for a profile that cannot be read: nothing of the hardware is touched.</summary>
    public static BoardProfile Absent { get; } = new() { Name = None, Title = "no profile" };

    /// <summary>All that are built in, by name.</summary>
    public static IReadOnlyList<BoardProfile> BuiltIn() =>
        [.. typeof(BoardProfiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(ReadBuiltIn)];

    /// <summary>
    /// Chooses a profile: <see cref="Automatic"/> by the device tree, the name of one, or the absolute path of a file. Null with
    /// the reason in <paramref name="problems"/>.
    /// </summary>
    /// <param name="wanted">What the configuration asks for.</param>
    /// <param name="compatible">The device tree's <c>compatible</c>, most specific first; empty without a device tree.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static BoardProfile? Choose(string wanted, IReadOnlyList<string> compatible, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(problems);
        if (wanted.StartsWith('/'))
        {
            return ReadFile(wanted, problems);
        }

        IReadOnlyList<BoardProfile> profiles = BuiltIn();
        if (wanted == Automatic)
        {
            return ByDeviceTree(profiles, compatible);
        }

        BoardProfile? profile = profiles.FirstOrDefault(candidate => candidate.Name == wanted);
        if (profile is null)
        {
            problems.Add($"there is no board profile \"{wanted}\"; there are {Automatic}, {string.Join(", ", profiles.Select(known => known.Name))}, "
                + "or the absolute path of a file");
        }

        return profile;
    }

    /// <summary>The strings of the device tree's <c>compatible</c> below <paramref name="root"/>, most specific first; empty without one.</summary>
    public static IReadOnlyList<string> ReadCompatible(string root = "/")
    {
        string path = Path.Join(root, "proc/device-tree/compatible");
        return File.Exists(path) ? Encoding.UTF8.GetString(File.ReadAllBytes(path)).Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    // The most specific word of the device tree that any profile knows decides.
    private static BoardProfile ByDeviceTree(IReadOnlyList<BoardProfile> profiles, IReadOnlyList<string> compatible)
    {
        foreach (string word in compatible)
        {
            if (profiles.FirstOrDefault(profile => profile.Compatible.Contains(word)) is BoardProfile known)
            {
                return known;
            }
        }

        string otherwise = compatible.Count == 0 ? None : Generic;
        return profiles.First(profile => profile.Name == otherwise);
    }

    private static BoardProfile? ReadFile(string path, ICollection<string> problems)
    {
        List<string> found = [];
        BoardProfile? profile = null;
        try
        {
            profile = BoardProfileReader.Read(File.ReadAllBytes(path), found);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            found.Add(failure.Message);
        }

        found.ForEach(problem => problems.Add($"{path}: {problem}"));
        return profile;
    }

    private static BoardProfile ReadBuiltIn(string resource)
    {
        using Stream stream = typeof(BoardProfiles).Assembly.GetManifestResourceStream(resource)!;
        byte[] octets = new byte[stream.Length];
        stream.ReadExactly(octets);
        List<string> problems = [];
        return BoardProfileReader.Read(octets, problems) ?? throw new InvalidDataException($"{resource}: {string.Join("; ", problems)}");
    }
}
