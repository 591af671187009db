using System;
using System.IO;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Diagnosis;

/// <summary>
/// Where diagnosis writes files: a folder in memory unless an operator who may configure names another place. A file that is there gives way
/// only when it is of the same kind, so that a slip of the fingers costs nobody his configuration.
/// </summary>
internal static class DiagnosisFolder
{
    /// <summary>The folder.</summary>
    public const string Default = "/run/pmip";

    /// <summary>The path for a name, or null and the complaint was given.</summary>
    public static string? PathOf(string name, string otherwise, DeskRequest request, IAnswer answer)
    {
        name = name.Length == 0 ? otherwise : name;
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            return name is "." or ".." ? Refuse(answer, $"{name} is no name of a file") : Path.Combine(Default, name);
        }

        return request.Access < OperatorAccess.Configure
            ? Refuse(answer, $"{name}: only an operator who may configure writes outside of {Default}; a name without a / goes there")
            : !Path.IsPathRooted(name) ? Refuse(answer, $"{name}: a path must begin with a /")
            : name;
    }

    /// <summary>Writes a file whole or not at all; false and the complaint was given when that is not possible.</summary>
    public static bool TryWrite(string path, ReadOnlySpan<byte> magic, int magicOffset, IAnswer answer, Action<Stream> write)
    {
        string part = path + ".part";
        try
        {
            if (path.StartsWith(Default + "/", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Default);
            }

            if (File.Exists(path) && !IsOfKind(path, magic, magicOffset))
            {
                answer.Fail("alreadyThere", $"{path} is there and is something else: give another name");
                return false;
            }

            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (OperatingSystem.IsLinux())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // It tells who is on the network.
            }

            using (FileStream file = new(part, options))
            {
                write(file);
            }

            File.Move(part, path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            File.Delete(part);
            answer.Fail("cannotWrite", $"{path}: {failure.Message}");
            return false;
        }
    }

    private static bool IsOfKind(string path, ReadOnlySpan<byte> magic, int offset)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read);
        byte[] start = new byte[offset + magic.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan(offset).SequenceEqual(magic);
    }

    private static string? Refuse(IAnswer answer, string complaint)
    {
        answer.Fail("badFile", complaint);
        return null;
    }
}
