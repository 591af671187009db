using System;
using System.IO;
using Pmip.Appliance.Configuration;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Appliance.Store;

/// <summary>
/// The file that a person edits, and a commit writes: the old one or the new one whenever the power fails. What a person has put
/// there and nobody has taken in is kept beside it before it is replaced.
/// </summary>
/// <param name="path">Where it is.</param>
internal sealed class PersonFile(string path)
{
    /// <summary>How the name of a kept edit ends.</summary>
    public const string EditedSuffix = ".edited";

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Reads it, or any other file of that kind; null, and in <paramref name="problem"/> why.</summary>
    public static byte[]? TryRead(string path, out string problem)
    {
        problem = "";
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] octets = new byte[ConfigurationFile.LengthMax + 1];
            int length = stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
            problem = length > ConfigurationFile.LengthMax ? "the file is larger than 1 MiB" : length == 0 ? "the file is empty" : "";
            return problem.Length == 0 ? octets[..length] : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = "cannot be read: " + exception.Message;
            return null;
        }
    }

    /// <summary>Reads it.</summary>
    public byte[]? TryRead(out string problem) => TryRead(path, out problem);

    /// <summary>
    /// Replaces what is in it. What it holds is kept beside it unless that is <paramref name="known"/>, what it was last known to
    /// hold. A sentence when that fails; <paramref name="remark"/> says what was kept.
    /// </summary>
    public string? Write(byte[] text, TextHash known, out string remark)
    {
        remark = "";
        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path);
            byte[]? before = TryRead(target, out _);
            if (before is not null && TextHash.Of(before) == TextHash.Of(text))
            {
                return null;
            }

            if (before is not null && TextHash.Of(before) != known)
            {
                LinuxStatus kept = Replace(target + EditedSuffix, before, target);
                if (!kept.IsOk)
                {
                    return $"{path} was edited and cannot be kept as {target + EditedSuffix}: {kept.Message}; it stays as it is";
                }

                remark = $"{path} held edits that nobody had taken in; they are in {target + EditedSuffix} now";
            }

            LinuxStatus status = Replace(target, text, target);
            return status.IsOk ? null : $"{path} cannot be written: {status.Message}; the store holds what was committed";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be written: {exception.Message}; the store holds what was committed";
        }
    }

    private static LinuxStatus Replace(string target, byte[] octets, string model)
    {
        string temporary = target + ".new";
        LinuxStatus status = StableStorage.Write(temporary, octets);
        if (status.IsOk && OperatingSystem.IsLinux() && File.Exists(model))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(model));
        }

        status = status.IsOk ? StableStorage.Synchronise(temporary) : status;
        status = status.IsOk ? StableStorage.Rename(temporary, target) : status;
        return status.IsOk ? StableStorage.Synchronise(System.IO.Path.GetDirectoryName(target)!) : status;
    }
}
