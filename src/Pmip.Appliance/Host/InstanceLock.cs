using System;
using System.IO;
using System.Text;
using Pmip.Linux;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <summary>
/// One process per control socket: a lock file beside it that the kernel gives up with the process, so that neither a second
/// instance nor a crash of the first does harm.
/// </summary>
internal static class InstanceLock
{
    /// <summary>Takes the lock; null, and in <paramref name="complaint"/> who has it or what is wrong with the folder.</summary>
    public static FileLock? TryTake(string controlSocket, out string complaint)
    {
        string path = controlSocket + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            complaint = $"folder of the lock file {path}: {failure.Message}";
            return null;
        }

        LinuxStatus status = FileLock.TryTake(path, out FileLock? held);
        complaint = status.IsOk ? ""
            : status.IsWouldBlock ? $"another pmipd (process {HolderOf(path)}) runs with the control socket {controlSocket}"
            : $"lock file {path}: {status.Message}";
        return held;
    }

    private static string HolderOf(string path)
    {
        Span<byte> number = stackalloc byte[16];
        return FileLock.ReadHolder(path, number, out int length).IsOk ? Encoding.ASCII.GetString(number[..length]).Trim() : "unknown";
    }
}
