using System;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <summary>
/// One process per control socket: a lock file beside it that the kernel gives up with the process, so that neither a second
/// instance nor a crash of the first does harm.
/// </summary>
internal static class InstanceLock
{
    /// <summary>Takes the lock; on failure <paramref name="what"/> says who has it or what is wrong with the folder.</summary>
    public static LinuxStatus TryTake(string controlSocket, out FileLock? held, out string what)
    {
        held = null;
        string path = controlSocket + ".lock";
        what = $"lock file {path}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            what += $": {failure.Message}";
        }

        LinuxStatus status = FileLock.TryTake(path, out held);
        if (status.IsWouldBlock)
        {
            what = $"another pmipd (process {HolderOf(path)}) runs with the control socket {controlSocket}";
        }

        return status;
    }

    private static string HolderOf(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
