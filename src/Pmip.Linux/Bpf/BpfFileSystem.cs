using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Pmip.Linux.Bpf;

/// <summary>
/// The file system in which tables, programs and links outlive the process that made them (<c>bpffs</c>). Its folders are made,
/// renamed and listed like any other; names in it have no dot.
/// </summary>
public static unsafe partial class BpfFileSystem
{
    private const long Magic = 0xCAFE_4A11;
    private const int StatisticsLength = 120;
    private const string KernelsPlace = "/sys/fs/bpf";
    private const string MountOptions = "mode=0700";
    private const string Library = "libc";

    /// <summary>True when the folder is there and on a <c>bpffs</c>.</summary>
    public static bool IsAt(string folder)
    {
        byte* statistics = stackalloc byte[StatisticsLength];
        return StatFileSystem(folder, statistics) == 0 && (*(long*)statistics & uint.MaxValue) == Magic;
    }

    /// <summary>
    /// Makes the folder, and mounts a file system where there is none: at the folder, or at the one around it where the kernel has the
    /// place for it (<c>/sys/fs/bpf</c>) and lets nobody make folders.
    /// </summary>
    public static LinuxStatus Ensure(string folder)
    {
        string around = Path.GetDirectoryName(Path.GetFullPath(folder)) ?? "/";
        if (around == KernelsPlace && !IsAt(around))
        {
            LinuxStatus status = LinuxStatus.From(Mount("bpf", around, "bpf", 0, MountOptions));
            if (!status.IsOk)
            {
                return status;
            }
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new LinuxStatus(LinuxAbi.EACCES);
        }

        return IsAt(folder) ? LinuxStatus.Ok : LinuxStatus.From(Mount("bpf", folder, "bpf", 0, MountOptions));
    }

    /// <summary>Takes a file system that was mounted at the folder away.</summary>
    public static LinuxStatus Unmount(string folder) => LinuxStatus.From(Unmount(folder, 0));

    /// <summary>Keeps other processes from a folder for as long as the descriptor is open; would block when another process has it.</summary>
    public static LinuxStatus TryLock(string folder, out LinuxDescriptor? holder)
    {
        holder = new LinuxDescriptor(LibC.Open(folder, LinuxAbi.O_RDONLY | LinuxAbi.O_CLOEXEC, 0));
        LinuxStatus status = holder.IsInvalid ? LinuxStatus.Last : LinuxStatus.From(LibC.Lock(holder, LinuxAbi.LOCK_EX | LinuxAbi.LOCK_NB));
        if (!status.IsOk)
        {
            holder.Dispose();
            holder = null;
        }

        return status;
    }

    /// <summary>Takes one thing out: what nothing else holds ends.</summary>
    public static LinuxStatus Unpin(string path) => LinuxStatus.From(LibC.Unlink(path));

    /// <summary>The same with a name in octets that ends with a zero; allocates nothing.</summary>
    public static LinuxStatus Unpin(ReadOnlySpan<byte> path)
    {
        fixed (byte* first = path)
        {
            return LinuxStatus.From(LibC.Unlink(first));
        }
    }

    /// <summary>Moves a folder, or one thing, to another name in the same file system; all at once.</summary>
    public static LinuxStatus Rename(string from, string to) => LinuxStatus.From(LibC.Rename(from, to));

    [LibraryImport(Library, EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatFileSystem(string path, byte* statistics);

    [LibraryImport(Library, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string folder, string kind, nuint flags, string options);

    [LibraryImport(Library, EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string folder, int flags);
}
